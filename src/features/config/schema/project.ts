/** The small sections: logs, errors, profiles, checks, containers, measurements and what comes later.
 *  Follows config §10.1, §10.9, §10.16, §10.18. */
import type { Decoder } from "@/base/schema/reading.ts";
import { formed, refuse } from "@/base/schema/reading.ts";
import { setting } from "@/base/schema/record.ts";
import {
  bool,
  duration,
  float,
  freeMap,
  int,
  map,
  oneOf,
  scalar,
  string,
  strings,
} from "@/base/schema/weak.ts";
import { blank, inner, off, secretMap, section } from "./_section.ts";

const LEVELS = ["Trace", "Debug", "Info", "Warning", "Error", "Off"];

const level: Decoder<string> = formed(
  { kind: "scalar", types: ["string"], words: [...LEVELS, "Warn"], anyCase: true },
  (value, place, reading) => {
    const text = string(value, place, reading);
    const isKnown = [...LEVELS, "warn", ""].some((known) => known.toLowerCase() === text?.toLowerCase());
    if (text === undefined || isKnown) return text;
    const title = `invalid log level: the log level '${text}' is not recognized. Valid options are: [${
      LEVELS.join(" ")
    }]`;
    return refuse({ code: "config/log-level", title, place: { ...place, ways: undefined }, reading });
  },
);

/** `logs`. */
export const logsSection = section({
  file: setting("Where the log goes", string, {
    default: "/dev/stderr",
    flag: "logs-file",
    env: ["ATMOS_LOGS_FILE"],
  }),
  level: setting(`How much is told: ${LEVELS.join(", ")}`, level, {
    default: "Warning",
    flag: "logs-level",
    env: ["ATMOS_LOGS_LEVEL"],
  }),
});

/** `errors`. */
export const errorsSection = section({
  format: setting("How errors look", section({ verbose: setting("Whether with details", bool) })),
  sentry: setting(
    "A server that collects errors; nothing is ever sent",
    section({
      enabled: setting("Whether it is used", bool, off),
      dsn: setting("Its address", string, { ...blank, secret: true }),
      environment: setting("Environment", string),
      release: setting("Release", string),
      sample_rate: setting("Share of errors", float),
      debug: setting("Whether it is told", bool),
      tags: setting("Labels", map(scalar)),
      capture_stack_context: setting("Whether with names of stacks", bool),
    }),
  ),
});

/** `profiles`. */
export const profilesSection = section({
  base_path: setting("Directory of the profiles, seen from the file that says so", string),
  default: setting("The profile that counts when none is chosen", string),
});

/** `metadata`. */
export const metadataSection = section({
  name: setting("Name", string),
  description: setting("What it is", string),
  version: setting("Version", scalar),
  tags: setting("Labels", strings),
  deprecated: setting("Whether others should be used", bool),
});

/** `validate`. */
export const validateSection = section({
  format: setting("How findings look", oneOf("text", "rich"), { env: ["ATMOS_VALIDATE_FORMAT"] }),
  editorconfig: setting(
    "Checks of .editorconfig",
    section({
      ignore_defaults: setting("Whether nothing is left out by itself", bool),
      dry_run: setting("Whether files are only listed", bool),
      format: setting("How findings look", string),
      config_file_paths: setting("Files of settings", strings),
      exclude: setting("Files that are not looked at", strings),
      init: setting("Whether a file of settings is written", bool),
      disable_end_of_line: setting("No check of line ends", bool),
      disable_insert_final_newline: setting("No check of the last line", bool),
      disable_indentation: setting("No check of indentation", bool),
      disable_indent_size: setting("No check of its size", bool),
      disable_max_line_length: setting("No check of long lines", bool),
      disable_trim_trailing_whitespace: setting("No check of spaces at line ends", bool),
    }),
  ),
});

/** `container`. */
export const containerSection = section({
  runtime: setting(
    "What runs containers",
    section({
      provider: setting("docker, podman or auto", oneOf("docker", "podman", "auto")),
      auto_start: setting("Whether it is started", bool, {
        default: "true",
        env: ["ATMOS_CONTAINER_RUNTIME_AUTO_START"],
      }),
      host: setting("Whether it is one outside of this container", bool),
    }),
    inner,
  ),
});

/** `compositions`. */
export const compositionsMap = map(section({
  description: setting("What it is", string),
  services: setting("Components that run together", strings),
}));

const recording = section({
  enabled: setting("Whether commands are recorded", bool),
  base_path: setting("Directory of recordings", string),
  input: setting("Whether keys are recorded", bool),
  width: setting("Columns", int, { default: "120", env: ["ATMOS_CAST_RECORDING_WIDTH"] }),
  height: setting("Lines", int, { default: "36", env: ["ATMOS_CAST_RECORDING_HEIGHT"] }),
});

/** `cast`. */
export const castSection = section({ recording: setting("Recordings of terminals", recording, inner) });

/** `profiler`. */
export const profilerSection = section({
  enabled: setting("Whether measurements are served", bool, { env: ["ATMOS_PROFILER_ENABLED"] }),
  port: setting("Port", int, { env: ["ATMOS_PROFILER_PORT"] }),
  host: setting("Address", string, { env: ["ATMOS_PROFILER_HOST"] }),
  file: setting("File of measurements", string, { env: ["ATMOS_PROFILE_FILE"] }),
  profile_type: setting("What is measured", string, { env: ["ATMOS_PROFILE_TYPE"] }),
});

/** `diagnostics`. */
export const diagnosticsSection = section({
  enabled: setting("Whether events are written", bool, { ...off, env: ["ATMOS_DIAGNOSTICS_ENABLED"] }),
  file: setting("File", string, { ...blank, env: ["ATMOS_DIAGNOSTICS_FILE"] }),
  include_output: setting("Whether with what programs print", bool, {
    ...off,
    env: ["ATMOS_DIAGNOSTICS_INCLUDE_OUTPUT"],
  }),
});

const atlantis = section({
  path: setting("File that is written", string),
  config_templates: setting("Settings by name", freeMap),
  project_templates: setting("Projects by name", freeMap),
  workflow_templates: setting("Workflows by name", freeMap),
});

/** `integrations`. */
export const integrationsSection = section({
  atlantis: setting("Atlantis", atlantis),
  github: setting("GitHub", secretMap),
  pro: setting("Atmos Pro", secretMap),
});

const server = section({
  command: setting("Program", string),
  args: setting("Its words", strings),
  env: setting("Its variables", map(scalar)),
  type: setting("How it is spoken to", string),
  url: setting("Address", string),
  headers: setting("Headers of requests", secretMap),
  description: setting("What it is", string),
  auto_start: setting("Whether it is started", bool),
  timeout: setting("Time for an answer", duration),
  identity: setting("Who it acts as", string),
  cwd: setting("Where it works", string),
});

/** `mcp`. */
export const mcpSection = section({
  enabled: setting("Whether there are servers", bool),
  servers: setting("Servers by name", map(server)),
  routing: setting("Choosing one", section({ enabled: setting("Whether it is done", bool) })),
});
