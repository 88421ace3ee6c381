/** A configuration file as a layer, its functions resolved. Follows config §4.3, toolchain §2.1 (values keep their text).
 *  Loaded only when there is a file, because it brings the YAML reader along.
 *  Invariants: sections that nobody asks for are not looked at, so that none of their functions runs; whoever asks again
 *  with the same context causes no second run; an alias is read once, however often it is used. */
import { ConfigError } from "@/base/errors.ts";
import {
  type Issue,
  type KeyPath,
  type PlainScalar,
  plainScalar,
  type Reading,
} from "@/base/schema/reading.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isAppend, isUnset } from "@/features/functions/core/markers.ts";
import type { FunctionContext } from "@/features/functions/resolve_functions.ts";
import { isTagged, parseYaml, type YamlPlaces } from "@/lang/yaml/parse.ts";
import { append, type LayerMap, type LayerValue, unset } from "./core/layer.ts";

/** A file that was read. */
export interface ConfigFile extends YamlPlaces {
  readonly text: string;
  /** What it says, functions as they are written. */
  readonly raw: Section;
  /** Keys at the top that were probably meant to be `toolchain`; nothing below them counts. */
  readonly misspelt: readonly string[];
  /** Whether something stands at a path. */
  has(path: KeyPath): boolean;
  /** The keys at the top that are wanted (in lower case; undefined: all), in any case. What a function fails with is
   *  reported, and its key is left out. */
  layer(
    ctx: FunctionContext,
    wanted: readonly string[] | undefined,
    report: Reading["report"],
  ): Promise<LayerMap>;
}

/**
 * Reads the text of a file; further documents are ignored.
 * @param file absolute path, and its name in messages
 * @throws Config `yaml/syntax`, `config/not-a-map`
 */
export function parseConfigFile(
  text: string,
  file: { readonly path: string; readonly shown: string },
): ConfigFile {
  const document = parseYaml(text, { file: file.shown, documents: "first" });
  const value = document.value ?? {};
  if (typeof value !== "object" || Array.isArray(value) || isTagged(value)) {
    throw new ConfigError("config/not-a-map", `${file.shown} must hold a map of settings`, {
      at: document.positionOf([]),
    });
  }
  const sectionOf = sectionReader(value as Section, { path: file.path, places: document });
  return {
    text,
    raw: value as Section,
    positionOf: document.positionOf,
    sourceTextOf: document.sourceTextOf,
    misspelt: Object.keys(value).filter(isMisspelt),
    has: (path) => hasPath(value, path),
    async layer(ctx, wanted, report) {
      const layer: [string, LayerValue][] = [];
      for (const key of Object.keys(value).filter((each) => wanted?.includes(each.toLowerCase()) ?? true)) {
        const { found, issue } = await sectionOf(ctx, key);
        if (issue) report(issue);
        else layer.push([key, found]);
      }
      return Object.fromEntries(layer);
    },
  };
}

/** What stands under a key at the top, or why nothing does. */
interface Outcome {
  readonly found: LayerValue;
  readonly issue?: Issue;
}

/** Reads what stands under a key at the top, once for a context. */
function sectionReader(
  value: Section,
  file: Origin,
): (ctx: FunctionContext, key: string) => Promise<Outcome> {
  const memos = new WeakMap<FunctionContext, Memo>();
  return (ctx, key) => {
    const memo = memos.get(ctx) ?? { seen: new Map(), outcomes: new Map() };
    memos.set(ctx, memo);
    const outcome = memo.outcomes.get(key) ??
      readSection(ctx, { key, raw: value[key] }, { ...file, ...memo });
    memo.outcomes.set(key, outcome);
    return outcome;
  };
}

/** What was read for a context so far. */
interface Memo extends Pick<State, "seen"> {
  readonly outcomes: Map<string, Promise<Outcome>>;
}

async function readSection(
  ctx: FunctionContext,
  { key, raw }: { readonly key: string; readonly raw: unknown },
  from: Origin & State,
): Promise<Outcome> {
  try {
    const resolved = await resolve(ctx, { [key]: raw }, from);
    return { found: convert({ raw, value: resolved[key] }, [key], from) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { code, title, explanation, hints, at } = error;
    return { found: null, issue: { severity: "error", code, title, explanation, hints, at } };
  }
}

function hasPath(value: unknown, [key, ...rest]: KeyPath): boolean {
  if (key === undefined) return true;
  const inner = isTagged(value) ? value.value : value;
  if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return false;
  return hasPath((inner as Record<string | number, unknown>)[key], rest);
}

function isMisspelt(key: string): boolean {
  return !SECTIONS.includes(key.toLowerCase()) && nearestNames(key, ["toolchain"]).length > 0;
}

/** The keys at the top that anybody asks for. */
const SECTIONS = ["toolchain", "version", "use"];

type Section = Readonly<Record<string, unknown>>;

interface Origin {
  /** Absolute. */
  readonly path: string;
  readonly places: YamlPlaces;
}

/** With the values of functions in their places. */
async function resolve(ctx: FunctionContext, section: Section, { path, places }: Origin): Promise<Section> {
  if (!hasTag(section)) return section;
  const { resolveFunctions } = await import("@/features/functions/resolve_functions.ts");
  const { compileQuery } = await import("@/lang/query/query.ts");
  const place = { file: path, root: undefined, positionOf: places.positionOf, compileQuery };
  return await resolveFunctions(ctx, section, place) as Section;
}

function hasTag(value: unknown, seen = new Set<object>()): boolean {
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  seen.add(value);
  return isTagged(value) || Object.values(value).some((member) => hasTag(member, seen));
}

/** A value of the document, and what became of it. */
interface Node {
  readonly raw: unknown;
  readonly value: unknown;
}

interface State {
  readonly places: YamlPlaces;
  readonly seen: Map<object, LayerValue>;
}

function convert({ raw, value }: Node, path: KeyPath, state: State): LayerValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  if (typeof value !== "object") {
    const written = Object.is(raw, value) ? state.places.sourceTextOf(path) : undefined;
    return plainScalar(written ?? String(value), value as PlainScalar["value"]);
  }
  const known = state.seen.get(value);
  if (known !== undefined) return known;
  const layer = convertObject({ raw, value }, path, state);
  state.seen.set(value, layer);
  return layer;
}

function convertObject(
  { raw, value }: Node & { readonly value: object },
  path: KeyPath,
  state: State,
): LayerValue {
  const member = (key: string | number, of: unknown): LayerValue =>
    convert({ raw: memberOf(raw, key), value: of }, [...path, key], state);
  if (isUnset(value)) return unset;
  if (isAppend(value)) return append(value.items.map((item, index) => member(index, item)));
  if (Array.isArray(value)) return value.map((item, index) => member(index, item));
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, member(key, of)]));
}

function memberOf(raw: unknown, key: string | number): unknown {
  const inner = isTagged(raw) && Array.isArray(raw.value) ? raw.value : raw;
  const isObject = typeof inner === "object" && inner !== null && !isTagged(inner) &&
    Object.hasOwn(inner, key);
  return isObject ? (inner as Record<string | number, unknown>)[key] : undefined;
}
