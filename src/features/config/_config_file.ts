/** A configuration file as texts, `!env` resolved. Pure. Follows config §4.3, toolchain §2.1 (values keep their text).
 *  Loaded only when there is a file, because it brings the YAML reader along.
 *  Invariants: sections that nobody asks for are not looked at; an alias is read once, however often it is used. */
import { ConfigError } from "@/base/errors.ts";
import {
  dottedPath,
  type KeyPath,
  type PlainScalar,
  plainScalar,
  type Reading,
  type TextMap,
  type Texts,
  variable,
} from "@/base/schema/reading.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTagged, parseYaml, type Tagged, type YamlPlaces } from "@/lang/yaml/parse.ts";

/** A file that was read. */
export interface ConfigFile extends Pick<YamlPlaces, "positionOf"> {
  readonly text: string;
  /** Keys at the top that were probably meant to be `toolchain`; nothing below them counts. */
  readonly misspelt: readonly string[];
  /** The keys at the top that are wanted (in lower case; undefined: all), in any case, as texts. Reports
   *  `config/unsupported-tag` and `config/bad-env-tag`; such values are null. */
  texts(wanted: readonly string[] | undefined, reading: Pick<Reading, "env" | "windows" | "report">): TextMap;
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
    texts(wanted, { env, windows, report }) {
      const state: State = { env, windows, report, places: document, seen: new Map() };
      const entries = Object.entries(value).filter(([key]) => wanted?.includes(key.toLowerCase()) ?? true);
      return Object.fromEntries(entries.map(([key, member]) => [key, convert(member, [key], state)]));
    },
  };
}

function isMisspelt(key: string): boolean {
  return !SECTIONS.includes(key.toLowerCase()) && nearestNames(key, ["toolchain"]).length > 0;
}

/** The keys at the top that anybody asks for. */
const SECTIONS = ["toolchain", "version", "use"];

interface State extends Pick<Reading, "env" | "windows" | "report"> {
  readonly places: YamlPlaces;
  readonly seen: Map<object, Texts>;
}

function convert(value: unknown, path: KeyPath, state: State): Texts {
  if (value === null || typeof value === "string") return value;
  if (typeof value !== "object") {
    return plainScalar(state.places.sourceTextOf(path) ?? String(value), value as PlainScalar["value"]);
  }
  const known = state.seen.get(value);
  if (known !== undefined) return known;
  const texts = convertObject(value, path, state);
  state.seen.set(value, texts);
  return texts;
}

function convertObject(value: object, path: KeyPath, state: State): Texts {
  if (isTagged(value)) return tagValue(value, path, state);
  if (Array.isArray(value)) return value.map((item, index) => convert(item, [...path, index], state));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, convert(member, [...path, key], state)]),
  );
}

function tagValue({ tag, value }: Tagged, path: KeyPath, state: State): Texts {
  if (tag !== "!env" || typeof value !== "string") {
    return refuseTag("config/unsupported-tag", `the tag ${tag} cannot be used at ${dottedPath(path)}`, {
      path,
      state,
    });
  }
  const [, name = "", rest = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(value) ?? [];
  if (name === "") {
    return refuseTag("config/bad-env-tag", `!env needs the name of a variable at ${dottedPath(path)}`, {
      path,
      state,
    });
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
    explanation: "`!env NAME` and `!env NAME default` are understood here.",
    at: state.places.positionOf(path),
  });
  return null;
}
