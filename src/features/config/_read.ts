/** Reads the settings out of the files of a project. Follows config §1, toolchain §2 and §17.1.
 *  Loaded only where nothing was remembered, because the schema takes longer to load than all else a hot command does.
 *  Invariant: errors of one reading are thrown together. */
import { ConfigError } from "@/base/errors.ts";
import { joinPath } from "@/base/path.ts";
import type { Decoder, Reading, TextMap } from "@/base/schema/reading.ts";
import type { ConfigContext } from "./_context.ts";
import { mergeLayers } from "./core/layer.ts";
import { readConfigFile, shownPath } from "./_part.ts";
import {
  openReading,
  partsOf,
  type Project,
  projectOf,
  type ProjectReading,
  warningsOf,
} from "./_project.ts";
import type { Config, VersionConfig } from "./load.ts";
import { runSettings, toolchainSettings, toolsFile } from "./schema/toolchain.ts";
import { versionSettings } from "./schema/version.ts";
import { type ToolchainConfig, toolchainConfig, type ToolchainTexts } from "./toolchain_config.ts";

/** Reads everything. `flags`: texts of the flags that were given. Throws as `loadConfigWith`. */
export async function readConfig(
  ctx: ConfigContext,
  flags: Readonly<Record<string, string>>,
): Promise<Config> {
  const project = await projectOf(ctx);
  const reading = openReading(ctx, project, flags);
  for (const { content } of partsOf(project)) {
    for (const key of content.misspelt) {
      reading.report({
        severity: "warning",
        code: "config/unknown-key",
        title: `unknown key ${JSON.stringify(key)}, did you mean toolchain?`,
        at: content.positionOf([key], "key"),
      });
    }
  }
  const version = await versionConfig(reading);
  const toolchain = await readToolchain(ctx, project, reading);
  return {
    root: project.root,
    file: project.file,
    ...version,
    toolchain,
    issues: warningsOf(reading.issues),
  };
}

/** Reads what decides which release runs. Throws as `loadVersionConfig`. */
export async function readVersionConfig(ctx: ConfigContext): Promise<VersionConfig> {
  const reading = openReading(ctx, await projectOf(ctx));
  const version = await versionConfig(reading);
  warningsOf(reading.issues);
  return version;
}

const NO_VERSION: VersionConfig = {
  use: undefined,
  versionSource: undefined,
  useFallback: undefined,
  constraint: undefined,
  logs: { level: undefined, file: undefined },
};

async function versionConfig(reading: ProjectReading): Promise<VersionConfig> {
  const texts = await reading.texts(["use", "version", "logs"]);
  // Most projects say nothing of it, and every command asks.
  const { promoted } = reading;
  if (Object.keys(texts).length === 0 && Object.keys(promoted).length === 0) return NO_VERSION;
  const { use: top, version, logs } = decoded(versionSettings, texts, reading);
  const use = version.use ?? top;
  if (top !== undefined && use !== undefined && use.value !== top.value) {
    reading.report({
      severity: "warning",
      code: "config/said-twice",
      title: `use: ${top.value} is ignored, because version.use says ${use.value}`,
      at: reading.positionOf(top.place.path),
    });
  }
  return {
    use: use && { version: use.value, at: reading.positionOf(use.place.path) },
    versionSource: version.source,
    useFallback: version.use_fallback,
    constraint: constraintOf(version.constraint, reading),
    // What the system's variables say is known before any file is read.
    logs: {
      level: promoted["ATMOS_LOGS_LEVEL"] || logs.level,
      file: promoted["ATMOS_LOGS_FILE"] || logs.file,
    },
  };
}

type VersionTexts = NonNullable<ReturnType<typeof versionSettings>>["version"];

function constraintOf(
  texts: VersionTexts["constraint"],
  reading: ProjectReading,
): VersionConfig["constraint"] {
  if (texts?.require === undefined || texts.require.value.trim() === "") return undefined;
  const { require, enforcement, message } = texts;
  return { require: require.value, enforcement, message, at: reading.positionOf(require.place.path) };
}

async function readToolchain(
  ctx: ConfigContext,
  project: Project,
  reading: ProjectReading,
): Promise<ToolchainConfig> {
  const { toolchain: section } = decoded(
    toolchainSettings,
    await reading.texts(["toolchain"]),
    reading,
  );
  const run = decoded(runSettings, {}, reading);
  const { more, positionOf: positionInMore } = await readToolsFile(ctx, run.tools_config, reading);
  const positionOf: ToolchainConfig["positionOf"] = (path, of) => {
    const [map, name = ""] = path;
    const own = map === "tools" || map === "aliases" ? section[map] : undefined;
    if (own === undefined || Object.hasOwn(own, name)) {
      return project.positionOf(["toolchain", ...path], of);
    }
    return positionInMore(path, of);
  };
  return toolchainConfig({ section, run, more, positionOf }, reading);
}

type ToolsFile = Pick<ToolchainTexts, "more" | "positionOf">;

/** Reads tools.yaml; what is one level down wins. A file that somebody named must be there. */
async function readToolsFile(
  ctx: ConfigContext,
  named: string | undefined,
  reading: ProjectReading,
): Promise<ToolsFile> {
  const path = named ?? joinPath(reading.root, "tools.yaml");
  const content = await readConfigFile(ctx, path);
  if (content === undefined && named !== undefined) {
    throw new ConfigError("config/no-tools-file", `there is no ${shownPath(ctx, path)}`, {
      explanation: "It is named by --tools-config or ATMOS_TOOLS_CONFIG.",
      at: { file: path },
    });
  }
  if (content === undefined) return { more: { tools: {}, aliases: {} }, positionOf: () => undefined };
  const own = { ...reading, positionOf: content.positionOf };
  const { toolchain: nested, ...top } = decoded(
    toolsFile,
    mergeLayers([await content.layer(ctx, undefined, own.report)]).value,
    own,
  );
  return {
    more: {
      tools: { ...top.tools, ...nested.tools },
      aliases: { ...top.aliases, ...nested.aliases },
    },
    positionOf(path, of) {
      const [map, name = ""] = path;
      const isNested = (map === "tools" || map === "aliases") && Object.hasOwn(nested[map], name);
      return content.positionOf(isNested ? ["toolchain", ...path] : path, of);
    },
  };
}

/** A map always decodes to a record. */
function decoded<T>(decode: Decoder<T>, texts: TextMap, reading: Reading): T {
  const value = decode(texts, { path: [] }, reading);
  if (value === undefined) throw new TypeError("a map that is no record");
  return value;
}
