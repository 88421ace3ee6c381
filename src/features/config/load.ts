/** The configuration of the project that we are in. Follows config §1, toolchain §2 and §17.1.
 *  So far the sections `toolchain` and `version` and the key `use`; nothing else is looked at.
 *  Invariants: prints nothing; every file is parsed once per run; without a file the YAML reader is not even loaded. */
import { slot } from "@/base/context.ts";
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { joinPath } from "@/base/path.ts";
import type { Decoder, Issue, Reading, TextMap, Texts } from "@/base/schema/reading.ts";
import {
  type ConfigContext,
  openReading,
  type Project,
  projectOf,
  type ProjectReading,
  readConfigFile,
  readProject,
  shownPath,
  warningsOf,
} from "./_project.ts";
import type { ProjectPlace } from "./find_config.ts";
import { aliasChain } from "./core/alias_chain.ts";
import { runSettings, toolchainSettings, toolsFile } from "./schema/toolchain.ts";
import { versionSettings } from "./schema/version.ts";
import { type ToolchainConfig, toolchainConfig, type ToolchainTexts } from "./toolchain_config.ts";

/** Which release the project wants to run with. */
export interface VersionConfig {
  /** `version.use`, else `use`, as written: `1.10` stays `1.10`. */
  readonly use: { readonly version: string; readonly at: SourcePosition | undefined } | undefined;
  /** `version.source`: where releases come from. */
  readonly versionSource: string | undefined;
  /** What happens when the release cannot be had; undefined when nothing is said. */
  readonly useFallback: "error" | "warn" | undefined;
  /** `version.constraint`; undefined when it requires nothing. */
  readonly constraint: VersionConstraint | undefined;
}

/** Which releases may run the project. */
export interface VersionConstraint {
  /** As written. */
  readonly require: string;
  readonly enforcement: "fatal" | "warn" | "silent";
  readonly message: string | undefined;
  readonly at: SourcePosition | undefined;
}

/** The configuration of a project. */
export interface Config extends ProjectPlace, VersionConfig {
  readonly toolchain: ToolchainConfig;
  /** Warnings; nobody has shown them yet. */
  readonly issues: readonly Issue[];
}

/** The words of a command. Of the flags in `given` these count here: `tool-versions`, `toolchain-path`,
 *  `tools-config`, `offline`, `max-concurrency`, `locked`. */
export interface GivenFlags {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly given: ReadonlySet<string>;
}

const configSlot = slot<Config>("config");

/**
 * Loads the configuration without the flags of a command. Memoised.
 * @throws Config `config/bad-value` and others of `config/…` (`config/invalid` when there are several), `yaml/syntax`
 */
export function loadConfig(ctx: ConfigContext): Promise<Config> {
  return ctx.once(configSlot, () => loadComplete(ctx, {}));
}

/** What was remembered has no places, so that whatever gives findings now or later is read anew. */
async function loadComplete(ctx: ConfigContext, flags: Flags): Promise<Config> {
  const project = await projectOf(ctx);
  const config = await readConfig(ctx, project, flags);
  const isFaulty = config.issues.length > 0 || hasCircle(config.toolchain);
  const isComplete = !project.isRemembered || !isFaulty;
  const { issues, ...rest } = isComplete
    ? config
    : await readConfig(ctx, await readProject(ctx, project), flags);
  return { ...rest, issues: warningsOf(issues) };
}

/** Whoever asks for an alias that leads back to itself has to be told its place. */
function hasCircle({ aliases }: ToolchainConfig): boolean {
  return Object.keys(aliases).some((name) => aliasChain(aliases, name).isCircle);
}

type Flags = Readonly<Record<string, string>>;

/** Where settings stand, also when the configuration itself was remembered without places. */
export async function loadPlaces(ctx: ConfigContext): Promise<ToolchainConfig["positionOf"]> {
  const project = await projectOf(ctx);
  const known = project.isRemembered
    ? await readConfig(ctx, await readProject(ctx, project), {})
    : await loadConfig(ctx);
  return known.toolchain.positionOf;
}

async function readConfig(ctx: ConfigContext, project: Project, flags: Flags): Promise<Config> {
  const reading = openReading(ctx, project, flags);
  for (const key of project.content?.misspelt ?? []) {
    reading.report({
      severity: "warning",
      code: "config/unknown-key",
      title: `unknown key ${JSON.stringify(key)}, did you mean toolchain?`,
      at: reading.positionOf([key], "key"),
    });
  }
  const version = versionConfig(reading);
  const toolchain = await readToolchain(ctx, project, reading);
  return { root: project.root, file: project.file, ...version, toolchain, issues: reading.issues };
}

/**
 * The same with the flags of a command over variables and file. Relative paths of flags and variables begin at the
 * working directory, those of files at the root. Not memoised.
 * @throws Config as `loadConfig`, also for values of flags
 */
export async function loadConfigWith(ctx: ConfigContext, input: GivenFlags): Promise<Config> {
  const given = [...input.given].filter((name) => input.flags[name] !== undefined);
  const flags = Object.fromEntries(given.map((name) => [name, String(input.flags[name])]));
  return given.length === 0 ? await loadConfig(ctx) : await loadComplete(ctx, flags);
}

/**
 * Only what decides which release runs, since another release may understand more of the file than this one.
 * @throws Config as `loadConfig`, but for these keys alone
 */
export async function loadVersionConfig(ctx: ConfigContext): Promise<VersionConfig> {
  return readVersionConfig(ctx, await projectOf(ctx));
}

/** The same with places, also when the file itself was remembered. Throws as `loadVersionConfig`. */
export async function loadVersionPlaces(ctx: ConfigContext): Promise<VersionConfig> {
  return readVersionConfig(ctx, await readProject(ctx, await projectOf(ctx)));
}

function readVersionConfig(ctx: ConfigContext, project: Project): VersionConfig {
  const reading = openReading(ctx, project);
  const version = versionConfig(reading);
  warningsOf(reading.issues);
  return version;
}

/** The value of `commands`, texts as written; undefined when the project has none. @throws as `loadConfig` */
export async function loadCommandTexts(ctx: ConfigContext): Promise<Texts | undefined> {
  const reading = openReading(ctx, await projectOf(ctx));
  const { commands } = reading.texts(["commands"]);
  warningsOf(reading.issues);
  return commands;
}

const NO_VERSION: VersionConfig = {
  use: undefined,
  versionSource: undefined,
  useFallback: undefined,
  constraint: undefined,
};

function versionConfig(reading: ProjectReading): VersionConfig {
  const texts = reading.texts(["use", "version"]);
  // Most projects say nothing of it, and every command asks.
  if (Object.keys(texts).length === 0) return NO_VERSION;
  const { use: top, version } = decoded(versionSettings, texts, reading);
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
  const { toolchain: section } = decoded(toolchainSettings, reading.texts(["toolchain"]), reading);
  const run = decoded(runSettings, {}, reading);
  const { more, positionOf: positionInMore } = await readToolsFile(ctx, run.tools_config, reading);
  const positionOf: ToolchainConfig["positionOf"] = (path, of) => {
    const [map, name = ""] = path;
    const own = map === "tools" || map === "aliases" ? section[map] : undefined;
    if (own === undefined || Object.hasOwn(own, name)) {
      return project.content?.positionOf(["toolchain", ...path], of);
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
  const { toolchain: nested, ...top } = decoded(toolsFile, content.texts(undefined, own), own);
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
