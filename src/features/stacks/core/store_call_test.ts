import { deepEqual, throws } from "node:assert/strict";
import { parseStoreCall } from "./store_call.ts";

const parse = (text: string) =>
  parseStoreCall({ tag: "!store", text, path: ["vars", "x"], place: { positionOf: () => undefined } });

Deno.test("parseStoreCall() takes options in any order", () => {
  deepEqual(parse("kv dev vpc id"), {
    words: ["kv", "dev", "vpc", "id"],
    fallback: undefined,
    query: undefined,
  });
  deepEqual(parse('kv vpc id | default "two words" | query .a | .b'), {
    words: ["kv", "vpc", "id"],
    fallback: "two words",
    query: ".a | .b",
  });
  deepEqual(parse("kv vpc id | query .a // 1 | default d"), {
    words: ["kv", "vpc", "id"],
    fallback: "d",
    query: ".a // 1",
  });
});

Deno.test("parseStoreCall() refuses what it does not know", () => {
  throws(() => parse("kv vpc id | upper"), /invalid Atmos YAML function/);
  throws(() => parse("kv vpc id | default a b"), /invalid Atmos YAML function/);
  throws(() => parse("kv vpc id | default"), /invalid Atmos YAML function/);
});
