import assert from "node:assert/strict";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { nodesOf } from "./config_nodes.ts";

function nodes(text: string) {
  return nodesOf(parseYaml(text, { file: "f" })).map(({ path, type, value }) => `${path} ${type} ${value}`);
}

Deno.test("nodesOf() has a row for every node, those below after it, keys in order", () => {
  assert.deepEqual(nodes("b: {d: 1, c: yes}\na: [x, {e: }, 1.5, true]\n"), [
    "a array [4 items]",
    "a[0] string x",
    "a[1] object {1 keys}",
    "a[1].e null null",
    "a[2] number 1.5",
    "a[3] bool true",
    "b object {2 keys}",
    "b.c string yes",
    "b.d number 1",
  ]);
  assert.deepEqual(nodes(""), []);
});

Deno.test("nodesOf() counts items by their number, and quotes keys with dots", () => {
  const many = nodes(`a: [${Array.from({ length: 11 }, () => "x").join(", ")}]`);
  assert.deepEqual(many.slice(-2), ["a[9] string x", "a[10] string x"]);
  assert.deepEqual(nodes("env: {A.B: x}").at(-1), 'env."A.B" string x');
});

Deno.test("nodesOf() shows numbers as they are written, also those of an alias", () => {
  assert.deepEqual(nodes("a: &a {v: 1.10, x: 0x10, t: True}\nb: {<<: *a, v: 1.20}\n"), [
    "a object {3 keys}",
    "a.t bool True",
    "a.v number 1.10",
    "a.x number 0x10",
    "b object {3 keys}",
    "b.t bool True",
    "b.v number 1.20",
    "b.x number 0x10",
  ]);
});

Deno.test("nodesOf() shows functions as they are written", () => {
  assert.deepEqual(nodes("a: !env HOME\nb: !append [x]\nc: !unset\n"), [
    "a string !env HOME",
    "b array !append [1 items]",
    "b[0] string x",
    "c string !unset",
  ]);
});
