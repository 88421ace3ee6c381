import assert from "node:assert/strict";
import { listFiles, readText } from "../../scripts/checkout.ts";
import { productPart, readImportGraph } from "../../scripts/import_graph.ts";
import * as rules from "../../scripts/lint/graph_rules.ts";

const all = await readImportGraph();
const graph = productPart(all);

Deno.test("rooms: the graph of imports is not empty", () => {
  assert.ok(graph.files.length > 3 && graph.edges.length > 3);
});

Deno.test("rooms: nothing imports upwards", () => {
  assert.deepEqual(rules.upwardImports(graph), []);
});

Deno.test("rooms: no circles, not even of types", () => {
  assert.deepEqual(rules.roomCycles(graph), []);
});

Deno.test("rooms: each package has one importer and one pin", async () => {
  const { imports } = JSON.parse(await readText("deno.json"));
  const pinned = Object.entries(imports).filter(([, to]) => String(to).startsWith("npm:")).map(([name]) =>
    name
  );
  assert.deepEqual(rules.packageFindings(all, pinned), []);
});

Deno.test("rooms: packages are pinned to one version", async () => {
  const { imports } = JSON.parse(await readText("deno.json"));
  for (const to of Object.values(imports).map(String).filter((it) => it.startsWith("npm:"))) {
    assert.match(to, /^npm:(@[^/]+\/)?[^@/]+@\d+\.\d+\.\d+$/);
  }
});

Deno.test("rooms: every file of a family has a row in its table", () => {
  assert.deepEqual(rules.filesWithoutRow(graph), []);
});

Deno.test("rooms: default exports only in declarations", async () => {
  const texts = await Promise.all(graph.files.map(async (it) => [it, await readText(it)] as const));
  const withDefault = texts.filter(([, text]) => /^export (default\b|\{.*\bas default\b)/m.test(text)).map((
    [it],
  ) => it);
  assert.deepEqual(rules.strayDefaults(graph, withDefault), []);
});

Deno.test("rooms: tests stand beside their source", async () => {
  assert.deepEqual(rules.strayTests(await listFiles("src")), []);
});
