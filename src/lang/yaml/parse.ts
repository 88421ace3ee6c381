/** Reads YAML for us: with Go yaml.v3's idea of scalars, or as nothing but texts. Pure.
 *  Follows deno §10, stacks §3.1, config §4.3, aqua-registry §2.
 *  Invariant: no reading loses what somebody wrote: keys and scalars can be had as source text, with their place. */
import type { SourcePosition } from "@/base/errors.ts";
import { compose, type Rules } from "./_compose.ts";
import {
  kind,
  offsetOf,
  positionAt,
  positions,
  readEvents,
  scalarText,
  syntaxError,
  type YamlEvent,
  type YamlSource,
} from "./_js_yaml.ts";
import { firstEqualKey, followAlias, locate, type WalkedSource } from "./_locate.ts";
import { resolvePlainScalar } from "./scalars.ts";

/** Steps from the root: keys of mappings, indices of lists. */
export type YamlPath = readonly (string | number)[];

/** Where things stand in a text; worked out when asked, from the events that are kept. */
export interface YamlPlaces {
  /** Place of the value at a path (`"key"`: of its key); of the deepest part of the path that exists. */
  positionOf(path: YamlPath, of?: "value" | "key"): SourcePosition;
  /** Text of the scalar at a path after quotes and escapes are undone (`1.10` for the number 1.1); undefined for
   *  lists, maps and paths that do not exist. */
  sourceTextOf(path: YamlPath): string | undefined;
}

/** A YAML text as values: mappings are plain objects (use `Object.hasOwn`), lists arrays, scalars as in `scalars.ts`,
 *  anything with a tag of its own a `Tagged`. Values may be shared (aliases): never change them. */
export interface YamlDocument extends YamlPlaces {
  readonly value: unknown;
}

/** A value with a tag that YAML does not define, such as `!env HOME` or `!append [a]`. Scalars stay text.
 *  A tagged value under `<<` stays under the key `<<`. */
export interface Tagged {
  readonly tag: string;
  readonly value: unknown;
}

/** A YAML text whose scalars are texts as written; null is a plain null, `~` or nothing at all. Tags are ignored. */
export type YamlStrings = string | null | readonly YamlStrings[] | { readonly [key: string]: YamlStrings };

/** A finding that does not stop the reading. */
export interface YamlWarning {
  readonly title: string;
  readonly at: SourcePosition;
}

/** What `parseYamlStrings` answers. */
export interface YamlStringsDocument extends YamlPlaces {
  readonly value: YamlStrings;
  readonly warnings: readonly YamlWarning[];
}

/** `documents: "first"` ignores further documents of the stream; by default they are an error. */
export interface YamlOptions {
  /** Name for positions and messages. */
  readonly file: string;
  readonly documents?: "first" | "one";
  /** Cuts keys without quotes into keys of nested maps, as `a.b: 1` for `.`; then equal keys merge. Keys that begin or end
   *  with it, or have it twice in a row, stay as they are. */
  readonly keyDelimiter?: string | undefined;
}

/**
 * Reads one document. An empty text is null.
 * @throws ConfigError `yaml/syntax` for bad syntax, duplicate keys, unknown or recursive aliases, aliases that expand
 * to millions of nodes
 */
export function parseYaml(text: string, options: YamlOptions): YamlDocument {
  const source = readEvents(text, options.file);
  const start = documentStart(source, options);
  return {
    value: compose(source, start, typedRules(source, options.keyDelimiter)),
    ...places(source, start),
  };
}

/**
 * Reads one document without guessing types. Of equal keys the last wins, with a warning.
 * @throws ConfigError `yaml/syntax` as `parseYaml`, apart from duplicate keys
 */
export function parseYamlStrings(text: string, options: YamlOptions): YamlStringsDocument {
  const source = readEvents(text, options.file);
  const start = documentStart(source, options);
  const warnings: YamlWarning[] = [];
  const rules: Rules = {
    scalar: (text, plain, tag) => tag === "" && plain && resolvePlainScalar(text) === null ? null : text,
    collection: (_tag, value) => value,
    keepsMerge: () => false,
    duplicate: (key, event) => {
      if (warnings.length < maxWarnings) warnings.push(duplicateKey(source, event, key));
    },
  };
  const value = compose(source, start, rules) as YamlStrings;
  return { value, warnings, ...places(source, start) };
}

/** Finding a place costs a walk over the text; nobody reads more than this. */
const maxWarnings = 100;

const mark = Symbol("yaml tag");

