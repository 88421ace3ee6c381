import assert from "node:assert/strict";
import { filled, nested } from "./fill.ts";

Deno.test("filled() adds what nobody said, whatever the case of keys, and leaves its arguments alone", () => {
  const texts = { Logs: { LEVEL: "Info" }, list: [], empty: "", nothing: null };
  const below = { logs: { level: "Debug", file: "f" }, list: ["x"], empty: "x", nothing: "x", more: {} };
  const before = structuredClone([texts, below]);
  assert.deepEqual(filled(texts, below), {
    Logs: { LEVEL: "Info", file: "f" },
    list: [],
    empty: "",
    nothing: "x",
    more: {},
  });
  assert.deepEqual([texts, below], before);
  assert.deepEqual(filled({ logs: "text" }, below)["logs"], "text");
});

Deno.test("nested() makes maps of dotted keys", () => {
  assert.deepEqual(nested([["a.b", "1"], ["a.c.d", ["2"]], ["e", "3"]]), {
    a: { b: "1", c: { d: ["2"] } },
    e: "3",
  });
});
