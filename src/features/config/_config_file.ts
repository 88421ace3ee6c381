/** A configuration file as a layer, `!env` resolved. Pure. Follows config §4.3, toolchain §2.1 (values keep their text).
 *  Loaded only when there is a file, because it brings the YAML reader along.
 *  Invariants: sections that nobody asks for are not looked at; an alias is read once, however often it is used. */
import { ConfigError } from "@/base/errors.ts";
import {
  dottedPath,
  type KeyPath,
  type PlainScalar,
  plainScalar,
  type Reading,
  variable,
} from "@/base/schema/reading.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTagged, parseYaml, type Tagged, type YamlPlaces } from "@/lang/yaml/parse.ts";
import { append, type LayerMap, type LayerValue, unset } from "./core/layer.ts";

/** A file that was read. */
export interface ConfigFile extends Pick<YamlPlaces, "positionOf"> {
  readonly text: string;
  /** Keys at the top that were probably meant to be `toolchain`; nothing below them counts. */
  readonly misspelt: readonly string[];
  /** Whether something stands at a path. */
  has(path: KeyPath): boolean;
  /** The keys at the top that are wanted (in lower case; undefined: all), in any case. Reports
   *  `config/unsupported-tag`, `config/bad-env-tag` and `config/bad-append`; such values are null. */
  layer(
    wanted: readonly string[] | undefined,
    reading: Pick<Reading, "env" | "windows" | "report">,
  ): LayerMap;
}

/**
 * Reads the text of a file; further documents are ignored.
 * @param file its name in messages
 * @throws Config `yaml/syntax`, `config/not-a-map`
 */
export function parseConfigFile(text: string, file: string): ConfigFile {
  const document = parseYaml(text, { file, documents: "first" });
  const value = document.value ?? {};
  if (typeof value !== "object" || Array.isArray(value) || isTagged(value)) {
    throw new ConfigError("config/not-a-map", `${file} must hold a map of settings`, {
      at: document.positionOf([]),
    });
  }
  return {
    text,
    positionOf: document.positionOf,
    misspelt: Object.keys(value).filter(isMisspelt),
    has: (path) => hasPath(value, path),
    layer(wanted, { env, windows, report }) {
      const state: State = { env, windows, report, places: document, seen: new Map() };
      const entries = Object.entries(value).filter(([key]) => wanted?.includes(key.toLowerCase()) ?? true);
      return Object.fromEntries(entries.map(([key, member]) => [key, convert(member, [key], state)]));
    },
  };
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

interface State extends Pick<Reading, "env" | "windows" | "report"> {
  readonly places: YamlPlaces;
  readonly seen: Map<object, LayerValue>;
}

function convert(value: unknown, path: KeyPath, state: State): LayerValue {
  if (value === null || typeof value === "string") return value;
  if (typeof value !== "object") {
    return plainScalar(state.places.sourceTextOf(path) ?? String(value), value as PlainScalar["value"]);
  }
  const known = state.seen.get(value);
  if (known !== undefined) return known;
  const layer = convertObject(value, path, state);
  state.seen.set(value, layer);
  return layer;
}

function convertObject(value: object, path: KeyPath, state: State): LayerValue {
  if (isTagged(value)) return tagValue(value, path, state);
  if (Array.isArray(value)) return value.map((item, index) => convert(item, [...path, index], state));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, convert(member, [...path, key], state)]),
  );
}

function tagValue({ tag, value }: Tagged, path: KeyPath, state: State): LayerValue {
  const at = { path, state };
  if (tag === "!unset") return unset;
  if (tag === "!append") {
    if (Array.isArray(value)) {
      return append(value.map((item, index) => convert(item, [...path, index], state)));
    }
    return refuseTag("config/bad-append", `!append needs a list at ${dottedPath(path)}`, at);
  }
  if (tag !== "!env" || typeof value !== "string") {
    return refuseTag("config/unsupported-tag", `the tag ${tag} cannot be used at ${dottedPath(path)}`, at);
  }
  const [, name = "", rest = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(value) ?? [];
  if (name === "") {
    return refuseTag("config/bad-env-tag", `!env needs the name of a variable at ${dottedPath(path)}`, at);
  }
  return variable(state, name) ?? /^(["'])(.*)\1$/s.exec(rest)?.[2] ?? rest;
}

function refuseTag(
  code: string,
  title: string,
  { path, state }: { readonly path: KeyPath; readonly state: State },
): null {
  state.report({
    severity: "error",
    code,
    title,
    explanation: "`!env NAME`, `!env NAME default`, `!append` and `!unset` are understood here.",
    at: state.places.positionOf(path),
  });
  return null;
}
