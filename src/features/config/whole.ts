/** Everything that atmos.yaml, variables and flags say, for whoever wants more than tools. Follows config §1, §3, §6.
 *  Invariants: prints nothing; all mistakes are thrown together; secrets are hidden unless somebody wants to see them. */
import { ConfigError } from "@/base/errors.ts";
import { digestText } from "@/base/text/digest.ts";
import {
  dottedPath,
  type Issue,
  type KeyPath,
  type Reading,
  shownBy,
  type TextMap,
} from "@/base/schema/reading.ts";
import { record } from "@/base/schema/record.ts";
import type { ConfigContext } from "./_context.ts";
import type { Part } from "./_part.ts";
import {
  anchorsOf,
  configDirOf,
  distinct,
  openReading,
  partsOf,
  type Project,
  projectOf,
  warningsOf,
} from "./_project.ts";
import { baseDirectory } from "./compose.ts";
import { shownBasePath } from "./core/base_path.ts";
import { defaultConfig } from "./core/default_config.ts";
import { type BasePath, type Described, describedConfig } from "./core/described.ts";
import { defaultsOf } from "./core/edition.ts";
import { filled } from "./core/fill.ts";
import { type Mask, secretVariables, withMask } from "./core/mask.ts";
import { runFlags } from "./core/run_flags.ts";
import { type AtmosConfig, atmosSettings } from "./schema/atmos.ts";
import { edition } from "./schema/edition.ts";

/** A configuration as a whole. */
export interface Whole {
  readonly config: AtmosConfig;
  readonly basePath: BasePath;
  /** Directory of the `atmos.yaml` that counts most; undefined when there is none. */
  readonly configDir: string | undefined;
  /** What `describe config` prints; secrets are hidden, unless the mask is off. */
  readonly described: Described;
  /** The files that were read, the lowest first. */
  readonly origins: readonly Origin[];
  /** Where the value at a path of `described` comes from: `file:line`, a variable, `--flag`; undefined for a default and
   *  for what follows from others. */
  originOf(path: KeyPath): string | undefined;
  /** Warnings; nobody has shown them yet. */
  readonly issues: readonly Issue[];
}

/** A file that takes part. */
export interface Origin {
  /** Absolute. */
  readonly path: string;
  /** Why it was read. */
  readonly reason: string;
}

/**
 * Loads it. `flags`: texts of the flags that were typed, by long name.
 * @throws Config `config/bad-value` and others of `config/…` (`config/invalid` when there are several), `yaml/syntax`
 */
export async function loadWhole(ctx: ConfigContext, flags: Readonly<Record<string, string>>): Promise<Whole> {
  const project = await projectOf(ctx);
  const files = openReading(ctx, project);
  const texts = await files.texts(undefined);
  const overrides = new Map<string, string>();
  const onOverride = (path: KeyPath, from: string) => void overrides.set(dottedPath(path), from);
  const reading = { ...files, flags: runFlags(flags, files.env), onOverride };
  const configDir = configDirOf(project);
  const all = withDefaults(texts, configDir === undefined, reading);
  const config = atmosSettings(all, { path: [] }, reading);
  const issues = warningsOf(distinct(files.issues));
  if (config === undefined) throw new TypeError("a map that is no record");
  const basePath = await basePathIn(ctx, config, { project, configDir });
  const shown = shownBy(atmosSettings)(all, { path: [] }, silent(reading)) as Described;
  const described = describedConfig(shown, config, {
    basePath,
    configDir,
    realm: config.auth.realm || await realmOf(configDir),
  });
  const mask = await maskOf(config, reading);
  const parts = partsOf(project);
  return {
    config,
    basePath,
    configDir,
    described: withMask(described, mask) as Described,
    origins: parts.map(({ path, reason }) => ({ path, reason })),
    originOf: (path) => overrides.get(dottedPath(path)) ?? lineOf(parts, path),
    issues,
  };
}

function lineOf(parts: readonly Part[], path: KeyPath): string | undefined {
  const at = parts.findLast(({ content }) => content.has(path))?.content.positionOf(path, "key");
  return at && `${at.file}:${at.line}`;
}

/** With the defaults that other places than the schema know. */
function withDefaults(texts: TextMap, isDefault: boolean, reading: Reading): TextMap {
  const own = isDefault ? filled(texts, defaultConfig) : texts;
  const pinned = record({ edition }, { others: "ignore" })(own, { path: [] }, silent(reading))?.edition;
  return filled(own, defaultsOf(pinned ?? ""));
}

/** For a second look, when everything has been told. */
function silent(reading: Reading): Reading {
  return { ...reading, report: () => {} };
}

async function basePathIn(
  ctx: ConfigContext,
  { base_path: { value, place } }: AtmosConfig,
  { project, configDir }: { readonly project: Project; readonly configDir: string | undefined },
): Promise<BasePath> {
  const anchors = anchorsOf(ctx, project, configDir);
  const text = ctx.host.os === "windows" ? value.replaceAll("\\", "/") : value;
  const setting = { text, isOfRun: place.from !== undefined };
  return {
    setting: shownBasePath(setting, anchors),
    absolute: await baseDirectory(ctx, setting, { anchors }),
  };
}

/** What keeps credentials of projects apart: the beginning of a hash over the directory. */
async function realmOf(configDir: string | undefined): Promise<string> {
  if (configDir === undefined) return "default";
  return (await digestText(configDir.toLowerCase())).slice(0, 16);
}

async function maskOf(config: AtmosConfig, reading: Reading): Promise<Mask | undefined> {
  const { enabled = true, replacement, patterns = [], literals = [] } = config.settings.terminal.mask;
  if (!enabled) return undefined;
  const known = secretVariables.map((name) => reading.env[name]).filter((text) => text !== undefined);
  return {
    replacement: replacement || "<MASKED>",
    literals: [...literals, ...known],
    patterns: patterns.length === 0 ? [] : await compiled(patterns, reading),
  };
}

async function compiled(patterns: readonly string[], reading: Reading): Promise<Mask["patterns"]> {
  const { compileRe2 } = await import("@/lang/regexp/re2.ts");
  return patterns.map((pattern, index) => {
    try {
      const expression = compileRe2(pattern);
      return (text, replacement) => expression.replaceAll(text, replacement.replaceAll("$", "$$$$"));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const path = ["settings", "terminal", "mask", "patterns", index];
      const title = `settings.terminal.mask.patterns[${index}] is no expression: ${error.title}`;
      throw new ConfigError("config/bad-value", title, { at: reading.positionOf(path) });
    }
  });
}
