import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { parseYaml, type Tagged } from "@/lang/yaml/parse.ts";
import { isAppend, isUnset } from "./markers.ts";
import { dropTags, findFunctions, putValues, type TreePlace } from "./tagged_tree.ts";

function read(text: string) {
  const { value, positionOf } = parseYaml(text, { file: "x.yaml" });
  const place: TreePlace = { functions: ["!env", "!include"], of: " here", positionOf };
  return { value, place };
}

/** The document with every function replaced by `<text>`, or by what `known` has for its text. */
function resolved(text: string, known: Record<string, unknown> = {}): unknown {
  const { value, place } = read(text);
  const found = findFunctions(value, place) ?? [];
  const values = new Map<Tagged, unknown>(
    found.map(({ node, text }) => [node, Object.hasOwn(known, text) ? known[text] : `<${text}>`]),
  );
  return putValues(value, values, place);
}

Deno.test("findFunctions() answers each function once, in order, with its path", () => {
  const { value, place } = read(
    "a: !env A\nb: [x, !env B, {c: &k !env C}]\nd: *k\ne: !append [!env E]\nf: !unset\n",
  );
  deepEqual((findFunctions(value, place) ?? []).map(({ text, path }) => [text, path]), [
    ["A", ["a"]],
    ["B", ["b", 1]],
    ["C", ["b", 2, "c"]],
    ["E", ["e", 0]],
  ]);
});

Deno.test("findFunctions() is undefined without tags", () => {
  for (const text of ["", "a: 1", "a: !!str 1", "a: '!env A'", "tag: '!env'\nvalue: A"]) {
    const { value, place } = read(text);
    equal(findFunctions(value, place), undefined, text);
  }
  const { value, place } = read("a: !unset");
  deepEqual(findFunctions(value, place), []);
});

Deno.test("findFunctions() refuses unknown tags with key path, place and what is supported", () => {
  const cases: [string, string, number, readonly string[]][] = [
    ["a:\n  b: [!foo x]", "unsupported YAML tag: '!foo' at a.b[0]", 2, []],
    ["!foo x", "unsupported YAML tag: '!foo' at the top of the file", 1, []],
    ["a: 1\nb: !foo {c: d}", "unsupported YAML tag: '!foo' at b", 2, []],
    ["a: !foo [!env X]", "unsupported YAML tag: '!foo' at a", 1, []],
    ["a: !append [{k: !foo x}]", "unsupported YAML tag: '!foo' at a[0].k", 1, []],
    ["a:\n  <<: !foo x", "unsupported YAML tag: '!foo' at a.\"<<\"", 2, []],
    ["a: !env\nb: !emv x", "unsupported YAML tag: '!emv' at b", 2, ["Did you mean !env?"]],
    ["a: !constructor x", "unsupported YAML tag: '!constructor' at a", 1, []],
  ];
  for (const [text, message, line, hints] of cases) {
    const { value, place } = read(text);
    throws(() => findFunctions(value, place), (error: Error & { hints: unknown; at: { line: number } }) => {
      equal(error.message, message);
      deepEqual(error.hints, [...hints, "Supported tags here are: !env, !include, !unset, !append"], text);
      equal(error.at.line, line, text);
      return true;
    });
  }
});

Deno.test("findFunctions() refuses !append without a list", () => {
  for (const text of ["a: !append x", "a: !append", "a: !append {b: c}", "a: !append 5"]) {
    const { value, place } = read(text);
    throws(() => findFunctions(value, place), { code: "functions/append-without-list" }, text);
  }
});

Deno.test("putValues() keeps everything else as the reader made it", () => {
  deepEqual(
    resolved(
      "a: !env A\nb: [1, 1.5, true, null, x, 0x10, '1']\nc: {d: 12345678901234567890}\n__proto__: !env P",
    ),
    {
      a: "<A>",
      b: [1, 1.5, true, null, "x", 16, "1"],
      c: { d: 12345678901234567890n },
      ["__proto__"]: "<P>",
    },
  );
  deepEqual(resolved("!env A"), "<A>");
  deepEqual(resolved("a: !env {b: !env B}\nc: !include [!env C]"), { a: { b: "<B>" }, c: ["<C>"] });
});