/** Tells a `Tagged` from a mapping of the text that happens to have the same keys. */
export function isTagged(value: unknown): value is Tagged {
  return typeof value === "object" && value !== null && Object.hasOwn(value, mark);
}

/** A value with a tag, as the reader makes it. `bare` is the value as it would be without the tag. */
export function tagged(tag: string, value: unknown, bare = value): Tagged {
  return Object.defineProperty({ tag, value }, mark, { value: bare });
}

/** The value as it would be without its tag: `5` behind `!x` is a number, `"5"` a text. */
export function untagged(node: Tagged): unknown {
  return Reflect.get(node, mark);
}

function typedRules(source: YamlSource, delimiter: string | undefined): Rules {
  return {
    pathOf: delimiter ? (key, plain) => plain ? nestedKeys(key, delimiter) : [key] : undefined,
    scalar: typedScalar,
    // Nothing evaluates a key, and nothing of it may get lost.
    keyOf: (text, tag) => /^![^!<]/.test(tag) ? `${tag} ${text}`.trimEnd() : text,
    collection: (tag, value) => {
      const standard = standardTag(tag);
      if (standard === undefined) return tagged(tag, value);
      const kinds = Array.isArray(value) ? ["seq", "omap", "pairs"] : ["map", "set"];
      return kinds.includes(standard) ? value : undefined;
    },
    keepsMerge: (value) => isTagged(value) || (Array.isArray(value) && value.some(isTagged)),
    duplicate: (key, event) => {
      throw syntaxError(source, event, duplicateKey(source, event, key).title);
    },
  };
}

function nestedKeys(key: string, delimiter: string): readonly string[] {
  const keys = key.split(delimiter);
  return keys.includes("") ? [key] : keys;
}

function typedScalar(text: string, plain: boolean, tag: string): unknown {
  if (tag === "") return plain ? resolvePlainScalar(text) : text;
  const value = resolvePlainScalar(text);
  if (tag === "!") return plain ? value : text;
  switch (standardTag(tag)) {
    case undefined:
      return tagged(tag, text, plain ? value : text);
    case "str":
    case "timestamp":
      return text;
    case "int":
      return typeof value === "bigint" || Number.isInteger(value) ? value : undefined;
    case "float":
      return typeof value === "number" ? value : undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "null":
      return value === null ? value : undefined;
    case "binary":
      return textOfBase64(text);
  }
  return undefined;
}

/** The text behind base64; undefined when it is none. */
function textOfBase64(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s+/g, "")), (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** `int` for `!!int` and `!<tag:yaml.org,2002:int>`; undefined for a tag that YAML does not define. */
function standardTag(tag: string): string | undefined {
  return /^!!(.+)$/.exec(tag)?.[1] ?? /^!<tag:yaml\.org,2002:(.+)>$/.exec(tag)?.[1];
}

/** Refuses further documents unless they are to be ignored; the content of the first begins at event 1. */
function documentStart(source: YamlSource, options: YamlOptions): number {
  const second = source.events.findIndex((event, index) => index > 0 && event.type === kind.DOCUMENT);
  if (second > 0 && options.documents !== "first") {
    throw syntaxError(source, source.events[second + 1], "the file holds more than one document");
  }
  return 1;
}

function duplicateKey(source: YamlSource, event: YamlEvent, key: string): YamlWarning {
  const first = firstEqualKey(source, event);
  const line = first === undefined
    ? ""
    : ` at line ${positionAt(source.text, source.file, offsetOf(first)).line}`;
  return {
    title: `mapping key "${key}" already defined${line}`,
    at: positionAt(source.text, source.file, offsetOf(event)),
  };
}

function places(read: YamlSource, start: number): YamlPlaces {
  const source: WalkedSource = { ...read, known: new Map() };
  let positionIn: ReturnType<typeof positions> | undefined;
  return {
    positionOf(path, of = "value") {
      const { node, key } = locate(source, start, path);
      const wanted = source.events[of === "key" ? key ?? node : node];
      const fallback = key === undefined ? undefined : source.events[key];
      const offsets = [wanted, fallback].map((event) => event === undefined ? -1 : offsetOf(event));
      positionIn ??= positions(source.text, source.file);
      return positionIn(Math.max(0, offsets.find((offset) => offset >= 0) ?? 0));
    },
    sourceTextOf(path) {
      const { node, steps } = locate(source, start, path);
      const event = source.events[followAlias(source, node)];
      return steps === path.length && event?.type === kind.SCALAR ? scalarText(source, event) : undefined;
    },
  };
}
