/** Every setting of `toolchain:`: keys, flags, variables, defaults. Follows toolchain §2, §7.1, §9, §11.1, §21.
 *  Invariant: this is the only place that spells them. */
import {
  address,
  anything,
  choice,
  flag,
  list,
  mapOf,
  path,
  placed,
  text,
  whole,
} from "@/base/schema/blocks.ts";
import { record, setting } from "@/base/schema/record.ts";

const policy = choice({
  "off": ["disabled", "false"],
  "when-available": ["when_available"],
  "require": ["required", "true"],
});

const verification = record({
  checksums: setting("Whether downloads need a checksum", policy, { default: "when-available" }),
  signatures: setting("Whether downloads need a signature", policy, { default: "when-available" }),
  verifier_install: setting(
    "Whether verifiers may be installed or must be on PATH",
    choice({ "auto": [], "path-only": ["path_only"] }),
    { default: "auto" },
  ),
  verifier_trust: setting("Read for older projects, without effect", choice({ auto: [], disabled: [] })),
});

/** Definitions of tools stay as written: the registry knows their keys. */
const definitions = mapOf(anything);

const registry = record({
  name: setting("Label, unique", text),
  type: setting(
    "aqua: files in aqua's format, atmos: definitions right here",
    choice({ aqua: ["url"], atmos: ["inline"] }),
  ),
  source: setting("Address, repository or path; none is the public registry", text),
  ref: setting("Tag, branch or commit", text),
  priority: setting("The highest is asked first", whole(), { default: "0" }),
  tools: setting("Definitions by id, before those of the source", definitions, { default: {} }),
  private: setting("Whether a token is always needed", flag, { default: "false" }),
  fallback: setting("Same as registry_fallback", flag),
});

const github = record({
  server_url: setting("Where repositories and releases are", address),
  api_url: setting("Where the API is", address),
  raw_url: setting("Where raw files are", address),
  hosts: setting(
    "Tokens for other GitHub servers by host name",
    mapOf(record({ token: setting("Token", text, { secret: true }) })),
    { default: {} },
  ),
});

/** `toolchain`. */
export const toolchainSection = record({
  "install_path": setting("Where tools are installed", path, {
    aliases: ["tools_dir"],
    flag: "toolchain-path",
    env: ["ATMOS_TOOLCHAIN_PATH", "ATMOS_TOOLS_DIR", "ATMOS_TOOLCHAIN_INSTALL_PATH"],
  }),
  "install-dir": setting("Same as install_path, but may name the bin directory below it", path, {
    aliases: ["install_dir"],
  }),
  "versions_file": setting("The file with the versions of the project", path, {
    aliases: ["file_path"],
    flag: "tool-versions",
    env: ["ATMOS_TOOL_VERSIONS", "ATMOS_TOOLCHAIN_FILE_PATH"],
    default: ".tool-versions",
  }),
  "use_tool_versions": setting("Whether commands heed the versions file", flag, { default: "true" }),
  "lock_file": setting("The lock file; beside the versions file unless set", path),
  "lock": setting(
    "auto: installs keep it, on: so does everything else, off: never, frozen: it must match",
    choice({ auto: [], on: ["true"], off: ["false"], frozen: [] }),
  ),
  "use_lock_file": setting("Same as lock: on or off", flag),
  "max_concurrency": setting("Tools installed at the same time", whole(1), {
    flag: "max-concurrency",
    env: ["ATMOS_TOOLCHAIN_MAX_CONCURRENCY"],
    default: "4",
  }),
  "auto_install": setting(
    "What is installed when a command needs it",
    choice({ needed: ["true"], all: [], off: ["false"] }),
    { default: "needed" },
  ),
  "allow_source_builds": setting("Whether go_install and cargo packages may be built", flag, {
    default: "false",
  }),
  "offline": setting("Ask no network", flag, {
    flag: "offline",
    env: ["ATMOS_TOOLCHAIN_OFFLINE"],
    default: "false",
  }),
  "verification": setting("What proves a download", verification, { default: {} }),
  "aliases": setting("Names → ids", mapOf(text), { default: {} }),
  "proxies": setting(
    "Commands that run a tool with arguments in front",
    mapOf(record({
      tool: setting("Tool, with a version if need be", text),
      args: setting("Arguments in front of the user's", list(text), { default: [] }),
    })),
    { default: {} },
  ),
  "proxies_all": setting("Whether the programs of the versions file have proxies too", flag, {
    default: "false",
  }),
  "registries": setting("Where definitions come from", list(placed(registry)), { default: [] }),
  "registry_fallback": setting("Whether the public registry answers what others do not know", flag),
  "tools": setting("Definitions of the project, before every registry", definitions, { default: {} }),
  "github": setting("The GitHub server", github, { default: {} }),
  "url_replacements": setting(
    "Other places for addresses: the first whose `from` matches",
    list(placed(record({
      from: setting("Beginning of an address, or regex: and an expression", text),
      to: setting("What stands there instead", text),
    }))),
    { default: [] },
  ),
});

/** The top of the file as far as it is about tools. */
export const toolchainSettings = record({
  toolchain: setting("Tools: where they come from and go to", toolchainSection, { default: {} }),
}, { others: "ignore" });

/** What only flags and variables say. */
export const runSettings = record({
  tools_config: setting("More tool definitions and aliases", path, {
    flag: "tools-config",
    env: ["ATMOS_TOOLS_CONFIG"],
  }),
  registry_ttl: setting("Seconds for which what a moving registry gave is fresh", whole(0), {
    env: ["ATMOS_TOOLCHAIN_REGISTRY_TTL"],
  }),
  locked: setting("Fail when the lock file would change", flag, {
    flag: "locked",
    env: ["ATMOS_TOOLCHAIN_LOCKED"],
    default: "false",
  }),
});

const toolsSettings = {
  tools: setting("Definitions by id", definitions, { default: {} }),
  aliases: setting("Names → ids", mapOf(text), { default: {} }),
};

/** A `tools.yaml`, in both of its shapes. */
export const toolsFile = record({
  ...toolsSettings,
  toolchain: setting("The same one level down", record(toolsSettings), { default: {} }),
});