Deno.test("putValues() merges direct keys over merged ones and earlier items over later ones", () => {
  const known = { one: { a: 1, b: 1 }, two: { b: 2, c: 2 }, both: [{ a: "x" }, { a: "y", d: 4 }] };
  const cases: [string, unknown][] = [
    ["<<: !env one", { a: 1, b: 1 }],
    ["<<: !env one\na: own", { a: "own", b: 1 }],
    ["a: own\n<<: !env one", { a: "own", b: 1 }],
    ["<<: [!env one, !env two]", { a: 1, b: 1, c: 2 }],
    ["<<: [!env two, !env one]\nz: 0", { z: 0, b: 2, c: 2, a: 1 }],
    ["<<: [{a: 0, e: 5}, !env one]", { a: 0, e: 5, b: 1 }],
    ["x: &x {a: 9}\ny:\n  <<: [*x, !env one]", { x: { a: 9 }, y: { a: 9, b: 1 } }],
    ["<<: !env both", { a: "x", d: 4 }],
    ["n:\n  <<: !env one\n  m:\n    <<: !env two", { n: { m: { b: 2, c: 2 }, a: 1, b: 1 } }],
    ["<<: !env {a: !env X}\nb: 1", { b: 1, a: "<X>" }],
    ["'<<': plain", { "<<": "plain" }],
  ];
  for (const [text, expected] of cases) deepEqual(resolved(text, known), expected, text);
});

Deno.test("putValues() refuses what is no map under a merge key", () => {
  const known = { text: "x", nothing: null, list: [["a"]], number: 5 };
  for (const text of ["!env text", "!env nothing", "!env list", "[!env number]", "!unset", "!append [x]"]) {
    throws(
      () => resolved(`a:\n  <<: ${text}`, known),
      (error: Error & { code: string; at: { line: number } }) => {
        deepEqual([error.code, error.at.line], ["functions/bad-merge", 2], text);
        ok(error.message.includes(" at a "), error.message);
        return true;
      },
    );
  }
});

Deno.test("putValues() leaves markers with resolved items", () => {
  const { list, gone, items } = resolved(
    "list: !append [!env A, {k: !env B}]\ngone: !unset\nitems: [!unset , x]",
  ) as {
    list: unknown;
    gone: unknown;
    items: readonly unknown[];
  };
  ok(isAppend(list) && !isUnset(list));
  deepEqual(list.items, ["<A>", { k: "<B>" }]);
  ok(isUnset(gone) && !isAppend(gone) && isUnset(items[0]) && items[1] === "x");
  for (const value of [null, undefined, "x", {}, [], { items: [] }]) ok(!isAppend(value) && !isUnset(value));
});

Deno.test("putValues() never changes its input and keeps sharing, however often an alias repeats", () => {
  const levels = Array.from({ length: 18 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]`);
  const text = `l0: &l0 {a: !env A, <<: !include f}\n${levels.join("\n")}\n`;
  const { value, place } = read(text);
  const before = structuredClone(value);
  const found = findFunctions(value, place) ?? [];
  deepEqual(found.map((it) => it.text), ["A", "f"]);
  const values = new Map<Tagged, unknown>(found.map(({ node }) => [node, { v: node.value }]));
  const result = putValues(value, values, place) as Record<string, readonly unknown[]>;
  deepEqual(structuredClone(value), before);
  equal(result["l1"]?.[0], result["l0"]);
  equal(result["l18"]?.[0], result["l18"]?.[1]);
});

Deno.test("dropTags() keeps what tags stood in front of", () => {
  const { value, place } = read(
    "e: !env HOME\nn: !x [!append [1], {k: !unset }]\nm:\n  <<: !x {a: 1}\n  b: 2\n",
  );
  deepEqual(dropTags(value, place), { e: "HOME", n: [[1], { k: "" }], m: { b: 2, a: 1 } });
  const merge = read("<<: !include x");
  throws(() => dropTags(merge.value, merge.place), { code: "functions/bad-merge" });
});
