/** Finds the functions in a parsed document and puts their values in their places. Pure.
 *  Follows config §4.3 and §4.5, templates §4.1. Invariants: the document is never changed; what aliases share is looked at
 *  once and stays shared; direct keys beat those merged by `<<`, earlier items under `<<` beat later ones. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import type { KeyPath } from "@/base/schema/reading.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTagged, type Tagged, untagged } from "@/lang/yaml/parse.ts";
import { placeName } from "./failure.ts";
import { appendMarker, isAppend, isUnset, literalMarker, unsetMarker } from "./markers.ts";

/** Where the document comes from and what may stand in it. */
export interface TreePlace {
  /** Tags that have a function, in the order in which people are told. */
  readonly functions: readonly string[];
  /** Completes "Supported tags … are". */
  readonly of: string;
  /** Whether `!append` in front of anything but a list says nothing, instead of being an error. */
  readonly isAppendFree?: boolean;
  positionOf(path: KeyPath): SourcePosition | undefined;
}

/** A function that stands in a document. */
export interface TaggedPlace {
  readonly node: Tagged;
  /** The words behind the tag. */
  readonly text: string;
  /** Of the first place where it stands. */
  readonly path: KeyPath;
}

/**
 * The functions of a document in its order, each once; `!append` and `!unset` are none. Undefined when no tag stands in it:
 * then there is nothing to put in place either.
 * @throws Config `functions/unsupported-tag`, `functions/append-without-list`
 */
export function findFunctions(document: unknown, place: TreePlace): readonly TaggedPlace[] | undefined {
  const found: TaggedPlace[] = [];
  let hasTags = false;
  const seen = new Set<object>();
  const visit = (value: unknown, path: KeyPath): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (isTagged(value)) {
      hasTags = true;
      const fault = tagFault(value, path, place);
      if (fault) throw fault;
      if (typeof value.value !== "string") visit(value.value, path);
      else if (!MARKERS.includes(value.tag)) found.push({ node: value, text: value.value, path });
    } else for (const [key, member] of members(value)) visit(member, [...path, key]);
  };
  visit(document, []);
  return hasTags ? found : undefined;
}

/**
 * The document with values in place of its functions. `!append` and `!unset` become markers; the tag of a function in front
 * of a list or map is dropped.
 * @param values what `findFunctions` found → its value
 * @throws Config `functions/bad-merge` when something under `<<` is no map
 */
export function putValues(
  document: unknown,
  values: ReadonlyMap<Tagged, unknown>,
  place: Pick<TreePlace, "positionOf">,
): unknown {
  return rebuilt(document, place, (node, content) => {
    const isText = typeof node.value === "string";
    if (node.tag === LITERAL) return literalMarker(isText ? untagged(node) : content);
    if (isText && node.tag === APPEND) return untagged(node);
    if (isText) return node.tag === UNSET ? unsetMarker() : values.get(node);
    return node.tag === APPEND && Array.isArray(content) ? appendMarker(content) : content;
  });
}

/** The document without its tags: what they stood in front of stays. @throws Config `functions/bad-merge` */
export function dropTags(document: unknown, place: Pick<TreePlace, "positionOf">): unknown {
  return rebuilt(document, place, (_node, content) => content);
}

/** `valueOf` answers what a tagged node becomes; `content` is what is behind the tag, rebuilt. */
function rebuilt(
  document: unknown,
  place: Pick<TreePlace, "positionOf">,
  valueOf: (node: Tagged, content: unknown) => unknown,
): unknown {
  const made = new Map<object, unknown>();
  const build = (value: unknown, path: KeyPath): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (!made.has(value)) made.set(value, buildObject(value, path));
    return made.get(value);
  };
  const buildObject = (value: object, path: KeyPath): unknown => {
    if (isTagged(value)) return valueOf(value, build(value.value, path));
    if (Array.isArray(value)) return value.map((item, index) => build(item, [...path, index]));
    const entries = Object.entries(value).map(([key, member]) =>
      [key, build(member, [...path, key])] as const
    );
    const map = Object.fromEntries(entries);
    return Object.hasOwn(value, "<<") && isToMerge(Reflect.get(value, "<<")) ? merged(map, path, place) : map;
  };
  return build(document, []);
}

const APPEND = "!append";
const UNSET = "!unset";
const LITERAL = "!literal";
/** They are no calls. */
const MARKERS: readonly string[] = [APPEND, UNSET, LITERAL];

function members(value: object): Iterable<readonly [string | number, unknown]> {
  return Array.isArray(value) ? value.entries() : Object.entries(value);
}

/** The reader has merged everything else. */
function isToMerge(value: unknown): boolean {
  return isTagged(value) || (Array.isArray(value) && value.some(isTagged));
}

function merged(
  { "<<": below, ...own }: Readonly<Record<string, unknown>>,
  path: KeyPath,
  place: Pick<TreePlace, "positionOf">,
): Readonly<Record<string, unknown>> {
  const map = new Map(Object.entries(own));
  for (const part of Array.isArray(below) ? below : [below]) {
    if (!isMap(part)) {
      const at = place.positionOf([...path, "<<"]);
      throw new ConfigError("functions/bad-merge", `the merge key << at ${placeName(path)} needs a map`, {
        explanation: `What stands under it is ${kindName(part)}.`,
        at,
      });
    }
    for (const [key, member] of Object.entries(part)) if (!map.has(key)) map.set(key, member);
  }
  return Object.fromEntries(map);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isAppend(value) &&
    !isUnset(value);
}

function kindName(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") return "a text";
  return Array.isArray(value)
    ? "a list in a list"
    : typeof value === "object"
    ? "a marker"
    : `a ${typeof value}`;
}

/**
 * What is wrong with a tag: Config `functions/unsupported-tag`, `functions/append-without-list`; undefined when it may stand
 * there.
 */
export function tagFault({ tag, value }: Tagged, path: KeyPath, place: TreePlace): ConfigError | undefined {
  if (tag === APPEND && !Array.isArray(value) && !place.isAppendFree) {
    return new ConfigError("functions/append-without-list", `!append needs a list at ${placeName(path)}`, {
      hints: ["Write the new items as a list: `!append [item]`."],
      at: place.positionOf(path),
    });
  }
  const known = [...place.functions, UNSET, APPEND];
  if (known.includes(tag)) return undefined;
  const [nearest] = nearestNames(tag, known);
  return new ConfigError(
    "functions/unsupported-tag",
    `unsupported YAML tag: '${tag}' at ${placeName(path)}`,
    {
      hints: [
        ...nearest === undefined ? [] : [`Did you mean ${nearest}?`],
        `Supported tags${place.of} are: ${known.join(", ")}`,
      ],
      at: place.positionOf(path),
    },
  );
}
