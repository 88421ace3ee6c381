/** `settings`: the terminal, tokens, how lists merge. Follows config §10.4, §7.
 *  Invariant: every token is marked as a secret. */
import { type Decoder, dottedPath, formed, refuse } from "@/base/schema/reading.ts";
import { setting } from "@/base/schema/record.ts";
import {
  bool,
  duration,
  float,
  freeMap,
  int,
  map,
  oneOf,
  presence,
  scalar,
  string,
  strings,
} from "@/base/schema/weak.ts";
import { docsSection } from "./docs.ts";
import { blank, inner, off, on, quiet, section, zero } from "./_section.ts";

const syntaxHighlighting = section({
  enabled: setting("Whether it is on", bool, off),
  lexer: setting("Language", string, blank),
  formatter: setting("Formatter", string, blank),
  theme: setting("Colours", string, blank),
  line_numbers: setting("Whether lines are counted", bool, off),
  wrap: setting("Whether long lines are wrapped", bool, off),
});

const mask = section({
  enabled: setting("Whether secrets are hidden; unset means yes", bool, {
    flag: "mask",
    env: ["ATMOS_MASK"],
  }),
  replacement: setting("What stands there instead", string),
  patterns: setting("Expressions of what is secret too", strings),
  literals: setting("Texts that are secret too", strings),
});

const terminal = section({
  max_width: setting("The most columns; 0: as wide as it is", int, zero),
  pager: setting("Whether long output is paged, or by which program", scalar, {
    default: "false",
    flag: "pager",
    env: ["ATMOS_PAGER", "PAGER"],
  }),
  unicode: setting("Whether more than ASCII is used", bool, off),
  syntax_highlighting: setting("Colours of YAML and JSON", syntaxHighlighting, inner),
  color: setting("Whether there are colours", presence, {
    ...on,
    flag: "force-color",
    env: ["ATMOS_COLOR", "COLOR"],
  }),
  no_color: setting("No colours; use color instead", presence, {
    ...off,
    flag: "no-color",
    env: ["ATMOS_NO_COLOR", "NO_COLOR"],
  }),
  speed: setting("Characters a second; 0: at once", float, { env: ["ATMOS_TERMINAL_SPEED"] }),
  tab_width: setting("Columns of a tab", int),
  title: setting("Whether the title of the window is set", bool),
  alerts: setting("Whether the end of a command is told", bool),
  mask: setting("Secrets in output", mask, inner),
  theme: setting("Colours of everything", string, { env: ["ATMOS_THEME", "THEME"] }),
  help: setting(
    "Help",
    section({
      filter: setting("Whether it is short", bool, { ...on, env: ["ATMOS_HELP_FILTER"] }),
    }),
    inner,
  ),
});

const token = (summary: string, ...env: readonly string[]) => setting(summary, string, { secret: true, env });

