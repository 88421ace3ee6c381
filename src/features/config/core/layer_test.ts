import assert from "node:assert/strict";
import { plainScalar, valuesOf } from "@/base/schema/reading.ts";
import { append, type LayerMap, mergeLayers, unset } from "./layer.ts";

const five = plainScalar("5", 5);

Deno.test("mergeLayers() merges maps, replaces the rest, appends and unsets where it is told", () => {
  const cases: [layers: readonly LayerMap[], merged: unknown][] = [
    [[], {}],
    [[{ a: "1", b: { c: "2" } }, { b: { d: five } }], { a: "1", b: { c: "2", d: 5 } }],
    [[{ a: ["x"] }, { a: ["y"] }], { a: ["y"] }],
    [[{ a: { b: "x" } }, { a: "y" }], { a: "y" }],
    [[{ a: "y" }, { a: { b: "x" } }], { a: { b: "x" } }],
    [[{ a: "y" }, { a: null }], { a: null }],
    [[{ a: ["x"] }, { a: append(["y", five]) }], { a: ["x", "y", 5] }],
    [[{ a: append(["y"]) }], { a: ["y"] }],
    [[{ a: null }, { a: append(["y"]) }], { a: ["y"] }],
    [[{ a: append(["x"]) }, { a: append(["y"]) }, { a: append(["z"]) }], { a: ["x", "y", "z"] }],
    [[{ a: ["x"] }, { a: append(["y"]) }, { a: ["z"] }], { a: ["z"] }],
    [[{ a: { b: "x", c: "y" } }, { a: { b: unset } }], { a: { c: "y" } }],
    [[{ a: { b: unset } }], { a: {} }],
    [[{ a: ["x", unset, ["y", ["z"]], { b: unset, c: "d" }] }], { a: ["x", ["y", ["z"]], { c: "d" }] }],
    [[{ ["__proto__"]: { a: "1" } }, { ["__proto__"]: { b: "2" } }], { ["__proto__"]: { a: "1", b: "2" } }],
  ];
  for (const [layers, merged] of cases) {
    const { value, faults } = mergeLayers(layers);
    assert.deepEqual([valuesOf(value), faults], [merged, []], JSON.stringify(layers));
  }
});

Deno.test("mergeLayers() tells what is no list, and leaves it", () => {
  const { value, faults } = mergeLayers([{ a: { b: "x" } }, { a: { b: append(["y"]) } }]);
  assert.deepEqual([value, faults], [{ a: { b: "x" } }, [{ path: ["a", "b"] }]]);
});
