/** Values of one layer of the configuration and how layers lie over each other. Pure. Follows config §1, §4.3–§4.5.
 *  Invariants: nothing is changed in place; maps merge key by key, everything else is replaced, apart from lists that are
 *  appended and `commands`, which merge by name. */
import { isPlainScalar, isTextMap, type TextMap, type Texts } from "@/base/schema/reading.ts";

const mark = Symbol("layer marker");

/** What a layer does with the layers below: `!append [x]` adds to their list, `!unset` removes their value. */
export interface LayerMarker {
  readonly [mark]: "append" | "unset";
  readonly list: readonly LayerValue[];
}

/** A value of a layer. */
export type LayerValue = Texts | LayerMarker | readonly LayerValue[] | LayerMap;

/** A mapping of a layer. */
export type LayerMap = { readonly [key: string]: LayerValue };

/** Marks a list that is added to the one below. */
export function append(list: readonly LayerValue[]): LayerMarker {
  return { [mark]: "append", list };
}

/** Marks a value that is removed. */
export const unset: LayerMarker = { [mark]: "unset", list: [] };

/** A list cannot be added to something else. */
export interface AppendFault {
  readonly path: readonly string[];
}

/**
 * Lays layers over each other, the lowest first.
 * @returns the merged mapping without markers, and what could not be appended
 */
export function mergeLayers(
  layers: readonly LayerMap[],
): { readonly value: TextMap; readonly faults: readonly AppendFault[] } {
  const faults: AppendFault[] = [], seen = new Map<LayerValue, Texts>();
  const value = layers.reduce<TextMap>(
    (below, layer) => mergeMaps(below, layer, { path: [], faults, seen }),
    {},
  );
  return { value, faults };
}

interface At {
  readonly path: readonly string[];
  readonly faults: AppendFault[];
  /** What a value with nothing below it becomes: aliases of a document are read once. */
  readonly seen: Map<LayerValue, Texts>;
}

function mergeMaps(below: TextMap, layer: LayerMap, at: At): TextMap {
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(layer)) {
    const laid = lay(merged.get(key), value, { ...at, path: [...at.path, key] });
    if (laid === undefined) merged.delete(key);
    else merged.set(key, laid);
  }
  return Object.fromEntries(merged);
}

/** Undefined: there is no value any more. */
function lay(below: Texts | undefined, value: LayerValue, at: At): Texts | undefined {
  if (isMarker(value)) return value[mark] === "unset" ? undefined : appended(below ?? null, value, at);
  if (isLayerMap(value) && below !== undefined && isTextMap(below)) return mergeMaps(below, value, at);
  const known = at.seen.get(value);
  if (known !== undefined) return known;
  const alone = isLayerMap(value)
    ? mergeMaps({}, value, at)
    : Array.isArray(value)
    ? withoutMarkers(value, at)
    : value as Texts;
  if (typeof value === "object") at.seen.set(value, alone);
  return alone;
}

function appended(below: Texts, { list }: LayerMarker, at: At): Texts {
  if (below !== null && !Array.isArray(below)) {
    at.faults.push({ path: at.path });
    return below;
  }
  return [...below ?? [], ...withoutMarkers(list, at)];
}

/** Inside a list there is nothing below. */
function withoutMarkers(list: readonly LayerValue[], at: At): readonly Texts[] {
  return list.map((item) => lay(undefined, item, at)).filter((item) => item !== undefined);
}

function isMarker(value: LayerValue): value is LayerMarker {
  return typeof value === "object" && value !== null && mark in value;
}

function isLayerMap(value: LayerValue): value is LayerMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(mark in value) &&
    !isPlainScalar(value as Texts);
}
