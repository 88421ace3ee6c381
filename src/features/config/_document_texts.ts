/** A YAML value as texts, `!env` resolved. Pure. Follows config §4.3 and toolchain §2.1 (values keep their text).
 *  Invariant: an alias is read once, however often it is used. */
import { dottedPath, type Issue, type KeyPath, type Texts } from "@/base/schema/reading.ts";
import { isTagged, type Tagged, type YamlPlaces } from "@/lang/yaml/parse.ts";

/** What reading a document needs. */
export interface TextsReading {
  readonly env: Readonly<Record<string, string>>;
  readonly places: YamlPlaces;
  report(issue: Issue): void;
}

/** Converts the value at a path. Reports `config/unsupported-tag` and `config/bad-env-tag`; such values are null. */
export function documentTexts(value: unknown, path: KeyPath, reading: TextsReading): Texts {
  return convert(value, path, { ...reading, seen: new Map() });
}

interface State extends TextsReading {
  readonly seen: Map<object, Texts>;
}

function convert(value: unknown, path: KeyPath, state: State): Texts {
  if (value === null || typeof value === "string") return value;
  if (typeof value !== "object") return state.places.sourceTextOf(path) ?? String(value);
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
    return refuseTag("unsupported-tag", `${dottedPath(path)}: the tag ${tag} cannot be used here`, { path, state });
  }
  const [, name = "", rest = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(value) ?? [];
  if (name === "") {
    return refuseTag("bad-env-tag", `${dottedPath(path)}: !env needs the name of a variable`, { path, state });
  }
  const set = Object.hasOwn(state.env, name) ? state.env[name] : undefined;
  return set ?? /^(["'])(.*)\1$/s.exec(rest)?.[2] ?? rest;
}

function refuseTag(
  what: string,
  title: string,
  { path, state }: { readonly path: KeyPath; readonly state: State },
): null {
  state.report({
    severity: "error",
    code: `config/${what}`,
    title,
    explanation: "Here `!env NAME` and `!env NAME default` are understood.",
    at: state.places.positionOf(path),
  });
  return null;
}
