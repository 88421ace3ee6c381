/** Custom commands of several files become one list. Pure. Follows config §4.4.
 *  Invariant: commands of one name are one command, on every level; the order of the files decides who comes first. */
import { isTextMap, type TextMap, textOf, type Texts } from "@/base/schema/reading.ts";

/**
 * Merges the lists of files: within a group, the lowest file first, a file's own commands lead; later groups add theirs at
 * the end.
 */
export function mergeCommands(groups: readonly (readonly Texts[])[]): Texts {
  return groups
    .map((lists) => lists.map(expanded).reduce((below, own) => merged(below, own, "own"), []))
    .reduce((below, own) => merged(below, own, "below"), []);
}

type First = "own" | "below";

function merged(below: readonly Texts[], own: readonly Texts[], first: First): readonly Texts[] {
  const isSame = (a: Texts) => (b: Texts) => nameOf(a) !== undefined && nameOf(a) === nameOf(b);
  const overOwn = own.map((command) => over(below.find(isSame(command)), command, first));
  const others = below.filter((command) => !own.some(isSame(command)));
  if (first === "own") return [...overOwn, ...others];
  const inPlace = below.map((command) => overOwn.find(isSame(command)) ?? command);
  return [...inPlace, ...overOwn.filter((command) => !below.some(isSame(command)))];
}

/** Fields of the upper one win; the commands below both are merged. */
function over(below: Texts | undefined, own: Texts, first: First): Texts {
  if (below === undefined || !isTextMap(below) || !isTextMap(own)) return own;
  const nested = merged(listOf(below["commands"]), listOf(own["commands"]), first);
  return { ...below, ...own, ...nested.length > 0 ? { commands: nested } : {} };
}

/** The commands of one file: names of several words nested, equal names joined. */
function expanded(list: Texts): readonly Texts[] {
  return named(list).map(nestWords).reduce<readonly Texts[]>(
    (known, command) => merged(known, [command], "below"),
    [],
  );
}

function nestWords(command: Texts): Texts {
  if (!isTextMap(command)) return command;
  const inner: TextMap = { ...command, ...inside(command) };
  const words = (nameOf(command) ?? "").split(/\s+/).filter(Boolean);
  if (words.length < 2) return inner;
  return words.slice(0, -1).reduceRight<Texts>(
    (below, word) => ({ name: word, commands: [below] }),
    { ...inner, name: words.at(-1) ?? "" },
  );
}

function inside(command: TextMap): TextMap {
  return command["commands"] === undefined ? {} : { commands: expanded(command["commands"]) };
}

/** A map of commands is a list of them with their keys as names. */
function named(value: Texts): readonly Texts[] {
  if (!isTextMap(value) || nameOf(value) !== undefined) return listOf(isTextMap(value) ? [value] : value);
  return Object.entries(value).map(([name, command]) => isTextMap(command) ? { name, ...command } : command);
}

function listOf(value: Texts | undefined): readonly Texts[] {
  return Array.isArray(value) ? value : [];
}

function nameOf(command: Texts): string | undefined {
  return isTextMap(command) ? textOf(command["name"] ?? null) : undefined;
}
