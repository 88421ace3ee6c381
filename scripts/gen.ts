/** Writes the generated parts of the documentation: the map of rooms in docs/architecture.md and the table of commands
 *  in README.md. Follows house §9.1. `--check` writes nothing and names what is out of date.
 *  Invariant: what is generated depends on nothing but the checkout. */
import type { CommandGroup } from "@/cli/command.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { pathOf, readText } from "./checkout.ts";
import { type ImportGraph, productPart, readImportGraph } from "./import_graph.ts";

const FLOORS = ["app", "cli", "features", "ui", "io", "lang", "base"];

/** Lines `| command | summary |` of a group and of the groups below it. */
export async function commandRows(group: CommandGroup, path: string): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const [name, entry] of Object.entries(group.commands)) {
    if (entry.hidden) continue;
    const words = `${path} ${name}`;
    const below = "loadGroup" in entry ? (await entry.loadGroup()).default : undefined;
    if (below === undefined || below.alone) rows.push(`| \`${words}\` | ${entry.summary} |`);
    if (below !== undefined) rows.push(...await commandRows(below, words));
  }
  return rows;
}

/** Puts generated lines between their markers. */
export function between(text: string, marker: string, lines: readonly string[]): string {
  const [open, close] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`there are no markers ${open} … ${close}`);
  return `${text.slice(0, start + open.length)}\n\n${lines.join("\n")}\n\n${text.slice(end)}`;
}

/** One line per room: its files, and the rooms that it imports. */
export function roomLines(graph: ImportGraph): readonly string[] {
  const rooms = new Map<string, { files: number; imports: Set<string> }>();
  for (const file of graph.files) {
    const room = rooms.get(roomOf(file)) ?? { files: 0, imports: new Set() };
    rooms.set(roomOf(file), { ...room, files: room.files + 1 });
  }
  for (const { from, to } of graph.edges) {
    if (to.startsWith("src/") && roomOf(from) !== roomOf(to)) {
      rooms.get(roomOf(from))?.imports.add(roomOf(to));
    }
  }
  const rank = (room: string) => FLOORS.indexOf(room.split("/")[0] ?? "");
  const names = [...rooms.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return [
    "| room | files | imports |",
    "| --- | ---: | --- |",
    ...names.map((name) => {
      const { files = 0, imports = new Set<string>() } = rooms.get(name) ?? {};
      return `| ${name} | ${files} | ${[...imports].sort().join(", ")} |`;
    }),
  ];
}

/** `src/io/net/core/retry.ts` is of the room `io/net`. */
function roomOf(file: string): string {
  const [, floor = "", room = "", ...rest] = file.split("/");
  return rest.length > 0 ? `${floor}/${room}` : floor;
}

async function generated(): Promise<ReadonlyMap<string, string>> {
  const commands = ["| command | does |", "| --- | --- |", ...await commandRows(rootGroup, "atmos")];
  const rooms = roomLines(productPart(await readImportGraph()));
  return new Map([
    ["README.md", between(await readText("README.md"), "commands", commands)],
    ["docs/architecture.md", between(await readText("docs/architecture.md"), "rooms", rooms)],
  ]);
}

async function main(): Promise<number> {
  const stale: string[] = [];
  for (const [file, text] of await generated()) {
    if (await readText(file) === text) continue;
    stale.push(file);
    if (!Deno.args.includes("--check")) await Deno.writeTextFile(pathOf(file), text);
  }
  if (!Deno.args.includes("--check")) return 0;
  for (const file of stale) console.error(`${file} is out of date: deno task gen`);
  return stale.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
