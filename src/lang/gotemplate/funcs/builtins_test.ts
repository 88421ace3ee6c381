import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { execute } from "../execute.ts";
import { parseTemplate } from "../parse_template.ts";
import { Float, SizedInt, typed, type Value } from "../value.ts";
import { builtins } from "./builtins.ts";

const data: Value = {
  l: [1, "b", null],
  s: typed(["x", "y"], "[]string"),
  m: { k: 1 },
  sm: typed({ k: "v" }, "map[string]string"),
  f: new Float(1),
  u: new SizedInt("uint8", 7n),
  z: null,
};

function render(text: string): string {
  return execute(parseTemplate(text, { name: "t", functions: builtins }), data);
}

Deno.test("builtins answer as Go does", () => {
  const cases: [string, string][] = [
    ["{{and 1 0 2}}{{or 0 3 4}}{{not 0}}", "03true"],
    ["{{eq 7 .u}} {{eq 1 2 1}} {{ne 1 2}} {{eq .z nil}} {{eq .z 1}}", "true true true true false"],
    ["{{lt 1 2}} {{le 2 2}} {{gt .u 6}} {{ge 1 2}}", "true true true false"],
    ['{{lt "Z" "a"}} {{lt .f 1.5}}', "true true"],
    ['{{len "é"}} {{len .s}} {{len .m}}', "2 2 1"],
    ['{{index .sm "none"}}|{{index "é" 0}}|{{index .s 1}}', "|195|y"],
    ['{{slice "héllo" 3}}|{{slice .s 1}}|{{printf "%T" (slice .s 0 1)}}', "llo|[y]|[]string"],
    ["{{print .l}} {{printf `%05d|%v` 42 .m}}", "[1 b <nil>] 00042|map[k:1]"],
    ['{{html "a<\'" }} {{js "\'</é" }} {{urlquery "a b/é"}}', "a&lt;&#39; \\'\\u003C/é a+b%2F%C3%A9"],
  ];
  for (const [text, expected] of cases) assert.equal(render(text), expected, text);
});

Deno.test("builtins fail in Go's words", () => {
  const cases: [string, string][] = [
    ["{{eq 1 1.0}}", "incompatible types for comparison: int and float64"],
    ["{{eq .m .m}}", "non-comparable type"],
    ["{{lt .m .m}}", "invalid type for comparison"],
    ["{{lt true true}}", "invalid type for comparison"],
    ["{{len 1}}", "len of type int"],
    ["{{index .s 2}}", "slice index out of range"],
    ["{{index .s 3}}", "index out of range: 3"],
    ["{{index .m nil}}", "value is nil; should be of type string"],
    ["{{index .s nil}}", "cannot index slice/array with nil"],
    ['{{slice "abc" 0 1 2}}', "cannot 3-index slice a string"],
    ["{{slice .s 0 1 2 3}}", "too many slice indexes: 4"],
    ["{{slice .s 0 2 1}}", "invalid slice index: 2 > 1"],
    ["{{slice 1}}", "can't slice item of type int"],
    ["{{call .m}}", "non-function .m of type map[string]interface {}"],
  ];
  for (const [text, expected] of cases) {
    assert.throws(
      () => render(text),
      (error) =>
        error instanceof AtmosError && error.title.endsWith(expected) ||
        error instanceof AtmosError && error.title.includes(expected),
      text,
    );
  }
});
