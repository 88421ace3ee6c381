/** What all files of a project together say. Follows config §1, §4. */
import type { SourcePosition } from "@/base/errors.ts";
import { dottedPath, type KeyPath, type TextMap } from "@/base/schema/reading.ts";
import type { Part, TopReading } from "./_part.ts";
import type { PartGroup } from "./compose.ts";
import { type LayerMap, mergeLayers } from "./core/layer.ts";
import { mergeCommands } from "./core/merge_commands.ts";

/** The wanted keys at the top (in lower case; undefined: all), in any case. Reports `config/bad-append` and what the files
 *  report. */
export async function mergedTop(
  groups: readonly PartGroup[],
  wanted: readonly string[] | undefined,
  reading: TopReading,
): Promise<TextMap> {
  const { ctx, report } = reading;
  const layers = new Map<Part, LayerMap>();
  for (const part of groups.flat()) layers.set(part, await part.content.layer(ctx, wanted, report));
  const spelt = (layer: LayerMap) => inOneSpelling(layer, [...layers.values()]);
  const { value, faults } = mergeLayers([...layers.values()].map(spelt));
  for (const { path } of faults) {
    report({
      severity: "error",
      code: "config/bad-append",
      title: `!append cannot add to ${dottedPath(path)}, which is no list`,
      at: placeIn(groups.flat(), path),
    });
  }
  const commands = Object.keys(value).find((key) => key.toLowerCase() === "commands");
  if (commands === undefined) return value;
  const listIn = (part: Part) => mergeLayers([spelt(layers.get(part) ?? {})]).value[commands] ?? null;
  return { ...value, [commands]: mergeCommands(groups.map((group) => group.map(listIn))) };
}

/** The keys at the top as the highest layer writes them. */
function inOneSpelling(layer: LayerMap, all: readonly LayerMap[]): LayerMap {
  const keys = all.flatMap((each) => Object.keys(each));
  const spelling = (key: string) => keys.findLast((each) => each.toLowerCase() === key.toLowerCase()) ?? key;
  return Object.fromEntries(Object.entries(layer).map(([key, value]) => [spelling(key), value]));
}

/** Where something stands: in the highest file that has it, else near it. */
export function placeIn(
  parts: readonly Part[],
  path: KeyPath,
  of: "value" | "key" = "value",
): SourcePosition | undefined {
  for (let length = path.length; length > 0; length--) {
    const part = parts.findLast(({ content }) => content.has(path.slice(0, length)));
    if (part !== undefined) return part.content.positionOf(path, of);
  }
  return parts.at(-1)?.content.positionOf(path, of);
}
