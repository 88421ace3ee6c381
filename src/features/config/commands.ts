/** The section `commands`, merged and as written. Follows config §4.4, §10.6.
 *  Invariant: what is wrong in a command is for whoever runs it, so nothing of it is decoded here. */
import type { SourcePosition } from "@/base/errors.ts";
import type { KeyPath, Texts } from "@/base/schema/reading.ts";
import type { ConfigContext } from "./_context.ts";
import type { Part } from "./_part.ts";
import { openReading, partsOf, projectOf, warningsOf } from "./_project.ts";

/** Commands of a project. */
export interface WrittenCommands {
  /** A list of maps; names of several words are nested. */
  readonly list: Texts;
  /** Where a key of a command stands: in the highest file that has it, else the command itself. `names` lead to the
   *  command from the top. */
  positionOf(names: readonly string[], path: KeyPath): SourcePosition | undefined;
}

/** @throws Config as `loadConfig`, but for this key alone */
export async function loadCommands(ctx: ConfigContext): Promise<WrittenCommands> {
  const project = await projectOf(ctx), reading = openReading(ctx, project);
  const { commands = null } = lowerKeys(await reading.texts(["commands"]));
  warningsOf(reading.issues);
  const parts = partsOf(project).toReversed();
  return {
    list: commands,
    positionOf(names, path) {
      for (let length = path.length; length >= 0; length--) {
        const found = parts.flatMap((part) => placesIn(part, names, path.slice(0, length)));
        if (found[0] !== undefined) return found[0];
      }
      return undefined;
    },
  };
}

function lowerKeys<T>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key.toLowerCase(), value]));
}

function placesIn({ content }: Part, names: readonly string[], path: KeyPath): readonly SourcePosition[] {
  const key = Object.keys(content.raw).find((each) => each.toLowerCase() === "commands");
  if (key === undefined) return [];
  const found = entriesNamed(content.raw[key], names, [key]).map((entry) => [...entry, ...path]);
  return found.toReversed().filter((each) => content.has(each)).flatMap((each) =>
    content.positionOf(each) ?? []
  );
}

/** Paths of the entries of a list or map that the names lead to. */
function entriesNamed(list: unknown, names: readonly string[], path: KeyPath): readonly KeyPath[] {
  if (typeof list !== "object" || list === null) return [];
  const keys = Array.isArray(list) ? [...list.keys()] : Object.keys(list);
  return keys.flatMap((key) => {
    const entry: unknown = Reflect.get(list, key);
    if (typeof entry !== "object" || entry === null) return [];
    const name = Reflect.get(entry, "name") ?? key, words = String(name).split(/\s+/).filter(Boolean);
    if (words.some((word, index) => word !== names[index])) return [];
    const rest = names.slice(words.length), here = [...path, key];
    if (rest.length === 0) return [here];
    return entriesNamed(Reflect.get(entry, "commands"), rest, [...here, "commands"]);
  });
}
