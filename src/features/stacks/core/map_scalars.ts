/** Changes every text of sections that still hold calls, markers and layers. Pure. Follows stacks §6. */
import { appendMarker, isAppend, isLiteral, isUnset } from "@/features/functions/core/markers.ts";
import { isTagged, type Tagged } from "@/lang/yaml/parse.ts";
import { isTree, layered, layersOf } from "./merge.ts";

/** Steps from the sections to a value. */
export type ScalarPath = readonly (string | number)[];

/** What becomes of texts, keys and calls. */
export interface ScalarChange {
  text(text: string, path: ScalarPath): unknown;
  key?(key: string, path: ScalarPath): string;
  call(call: Tagged, path: ScalarPath): unknown;
  /** What becomes of numbers, bools, null and what is literal; they stay unless given. */
  other?(value: unknown): unknown;
  /** What stands for `!unset`; undefined keeps it. */
  readonly unset?: string;
}

/** The value with every text, call and key changed; what is literal stays. */
export function mapScalars(value: unknown, change: ScalarChange, path: ScalarPath = []): unknown {
  if (typeof value === "string") return change.text(value, path);
  if (isTagged(value)) return change.call(value, path);
  if (isUnset(value)) return change.unset ?? value;
  if (isLiteral(value)) return change.other?.(value) ?? value;
  const items = (list: readonly unknown[]) =>
    list.map((item, index) => mapScalars(item, change, [...path, index]));
  if (isAppend(value)) return appendMarker(items(value.items));
  if (Array.isArray(value)) return items(value);
  const layers = layersOf(value);
  if (layers !== undefined) return layered(layers.map((layer) => mapScalars(layer, change, path)));
  if (!isTree(value)) return change.other === undefined ? value : change.other(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      change.key?.(key, path) ?? key,
      mapScalars(member, change, [...path, key]),
    ]),
  );
}
