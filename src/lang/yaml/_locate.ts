/** Finds the events of a value by its path, only when somebody asks. Pure.
 *  Follows deno §10. Walks the same way as `_compose.ts` builds: the last of equal keys, own keys before merged ones,
 *  through aliases; `value` under a tagged node is its content. */
import { anchorText, kind, scalarText, tagText } from "./_js_yaml.ts";
import type { YamlEvent, YamlSource } from "./_js_yaml.ts";

/** Indices of events; `steps` is how many segments of the path exist. */
export interface Located {
  readonly node: number;
  readonly key: number | undefined;
  readonly steps: number;
}

/** A source of which many places are asked for. */
export interface WalkedSource extends YamlSource {
  /** Events at which the items of a list, or the keys and values of a map, begin; filled while walking. */
  readonly known: Map<number, readonly number[]>;
}

/** Follows a path from the node at event `start` as far as it exists. */
export function locate(source: WalkedSource, start: number, path: readonly (string | number)[]): Located {
  let found: Located = { node: start, key: undefined, steps: 0 };
  let unwrapped = -1;
  for (const segment of path) {
    const target = followAlias(source, found.node);
    const tag = tagText(source, eventAt(source, target));
    if (segment === "value" && tag.startsWith("!") && !tag.startsWith("!!") && unwrapped !== target) {
      unwrapped = target;
      found = { node: target, key: found.key, steps: found.steps + 1 };
      continue;
    }
    const child = childOf(source, target, segment);
    if (child === undefined) break;
    found = { ...child, steps: found.steps + 1 };
  }
  return found;
}

/** The node that an alias stands for; any other node is its own answer. */
export function followAlias(source: YamlSource, at: number): number {
  const event = eventAt(source, at);
  if (event.type !== kind.ALIAS) return at;
  const name = anchorText(source, event);
  for (let i = at - 1; i >= 0; i--) {
    const candidate = eventAt(source, i);
    if (candidate.type !== kind.ALIAS && anchorText(source, candidate) === name) return i;
  }
  return at;
}

/** The first key of the same text in the mapping that `event` is a key of. */
export function firstEqualKey(source: YamlSource, event: YamlEvent): YamlEvent | undefined {
  const at = source.events.indexOf(event);
  const text = keyText(source, at);
  for (const [key] of pairs(items(source, enclosing(source, at)))) {
    if (keyText(source, key) === text) return source.events[key];
  }
  return undefined;
}

function enclosing(source: YamlSource, at: number): number {
  let open = 0;
  for (let i = at - 1; i >= 0; i--) {
    const { type } = eventAt(source, i);
    if (type === kind.POP) open++;
    if (type === kind.SEQUENCE || type === kind.MAPPING) {
      if (open === 0) return i;
      open--;
    }
  }
  return 0;
}

function childOf(
  source: WalkedSource,
  at: number,
  segment: string | number,
): Omit<Located, "steps"> | undefined {
  const event = eventAt(source, at);
  if (event.type === kind.SEQUENCE) {
    const node = knownItems(source, at)[Number(segment)];
    return node === undefined ? undefined : { node, key: undefined };
  }
  if (event.type !== kind.MAPPING) return undefined;
  const merged: number[] = [];
  let found: Omit<Located, "steps"> | undefined;
  for (const [key, node] of pairs(knownItems(source, at))) {
    const text = keyText(source, key);
    if (text === String(segment)) found = { node, key };
    if (text === "<<") merged.push(node);
  }
  return found ?? merged.flatMap((node) => mergedMaps(source, node))
    .map((node) => childOf(source, node, segment)).find((child) => child !== undefined);
}

function mergedMaps(source: YamlSource, at: number): number[] {
  const target = followAlias(source, at);
  return eventAt(source, target).type === kind.SEQUENCE
    ? [...items(source, target)].map((item) => followAlias(source, item))
    : [target];
}

function keyText(source: YamlSource, at: number): string {
  const event = eventAt(source, followAlias(source, at));
  return event.type === kind.SCALAR ? scalarText(source, event) : "";
}

function knownItems(source: WalkedSource, at: number): readonly number[] {
  const begins = source.known.get(at) ?? [...items(source, at)];
  source.known.set(at, begins);
  return begins;
}

function* items(source: YamlSource, at: number): Generator<number> {
  let i = at + 1;
  while (eventAt(source, i).type !== kind.POP) {
    yield i;
    i = nodeEnd(source, i);
  }
}

function* pairs(items: Iterable<number>): Generator<[number, number]> {
  let key: number | undefined;
  for (const item of items) {
    if (key === undefined) key = item;
    else {
      yield [key, item];
      key = undefined;
    }
  }
}

function nodeEnd(source: YamlSource, at: number): number {
  let open = 0;
  for (let i = at;; i++) {
    const { type } = eventAt(source, i);
    if (type === kind.SEQUENCE || type === kind.MAPPING) open++;
    if (type === kind.POP) open--;
    if (open === 0) return i + 1;
  }
}

const end = { type: kind.POP } as const;

function eventAt(source: YamlSource, at: number): YamlEvent {
  return source.events[at] ?? end;
}
