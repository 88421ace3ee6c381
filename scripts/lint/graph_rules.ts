/** The house rules that it takes more than one file to break. Follows house §2.1, §2.10, §7 and Trap 12.
 *  Invariant: every function answers one sentence per finding, none when all is well. */
import { type Edge, type ImportGraph, productPart } from "../import_graph.ts";
import { FLOOR_HEIGHT, placeOf } from "./place.ts";

/** Imports that climb to a higher floor, or go between `features` and `ui`. */
export function upwardImports({ edges }: ImportGraph): string[] {
  return edges.flatMap(({ from, to }) => {
    const [below, above] = [placeOf(from).floor, placeOf(to).floor];
    if (below === undefined || above === undefined || below === above) return [];
    if (FLOOR_HEIGHT[above] < FLOOR_HEIGHT[below]) return [];
    return [`${from} (${below}) imports ${to} (${above})`];
  });
}

/** Rooms of one floor that import each other, directly or in a circle; each circle once. */
export function roomCycles({ edges }: ImportGraph): string[] {
  const within = edges.filter(({ from, to }) => {
    const [a, b] = [placeOf(from), placeOf(to)];
    return a.floor !== undefined && a.floor === b.floor && a.room !== b.room;
  });
  const next = Map.groupBy(within, ({ from }) => roomOf(from));
  const found = new Map<string, string>();
  const walk = (trail: readonly Edge[], room: string) => {
    const start = trail.findIndex((it) => roomOf(it.from) === room);
    if (start >= 0) {
      const circle = trail.slice(start);
      const key = circle.map((it) => roomOf(it.from)).sort().join();
      if (!found.has(key)) found.set(key, circle.map(({ from, to }) => `${from} -> ${to}`).join(", "));
      return;
    }
    for (const edge of next.get(room) ?? []) walk([...trail, edge], roomOf(edge.to));
  };
  for (const room of next.keys()) walk([], room);
  return [...found.values()].sort();
}

/**
 * Packages that more than one file of the program imports, that nobody imports, or that have no pin.
 * @param graph all files; tests may import what a file of the program imports too
 * @param pinned names in the import map that are packages
 */
export function packageFindings(graph: ImportGraph, pinned: readonly string[]): string[] {
  const importers = packageImporters(graph);
  const shared = [...packageImporters(productPart(graph))].flatMap(([name, by]) => {
    const files = [...new Set(by.map((it) => it.from))];
    return files.length > 1 ? [`${name} is imported by ${files.join(" and ")}`] : [];
  });
  const unused = pinned.filter((name) => !importers.has(name)).map((name) => `${name} is imported by nobody`);
  const unpinned = [...importers.keys()].filter((name) => !pinned.includes(name))
    .map((name) => `${name} is not pinned in deno.json`);
  return [...shared, ...unused, ...unpinned];
}

/** Files beside the `table.ts` of a family that it does not name, and tables below it that none of its tables names. */
export function filesWithoutRow({ files, edges }: ImportGraph): string[] {
  return files.filter((it) => isTable(it)).flatMap((table) => {
    const folder = table.slice(0, -"table.ts".length);
    const naming = edges.filter((it) => it.from.startsWith(folder) && it.from.endsWith("/table.ts"));
    const named = new Set(naming.filter((it) => it.from === table || isTable(it.to)).map((it) => it.to));
    return files
      .filter((it) => it !== table && it.startsWith(folder))
      .filter((it) => /^([^_/][^/]*|[^/]+\/table\.ts)$/.test(it.slice(folder.length)))
      .filter((it) => !named.has(it))
      .map((it) => `${it}: file without row in ${table}`);
  });
}

/**
 * Default exports outside tables and the declarations that a table names.
 * @param withDefault files that have a default export
 */
export function strayDefaults({ edges }: ImportGraph, withDefault: readonly string[]): string[] {
  const declared = new Set(edges.filter((it) => it.from.endsWith("/table.ts")).map((it) => it.to));
  return withDefault
    .filter((it) => !it.endsWith("/table.ts") && !declared.has(it))
    .map((it) => `${it} has a default export, but no table names it`);
}

/** Tests under `src` that stand beside no source of that name. */
export function strayTests(files: readonly string[]): string[] {
  const known = new Set(files);
  return files
    .filter((it) => it.startsWith("src/") && it.endsWith("_test.ts") && !it.endsWith("/vectors_test.ts"))
    .filter((it) => !known.has(it.replace(/_test\.ts$/, ".ts")))
    .map((it) => `${it} has no source beside it`);
}

function isTable(path: string): boolean {
  return /^src\/.+\/.+\/table\.ts$/.test(path);
}

function packageImporters({ edges }: ImportGraph): Map<string, Edge[]> {
  const packages = edges.filter((it) => it.to.startsWith("npm:"));
  return Map.groupBy(packages, (it) => it.to.slice("npm:".length));
}

function roomOf(path: string): string {
  return placeOf(path).room ?? path;
}