const pro = section({
  base_url: setting("Address", string, { default: "https://atmos-pro.com", env: ["ATMOS_PRO_BASE_URL"] }),
  endpoint: setting("Path of its API", string, { default: "api/v1", env: ["ATMOS_PRO_ENDPOINT"] }),
  token: token("Token", "ATMOS_PRO_TOKEN"),
  workspace_id: setting("Workspace", string, { env: ["ATMOS_PRO_WORKSPACE_ID"] }),
  github_oidc: setting(
    "How GitHub proves who we are",
    section({
      request_url: setting("Address", string, { env: ["ACTIONS_ID_TOKEN_REQUEST_URL"] }),
      request_token: token("Token", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
    }),
    inner,
  ),
  atmos_pro_run_id: setting("Run", string, { env: ["ATMOS_PRO_RUN_ID"] }),
  github_run_id: setting("Run of GitHub", string, { env: ["GITHUB_RUN_ID"] }),
  max_payload_bytes: setting("The most that is sent", int),
  git_sts: setting(
    "Tokens of repositories",
    section({
      git_config_mode: setting("How git gets them", string),
      revoke_on_exit: setting("Whether they end with the command", bool),
    }),
  ),
});

const provision = section({
  workdir: setting(
    "Work directories",
    section({
      enabled: setting("Whether there are any", bool),
      ttl: setting("How long they are kept", duration),
    }),
  ),
  default: setting("The target", string),
  targets: setting(
    "Targets by name",
    map(section({
      kind: setting("Kind", string, blank),
      repository: setting("Repository", string),
      path: setting("Path in it", string),
      auth: setting("Who writes", section({ identity: setting("Identity", string) })),
      commit: setting(
        "Commits",
        section({ message: setting("Message", string), signing: setting("How they are signed", string) }),
      ),
      pull_request: setting("Pull requests", section({ enabled: setting("Whether there are any", bool) })),
    })),
  ),
});

const telemetry = section({
  enabled: setting("Whether anything is sent; nothing ever is", bool, { env: ["ATMOS_TELEMETRY_ENABLED"] }),
  endpoint: setting("Address", string, { env: ["ATMOS_TELEMETRY_ENDPOINT"] }),
  token: token("Token", "ATMOS_TELEMETRY_TOKEN"),
  logging: setting("Whether it is logged", bool, { ...off, env: ["ATMOS_TELEMETRY_LOGGING"] }),
});

const inject = (host: string) =>
  setting(`Whether requests to ${host} carry its token`, bool, {
    ...on,
    env: [`ATMOS_INJECT_${host.toUpperCase()}_TOKEN`],
  });

const STRATEGIES = ["replace", "append", "merge"];

const listStrategy: Decoder<string> = formed(
  { kind: "scalar", types: ["string"], words: STRATEGIES },
  (value, place, reading) => {
    const text = string(value, place, reading);
    if (text === undefined || text === "" || STRATEGIES.includes(text)) return text;
    const name = place.from ?? dottedPath(place.path);
    const title = `invalid list merge strategy: ${name} is ${text}, not one of ${STRATEGIES.join(", ")}`;
    return refuse({ code: "config/list-strategy", title, place, reading });
  },
);

/** The section. */
export const settingsSection = section({
  list_merge_strategy: setting("How lists of manifests merge", listStrategy, {
    ...blank,
    flag: "settings-list-merge-strategy",
    env: ["ATMOS_SETTINGS_LIST_MERGE_STRATEGY"],
  }),
  terminal: setting("The terminal", terminal, inner),
  yaml: setting(
    "Manifests as texts",
    section({ key_delimiter: setting("What splits a key into nested ones", string, blank) }),
    quiet,
  ),
  experimental: setting(
    "What using an unfinished command does",
    oneOf("silence", "disable", "warn", "error"),
    {
      default: "warn",
      env: ["ATMOS_EXPERIMENTAL"],
    },
  ),
  docs: setting("Use docs instead", docsSection),
  markdown: setting("How texts look: element → style", map(freeMap)),
  inject_github_token: inject("github"),
  github_token: token("Token of GitHub", "GITHUB_TOKEN"),
  atmos_github_token: token("The same, for this program alone", "ATMOS_GITHUB_TOKEN"),
  atmos_pro_github_token: token("The same, of Atmos Pro", "ATMOS_PRO_GITHUB_TOKEN"),
  github_username: setting("User of GitHub", string, {
    env: ["ATMOS_GITHUB_USERNAME", "GITHUB_ACTOR", "GITHUB_USERNAME"],
  }),
  inject_bitbucket_token: inject("bitbucket"),
  bitbucket_token: token("Token of Bitbucket", "BITBUCKET_TOKEN"),
  atmos_bitbucket_token: token("The same, for this program alone", "ATMOS_BITBUCKET_TOKEN"),
  bitbucket_username: setting("User of Bitbucket", string, { env: ["BITBUCKET_USERNAME"] }),
  inject_gitlab_token: inject("gitlab"),
  atmos_gitlab_token: token("Token of GitLab, for this program alone", "ATMOS_GITLAB_TOKEN"),
  gitlab_token: token("Token of GitLab", "GITLAB_TOKEN"),
  pro: setting("Atmos Pro", pro, inner),
  telemetry: setting("Reports about use", telemetry, quiet),
  provision: setting("What is made before a component runs", provision),
});
