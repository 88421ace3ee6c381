/** The configuration of the project that we are in. Follows config §1, toolchain §2 and §17.1.
 *  So far the sections `toolchain` and `version` and the key `use`; nothing else is looked at.
 *  Invariants: prints nothing; every file is parsed once per run; for a configuration that was remembered neither the
 *  YAML reader nor the schema is loaded. */
import { type Context, slot } from "@/base/context.ts";
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import type { Issue } from "@/base/schema/reading.ts";
import type { ConfigContext } from "./_context.ts";
import { placeOf } from "./_project.ts";
import type { ProjectPlace } from "./discover.ts";
import { type Sources, watchSources } from "./_sources.ts";
import { recallConfig, rememberConfig } from "./remembered_config.ts";
import type { ToolchainConfig } from "./toolchain_config.ts";

/** Which release the project wants to run with, and what it wants to be told. */
export interface VersionConfig {
  /** `version.use`, else `use`, as written: `1.10` stays `1.10`. */
  readonly use: { readonly version: string; readonly at: SourcePosition | undefined } | undefined;
  /** `version.source`: where releases come from. */
  readonly versionSource: string | undefined;
  /** What happens when the release cannot be had; undefined when nothing is said. */
  readonly useFallback: "error" | "warn" | undefined;
  /** `version.constraint`; undefined when it requires nothing. */
  readonly constraint: VersionConstraint | undefined;
  /** `logs`, as written: a level that is none is for `atmos config validate` to tell. */
  readonly logs: LogsConfig;
}

/** What is logged and where. */
export interface LogsConfig {
  readonly level: string | undefined;
  /** Seen from the working directory. */
  readonly file: string | undefined;
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

const readSlot = slot<{ readonly config: Config; readonly sources: Sources }>("config/read");
const recalledSlot = slot<Config | undefined>("config/recalled");

/**
 * Loads the configuration without the flags of a command. Memoised.
 * @throws Config `config/bad-value` and others of `config/…` (`config/invalid` when there are several), `yaml/syntax`
 */
export async function loadConfig(ctx: ConfigContext): Promise<Config> {
  return await recalled(ctx) ?? (await readWatched(ctx)).config;
}

/**
 * The same with the flags of a command over variables and file. Relative paths of flags and variables begin at the
 * working directory, those of files at the root. Not memoised.
 * @throws Config as `loadConfig`, also for values of flags
 */
export async function loadConfigWith(ctx: ConfigContext, input: GivenFlags): Promise<Config> {
  const given = [...input.given].filter((name) => input.flags[name] !== undefined);
  if (given.length === 0) return await loadConfig(ctx);
  return await readAnew(ctx, Object.fromEntries(given.map((name) => [name, String(input.flags[name])])));
}

/**
 * Only what decides which release runs, since another release may understand more of the file than this one.
 * @throws Config as `loadConfig`, but for these keys alone
 */
export async function loadVersionConfig(ctx: ConfigContext): Promise<VersionConfig> {
  return await recalled(ctx) ?? await loadVersionPlaces(ctx);
}

/** The same with places, also when the configuration was remembered. Throws as `loadVersionConfig`. */
export async function loadVersionPlaces(ctx: ConfigContext): Promise<VersionConfig> {
  const { readVersionConfig } = await import("./_read.ts");
  return await readVersionConfig(ctx);
}

/** Where settings stand, also when the configuration was remembered, which has no places; undefined when it has
 *  mistakes, which flags of this run may cover. */
export async function loadPlaces(ctx: ConfigContext): Promise<ToolchainConfig["positionOf"] | undefined> {
  const config = await (await recalled(ctx) ? readAnew(ctx, {}) : loadConfig(ctx)).catch(onlyMistakes);
  return config?.toolchain.positionOf;
}

/** Keeps the configuration for later runs, unless this run had it from an earlier one. To be called soon after reading.
 *  A cache that cannot be written is no failure. */
export async function keepConfig(ctx: ConfigContext & Pick<Context, "clock">): Promise<void> {
  if (await recalled(ctx) !== undefined) return;
  const read = await readWatched(ctx).catch(onlyMistakes);
  if (read !== undefined) await rememberConfig(ctx, read.config, read.sources);
}

/** A mistake that the flags of this run cover is for a run without them to tell. */
function onlyMistakes(error: unknown): undefined {
  if (!(error instanceof ConfigError)) throw error;
}

function readWatched(ctx: ConfigContext) {
  return ctx.once(readSlot, async () => {
    const { ctx: watched, sources } = watchSources(ctx);
    return { config: await readAnew(watched, {}), sources };
  });
}

function recalled(ctx: ConfigContext): Promise<Config | undefined> {
  return ctx.once(recalledSlot, async () => await recallConfig(ctx, await placeOf(ctx)));
}

async function readAnew(ctx: ConfigContext, flags: Readonly<Record<string, string>>): Promise<Config> {
  const { readConfig } = await import("./_read.ts");
  return await readConfig(ctx, flags);
}
