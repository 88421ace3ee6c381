/** What every start of the program loads: the chunks that `main.js` imports statically. Follows house §4 "Start-up".
 *  Invariant: no package, no `node:` import and no feature among them, shared chunks included. */
import type { ImportGraph } from "../import_graph.ts";

/** The chunks that load before the first line of `main` runs, `main` first. */
export function staticClosure({ edges }: ImportGraph, main: string): string[] {
  const closure = [main];
  for (const chunk of closure) {
    for (const { from, to, isDynamic } of edges) {
      if (from === chunk && !isDynamic && !isExternal(to) && !closure.includes(to)) closure.push(to);
    }
  }
  return closure;
}

/**
 * Finds what must not load at start.
 * @param texts the text of every chunk by its path; the bundler notes each module's path in a comment line
 * @returns one sentence per finding, naming the chunk
 */
export function startUpFindings(
  graph: ImportGraph,
  texts: ReadonlyMap<string, string>,
  main: string,
): string[] {
  return staticClosure(graph, main).flatMap((chunk) => {
    const imported = graph.edges.filter((it) => it.from === chunk && !it.isDynamic && isExternal(it.to))
      .map((it) => it.to);
    const text = texts.get(chunk) ?? "";
    const packages = [...text.matchAll(/^\/\/ .*\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/.*$/gm)].map((it) =>
      `npm:${it[1]}`
    );
    const features = [...text.matchAll(/^\/\/ (src\/features\/.*)$/gm)].map((it) => String(it[1]));
    return [...new Set([...imported, ...packages, ...features])].map((it) => `${chunk} loads ${it} at start`);
  });
}

function isExternal(specifier: string): boolean {
  return /^(node|npm|https?|data):/.test(specifier);
}
