import assert from "node:assert/strict";
import type { Edge } from "../import_graph.ts";
import { startUpFindings, staticClosure } from "./start_up.ts";

const edge = (from: string, to: string, isDynamic = false): Edge => ({
  from,
  to,
  isDynamic,
  isTypeOnly: false,
});

const graph = {
  files: ["main.js", "shared.js", "deep.js", "install.js"],
  edges: [
    edge("main.js", "shared.js"),
    edge("shared.js", "deep.js"),
    edge("deep.js", "main.js"),
    edge("deep.js", "node:module"),
    edge("main.js", "install.js", true),
    edge("main.js", "node:crypto", true),
    edge("install.js", "node:zlib"),
  ],
};

const texts = new Map([
  ["main.js", "// src/app/run.ts\nvar a = 1;\n// src/features/config/load.ts\n"],
  [
    "shared.js",
    "// .cache/deno/npm/host.example/@scope/pkg/1.2.3/a.mjs\n// .cache/deno/npm/host.example/@scope/pkg/1.2.3/b.mjs\n",
  ],
  ["deep.js", 'x = "// src/features/in/a/text.ts";\n'],
  ["install.js", "// .cache/deno/npm/host.example/yauzl/3.4.0/index.js\n"],
]);

Deno.test("staticClosure() follows static imports only, circles included", () => {
  assert.deepEqual(staticClosure(graph, "main.js"), ["main.js", "shared.js", "deep.js"]);
});

Deno.test("startUpFindings() names chunk and what it loads: features, packages, node", () => {
  assert.deepEqual(startUpFindings(graph, texts, "main.js"), [
    "main.js loads src/features/config/load.ts at start",
    "shared.js loads npm:@scope/pkg at start",
    "deep.js loads node:module at start",
  ]);
});
