/** Builds values from events: anchors, aliases, merge keys, duplicate keys. Pure.
 *  Follows stacks §3.1 and aqua-registry §2. Invariants: keys keep their source text (`1.10`, `386`); own keys win over
 *  merged ones wherever they stand, of several merged maps the first wins; an alias shares its anchor's value. */
import { anchorText, isPlain, kind, scalarText, syntaxError, tagText } from "./_js_yaml.ts";
import type { YamlEvent, YamlSource } from "./_js_yaml.ts";

/** What differs between the readings of a text. */
export interface Rules {
  /** Value of a scalar; `tag` is as written, empty when there is none. Undefined refuses the tag. */
  scalar(text: string, plain: boolean, tag: string): unknown;
  /** Value of a tagged sequence or mapping. Undefined refuses the tag. */
  collection(tag: string, value: unknown): unknown;
  /** Whether a value under `<<` stays there for somebody who can resolve it. */
  keepsMerge(value: unknown): boolean;
  /** The key that a scalar is; by default its text. */
  keyOf?(text: string, tag: string): string;
  /** A key that its mapping already has; throws, or lets the later value win. */
  duplicate(key: string, event: YamlEvent): void;
  /** The keys that a key stands for, each a mapping in the one before. With it equal keys merge. */
  pathOf?: ((key: string, plain: boolean) => readonly string[]) | undefined;
}

interface Anchor {
  readonly value: unknown;
  /** How many nodes it stands for; undefined while it is being read. */
  readonly size: number | undefined;
}

interface State {
  readonly source: YamlSource;
  readonly rules: Rules;
  readonly anchors: Map<string, Anchor>;
  next: number;
  /** Nodes so far, with every alias counted at its full size. */
  size: number;
}

/** Text that expands to more nodes than this by aliases and merges is refused as an attack. */
const maxNodes = 5_000_000;

/** The value of the document whose content begins at event `start`; null for a text without events. Throws ConfigError `yaml/syntax`. */
export function compose(source: YamlSource, start: number, rules: Rules): unknown {
  if (source.events.length === 0) return null;
  return readNode({ source, rules, anchors: new Map(), next: start, size: 0 });
}

function readNode(state: State): unknown {
  const event = state.source.events[state.next++];
  if (event === undefined) throw syntaxError(state.source, undefined, "the document ends too early");
  if (event.type === kind.ALIAS) return readAlias(state, event);
  const before = state.size;
  grow(state, 1, event);
  const anchor = anchorText(state.source, event);
  if (anchor !== "") state.anchors.set(anchor, { value: undefined, size: undefined });
  const value = readContent(state, event);
  if (anchor !== "") state.anchors.set(anchor, { value, size: state.size - before });
  return value;
}

function readContent(state: State, event: YamlEvent): unknown {
  const { source, rules } = state;
  const tag = tagText(source, event);
  if (event.type === kind.SCALAR) {
    const value = rules.scalar(scalarText(source, event), isPlain(event), tag);
    if (value === undefined) throw syntaxError(source, event, `the value does not fit its tag ${tag}`);
    return value;
  }
  const value = event.type === kind.SEQUENCE ? readSequence(state) : readMapping(state);
  if (tag === "" || tag === "!") return value;
  const tagged = rules.collection(tag, value);
  if (tagged === undefined) throw syntaxError(source, event, `the tag ${tag} does not fit a list or map`);
  return tagged;
}

function readAlias(state: State, event: YamlEvent): unknown {
  const name = anchorText(state.source, event);
  const anchor = state.anchors.get(name);
  if (anchor === undefined) {
    throw syntaxError(state.source, event, `no anchor "${name}" stands before its alias`);
  }
  if (anchor.size === undefined) {
    throw syntaxError(state.source, event, `the anchor "${name}" contains itself`);
  }
  grow(state, anchor.size, event);
  return anchor.value;
}

function readSequence(state: State): unknown[] {
  const items: unknown[] = [];
  while (!atEnd(state)) items.push(readNode(state));
  return items;
}

function readMapping(state: State): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  const merges: { readonly value: unknown; readonly event: YamlEvent }[] = [];
  while (!atEnd(state)) {
    const event = state.source.events[state.next];
    if (event === undefined) break;
    const isMerge = isMergeKey(state, event);
    const key = readKey(state, event);
    const value = readNode(state);
    if (isMerge && merges.length > 0) state.rules.duplicate(key, event);
    if (isMerge) merges.push({ value, event });
    else if (state.rules.pathOf) {
      const plain = event.type === kind.SCALAR && isPlain(event);
      mergeAt(map, state.rules.pathOf(key, plain), value);
    } else {
      if (Object.hasOwn(map, key)) state.rules.duplicate(key, event);
      setOwn(map, key, value);
    }
  }
  for (const { value, event } of merges) merge(state, map, value, event);
  return map;
}

/** Puts a value where its keys lead; mappings on the way, and at the end, are added to. */
function mergeAt(map: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  const known = Object.hasOwn(map, key) ? map[key] : undefined;
  if (rest.length === 0 && !(isMapping(known) && isMapping(value))) return setOwn(map, key, value);
  const merged = isMapping(known) ? { ...known } : {};
  if (rest.length > 0) mergeAt(merged, rest, value);
  else if (isMapping(value)) {
    for (const [name, member] of Object.entries(value)) mergeAt(merged, [name], member);
  }
  setOwn(map, key, merged);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype &&
    Object.getOwnPropertySymbols(value).length === 0;
}

function isMergeKey(state: State, event: YamlEvent): boolean {
  if (event.type !== kind.SCALAR) return false;
  const tag = tagText(state.source, event);
  return tag === "!!merge" || (tag === "" && isPlain(event) && scalarText(state.source, event) === "<<");
}

function readKey(state: State, event: YamlEvent): string {
  if (event.type === kind.SCALAR) {
    readNode(state);
    const text = scalarText(state.source, event);
    return state.rules.keyOf?.(text, tagText(state.source, event)) ?? text;
  }
  const key = readNode(state);
  if (typeof key === "string") return key;
  throw syntaxError(state.source, event, "a key must be a plain word, not a list or map");
}

function merge(state: State, map: Record<string, unknown>, value: unknown, event: YamlEvent): void {
  if (state.rules.keepsMerge(value)) return setOwn(map, "<<", value);
  for (const part of Array.isArray(value) ? value : [value]) {
    if (typeof part !== "object" || part === null || Array.isArray(part)) {
      throw syntaxError(state.source, event, "a merge key needs a map or a list of maps");
    }
    const entries = Object.entries(part);
    grow(state, entries.length, event);
    for (const [key, inherited] of entries) if (!Object.hasOwn(map, key)) setOwn(map, key, inherited);
  }
}

function atEnd(state: State): boolean {
  const event = state.source.events[state.next];
  if (event !== undefined && event.type !== kind.POP) return false;
  state.next++;
  return true;
}

function grow(state: State, nodes: number, event: YamlEvent): void {
  state.size += nodes;
  if (state.size > maxNodes) {
    throw syntaxError(state.source, event, "aliases and merge keys expand to too much");
  }
}

/** A key called `__proto__` must become a member, not the prototype. */
function setOwn(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else map[key] = value;
}
