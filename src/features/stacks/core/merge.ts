/** Lays values of manifests over each other. Pure. Follows stacks §6.
 *  Invariants: nothing is changed in place; a value whose type differs from the one below replaces it without an error; a
 *  function that meets a map or a list is kept with all layers, so that its result can take part. */
import { appendMarker, isAppend, isLiteral, isUnset } from "@/features/functions/core/markers.ts";
import { isTagged, type Tagged } from "@/lang/yaml/parse.ts";

/** A mapping of a manifest. Its values are scalars, lists, mappings, markers, calls (`Tagged`) and `Layered`. */
export type Tree = Readonly<Record<string, unknown>>;

/** What happens to a list below another one. */
export type ListStrategy = "replace" | "append" | "merge";

const mark = Symbol("layered value");

/** Values of which one is a call whose result is not known yet, the lowest first. */
export interface Layered {
  readonly [mark]: readonly unknown[];
}

/** The layers of a value that waits for a call; undefined for any other value. */
export function layersOf(value: unknown): readonly unknown[] | undefined {
  return typeof value === "object" && value !== null && mark in value ? (value as Layered)[mark] : undefined;
}

/** The same value with other layers. */
export function layered(layers: readonly unknown[]): Layered {
  return { [mark]: layers };
}

/** Tells a mapping from lists, calls and markers. */
export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isTagged(value) &&
    !isAppend(value) && !isUnset(value) && !isLiteral(value) && layersOf(value) === undefined;
}

/** Lays values over each other, the lowest first; undefined is no layer. Markers and calls stay for layers still below. */
export function mergeValues(layers: readonly unknown[], strategy: ListStrategy): unknown {
  return layers.reduce((below, layer) => lay(below, layer, strategy), undefined);
}

/** The same for mappings. */
export function mergeTrees(layers: readonly (Tree | undefined)[], strategy: ListStrategy): Tree {
  return layers.reduce<Tree>(
    (below, layer) => layer === undefined ? below : layTree(below, layer, strategy),
    {},
  );
}

function layTree(below: Tree, layer: Tree, strategy: ListStrategy): Tree {
  const merged: Record<string, unknown> = Object.assign(Object.create(null), below);
  for (const [key, value] of Object.entries(layer)) {
    merged[key] = Object.hasOwn(below, key) ? lay(below[key], value, strategy) : value;
  }
  return merged;
}

function lay(below: unknown, layer: unknown, strategy: ListStrategy): unknown {
  if (layer === undefined) return below;
  if (below === undefined) return layer;
  if (meetsCall(below, layer)) return layered([...layersOf(below) ?? [below], ...layersOf(layer) ?? [layer]]);
  if (isTree(below) && isTree(layer)) return layTree(below, layer, strategy);
  if (isAppend(layer)) return appended(below, layer.items);
  if (Array.isArray(layer)) {
    if (Array.isArray(below)) return mergeLists(below, layer, strategy);
    if (isAppend(below) && strategy !== "replace") {
      return appendMarker(mergeLists(below.items, layer, strategy));
    }
  }
  return layer;
}

/** Whether one of them is a call and the other something that its result could be merged with. */
function meetsCall(below: unknown, layer: unknown): boolean {
  if (isCall(layer)) return isCall(below) || isCollection(below);
  return isCall(below) && isCollection(layer);
}

function isCall(value: unknown): boolean {
  return isTagged(value) || layersOf(value) !== undefined;
}

function isCollection(value: unknown): boolean {
  return Array.isArray(value) || isAppend(value) || isTree(value);
}

function appended(below: unknown, items: readonly unknown[]): unknown {
  if (isAppend(below)) return appendMarker([...below.items, ...items]);
  return Array.isArray(below) ? [...below, ...items] : [...items];
}

function mergeLists(
  below: readonly unknown[],
  layer: readonly unknown[],
  strategy: ListStrategy,
): readonly unknown[] {
  if (strategy === "replace") return layer;
  if (strategy === "append") return [...below, ...layer];
  const longer = below.length > layer.length ? below : layer;
  // Of two values at one place the lower one stays, unless both are mappings.
  return longer.map((_, index) => {
    const low = below[index], high = layer[index];
    if (index >= below.length) return high;
    return isTree(low) && isTree(high) ? layTree(low, high, strategy) : low;
  });
}

/** What is printed and used in the end: markers have done their work. Of values that wait for a call, the rest is told. */
export function withoutMarkers(value: unknown): unknown {
  const layers = layersOf(value);
  if (layers !== undefined) {
    const known = layers.filter((layer) => !isTagged(layer));
    return withoutMarkers(mergeValues(known.length === 0 ? layers.slice(-1) : known, "replace"));
  }
  if (isLiteral(value)) return value.items[0];
  if (isAppend(value)) return listOf(value.items);
  if (Array.isArray(value)) return listOf(value);
  if (!isTree(value)) return value;
  const members = Object.entries(value).filter(([, member]) => !isUnset(member));
  return Object.fromEntries(members.map(([key, member]) => [key, withoutMarkers(member)]));
}

/** What templates see: calls are the texts that somebody wrote, of values that wait the highest is taken. */
export function templateData(value: unknown): unknown {
  if (isTagged(value)) return callText(value);
  const layers = layersOf(value);
  if (layers !== undefined) return templateData(layers.at(-1));
  if (isLiteral(value)) return templateData(value.items[0]);
  if (isAppend(value) || Array.isArray(value)) {
    const items = isAppend(value) ? value.items : value;
    return items.filter((item) => !isUnset(item)).map(templateData);
  }
  if (!isTree(value)) return value;
  const members = Object.entries(value).filter(([, member]) => !isUnset(member));
  return Object.fromEntries(members.map(([key, member]) => [key, templateData(member)]));
}

/** A call as somebody wrote it. */
export function callText({ tag, value }: Tagged): string {
  return value === "" ? tag : `${tag} ${String(value)}`;
}

function listOf(items: readonly unknown[]): readonly unknown[] {
  return items.filter((item) => !isUnset(item)).map(withoutMarkers);
}
