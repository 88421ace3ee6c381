import { deepEqual } from "node:assert/strict";
import { appendMarker, literalMarker, unsetMarker } from "@/features/functions/core/markers.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { layersOf, type ListStrategy, mergeTrees, mergeValues, withoutMarkers } from "./merge.ts";

const merged = (strategy: ListStrategy, ...layers: unknown[]) =>
  withoutMarkers(mergeValues(layers, strategy));

Deno.test("mergeValues() merges maps, and lets anything replace anything else", () => {
  const cases: [unknown, unknown, unknown][] = [
    [{ a: 1, m: { x: 1, y: 2 } }, { m: { y: 3 } }, { a: 1, m: { x: 1, y: 3 } }],
    [{ l: [1] }, { l: {} }, { l: {} }],
    [{ l: {} }, { l: [1] }, { l: [1] }],
    [{ m: { a: 1 } }, { m: {} }, { m: { a: 1 } }],
    [{ m: { a: 1 } }, { m: null }, { m: null }],
    [{ a: null }, { a: { b: 1 } }, { a: { b: 1 } }],
    [{ a: 1 }, { a: "x" }, { a: "x" }],
    [{}, { __proto__x: 1, constructor: 2 }, { __proto__x: 1, constructor: 2 }],
  ];
  for (const [low, high, expected] of cases) deepEqual(merged("replace", low, high), expected);
});

Deno.test("mergeValues() knows three ways with lists", () => {
  const cases: [ListStrategy, unknown[], unknown[], unknown[]][] = [
    ["replace", [1, 2], [9], [9]],
    ["append", [1, 2], [9], [1, 2, 9]],
    ["merge", [1, 2], [9], [1, 2]],
    ["merge", [1], [7, 8, 9], [1, 8, 9]],
    ["merge", [{ j: 0 }, { j: 5 }], [{ k: 1 }], [{ j: 0, k: 1 }, { j: 5 }]],
    ["merge", [[1]], [[2]], [[1]]],
  ];
  for (const [strategy, low, high, expected] of cases) deepEqual(merged(strategy, low, high), expected);
});

Deno.test("mergeValues() keeps what is appended and removed for the layers below", () => {
  const append = (...items: unknown[]) => ({ l: appendMarker(items) });
  deepEqual(merged("replace", { l: ["a"] }, append("b"), append("c")), { l: ["a", "b", "c"] });
  const upper = mergeValues([append("b"), append("c")], "replace");
  deepEqual(merged("replace", { l: ["a"] }, upper), { l: ["a", "b", "c"] });
  deepEqual(merged("replace", append("b"), { l: ["c"] }), { l: ["c"] });
  deepEqual(merged("append", { l: ["a"] }, mergeValues([append("b"), { l: ["c"] }], "append")), {
    l: ["a", "b", "c"],
  });
  deepEqual(merged("replace", { l: 5 }, append("b")), { l: ["b"] });
  deepEqual(merged("replace", { a: 1, b: 2 }, { a: unsetMarker() }), { b: 2 });
  deepEqual(merged("replace", { a: 1 }, { a: unsetMarker() }, { a: 3 }), { a: 3 });
  deepEqual(merged("replace", { l: ["a", unsetMarker(), "b"] }), { l: ["a", "b"] });
  deepEqual(merged("replace", { a: literalMarker("{{ x }}") }), { a: "{{ x }}" });
});

Deno.test("mergeValues() keeps a call with everything that its result may be merged with", () => {
  const { value } = parseYaml("a: !exec one\n", { file: "x" });
  const call = (value as { a: unknown }).a;
  const layers = (...values: unknown[]) => layersOf(mergeValues(values, "replace"));
  deepEqual(layers(call, { b: 1 }), [call, { b: 1 }]);
  deepEqual(layers({ b: 1 }, call, [2]), [{ b: 1 }, call, [2]]);
  deepEqual(layers(call, call), [call, call]);
  deepEqual(mergeValues([call, 5], "replace"), 5);
  deepEqual(mergeValues([5, call], "replace"), call);
  deepEqual(mergeValues([call, null], "replace"), null);
});

Deno.test("mergeTrees() skips layers that are not there and shares no map that it makes", () => {
  const low = { a: { b: 1 } };
  const result = mergeTrees([undefined, low, undefined, { a: { c: 2 } }], "replace");
  deepEqual(withoutMarkers(result), { a: { b: 1, c: 2 } });
  deepEqual(low, { a: { b: 1 } });
});
