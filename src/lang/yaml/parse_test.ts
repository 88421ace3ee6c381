import assert from "node:assert/strict";
import { AtmosError, ConfigError } from "@/base/errors.ts";
import { isTagged, parseYaml, parseYamlStrings, type YamlPath, type YamlStrings } from "./parse.ts";

const file = "f.yaml";

function failure(run: () => unknown): AtmosError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    assert.equal(error.code, "yaml/syntax");
    return error;
  }
  throw new Error("no error");
}

Deno.test("parseYaml() gives values", () => {
  const cases: [string, unknown][] = [
    ["", null],
    ["\n# only a comment\n", null],
    ["---\n", null],
    ["\uFEFFa: 1\r\nb: x\r\n", { a: 1, b: "x" }],
    ["a:\nb: ''\nc: []\nd: {}", { a: null, b: "", c: [], d: {} }],
    ["a: &x {k: 1}\nb: *x", { a: { k: 1 }, b: { k: 1 } }],
    ["8080: a\n1.10: b\n~: c\n0x1: d", { 8080: "a", "1.10": "b", "~": "c", "0x1": "d" }],
    ["a: !!str 1\nb: !!int '2'\nc: !!float 3\nd: !!null ''\ne: ! 4", { a: "1", b: 2, c: 3, d: null, e: 4 }],
    ["a: !<tag:yaml.org,2002:str> 1", { a: "1" }],
    ['{\n\t"a": [1,\n\t\ttrue]}', { a: [1, true] }],
    ["a: |\n  x\n  y\nb: >-\n  p\n  q\n", { a: "x\ny\n", b: "p q" }],
    ["x: ☃ é\n", { x: "☃ é" }],
  ];
  for (const [text, expected] of cases) assert.deepEqual(parseYaml(text, { file }).value, expected, text);
});

Deno.test("parseYaml() merges: own keys win, then the first map", () => {
  const base = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\n";
  const cases: [string, unknown][] = [
    ["m: {<<: *a, y: 9}", { x: 1, y: 9 }],
    ["m: {y: 9, <<: *a}", { x: 1, y: 9 }],
    ["m: {<<: [*b, *a]}", { x: 1, y: 2, z: 2 }],
    ["m: {'<<': *a}", { "<<": { x: 1, y: 1 } }],
  ];
  for (const [text, expected] of cases) {
    const { value } = parseYaml(base + text, { file });
    assert.deepEqual((value as { m: unknown }).m, expected, text);
  }
});

Deno.test("parseYaml() keeps tags of its reader's own", () => {
  const text =
    "a: !env HOME d\nb: !append [1, !x]\nc: !y {k: 1}\nd: {<<: !include f, e: 1}\nf: {tag: '!x', value: 1}";
  const { value } = parseYaml(text, { file });
  assert.deepEqual(value, {
    a: { tag: "!env", value: "HOME d" },
    b: { tag: "!append", value: [1, { tag: "!x", value: "" }] },
    c: { tag: "!y", value: { k: 1 } },
    d: { e: 1, "<<": { tag: "!include", value: "f" } },
    f: { tag: "!x", value: 1 },
  });
  const record = value as Record<string, unknown>;
  assert.deepEqual(Object.keys(record).filter((key) => isTagged(record[key])), ["a", "b", "c"]);
});

Deno.test("parseYaml() treats __proto__ as a key", () => {
  const { value } = parseYaml("__proto__: {evil: 1}\nb: {<<: {__proto__: 2}}", { file });
  assert.deepEqual(Object.keys(value as object), ["__proto__", "b"]);
  assert.equal(({} as { evil?: number }).evil, undefined);
  assert.equal((value as { evil?: number }).evil, undefined);
});

Deno.test("parseYaml() errors carry file, line and column", () => {
  const cases: [string, number, number, RegExp][] = [
    ["a: 1\na: 2", 2, 1, /mapping key "a" already defined at line 1/],
    ["k:\n  80: 1\n  b: {a: 1}\n  '80': 2", 4, 3, /mapping key "80" already defined at line 2/],
    ["a:\n\t- 1", 2, 1, /tab/],
    ["a: [1\nb: 2", 2, 1, /^did not find expected ',' or '\]'$/],
    ["a: {b: [1, '[[', \"]\"], # ]\n  c: 2\nd: 1", 3, 1, /^did not find expected ',' or '}'$/],
    ["a: [[1, 2]", 1, 11, /^did not find expected ',' or '\]'$/],
    ['a: ["x" "y"]', 1, 9, /^did not find expected ',' or '\]'$/],
    ["a: *nope", 1, 5, /anchor "nope"/],
    ["a: &x [*x]", 1, 9, /contains itself/],
    ["a: 1\n---\nb: 2", 3, 1, /more than one document/],
    ["a: !!int x", 1, 10, /!!int/],
    ["a: !!seq {}", 1, 10, /!!seq/],
    ["? [a]\n: 1", 1, 3, /key/],
    ["a: {<<: 1}", 1, 5, /merge/],
    ["a: \0", 1, 4, /null/],
    ["é☃: *x", 1, 6, /anchor/],
  ];
  for (const [text, line, column, title] of cases) {
    const error = failure(() => parseYaml(text, { file }));
    assert.deepEqual(error.at, { file, line, column }, text);
    assert.match(error.title, title);
  }
});

Deno.test("parseYaml() reads the first document when told so", () => {
  assert.deepEqual(parseYaml("a: 1\n---\nb: 2", { file, documents: "first" }).value, { a: 1 });
});

Deno.test("parseYaml() refuses aliases that expand without end", () => {
  const level = (name: string, of: string) => `${name}: &${name} [${Array(10).fill(`*${of}`).join(", ")}]\n`;
  const names = "bcdefghij".split("");
  const lists = names.map((name, i) => level(name, i === 0 ? "a" : names[i - 1] ?? "a"));
  assert.match(failure(() => parseYaml("a: &a x\n" + lists.join(""), { file })).title, /too much/);
  assert.match(failure(() => parseYaml("[".repeat(100_000), { file })).title, /Depth/);
});

Deno.test("positionOf() finds values, keys and the deepest place that exists", () => {
  const text =
    "a: &a\n  k: v\nb:\n  - x\n  - {y: 1}\nc: *a\nd: {<<: *a, n: }\ne: !t\n  p: {q: 1}\nf: !s txt\n";
  const { positionOf } = parseYaml(text, { file });
  const cases: [YamlPath, "value" | "key", number, number][] = [
    [[], "value", 1, 1],
    [["a"], "key", 1, 1],
    [["a", "k"], "value", 2, 6],
    [["b", 1, "y"], "value", 5, 9],
    [["b", 1, "y"], "key", 5, 6],
    [["b", 7], "value", 4, 3],
    [["c"], "value", 6, 5],
    [["c", "k"], "value", 2, 6],
    [["d", "k"], "value", 2, 6],
    [["d", "n"], "value", 7, 13],
    [["e", "value", "p", "q"], "value", 9, 10],
    [["f", "value"], "value", 10, 7],
    [["nope", "x"], "value", 1, 1],
  ];
  for (const [path, of, line, column] of cases) {
    assert.deepEqual(positionOf(path, of), { file, line, column }, JSON.stringify(path));
  }
  assert.deepEqual(parseYaml("", { file }).positionOf(["a"]), { file, line: 1, column: 1 });
});

Deno.test("sourceTextOf() keeps what numbers lose", () => {
  const text = 'v: 1.10\nq: "a\\tb"\nl: [01, 1_0]\nm: {1.20: x}\na: &a 2.0\nb: *a\nc: !t 3.0\n';
  const { sourceTextOf } = parseYaml(text, { file });
  const cases: [YamlPath, string | undefined][] = [
    [["v"], "1.10"],
    [["q"], "a\tb"],
    [["l", 0], "01"],
    [["l", 1], "1_0"],
    [["m", "1.20"], "x"],
    [["b"], "2.0"],
    [["c", "value"], "3.0"],
    [["l"], undefined],
    [["l", 2], undefined],
    [["v", "x"], undefined],
    [["nope"], undefined],
  ];
  for (const [path, expected] of cases) assert.equal(sourceTextOf(path), expected, JSON.stringify(path));
});

Deno.test("parseYamlStrings() keeps every scalar as written", () => {
  const cases: [string, YamlStrings][] = [
    ["", null],
    ["a: 1.10\nb: true\nc: 0755\nd: 1_0", { a: "1.10", b: "true", c: "0755", d: "1_0" }],
    ["a: ~\nb:\nc: ''\nd: 'null'\ne: []\nf: {}", { a: null, b: null, c: "", d: "null", e: [], f: {} }],
    ["r: {386: i386, amd64: x64}", { r: { "386": "i386", amd64: "x64" } }],
    ["a: &f [x]\nb: *f\nc: {<<: {k: 1}}", { a: ["x"], b: ["x"], c: { k: "1" } }],
    ["a: !!int 1\nb: !env X\nc: !t [1]", { a: "1", b: "X", c: ["1"] }],
  ];
  for (const [text, expected] of cases) {
    const { value, warnings } = parseYamlStrings(text, { file });
    assert.deepEqual(value, expected, text);
    assert.deepEqual(warnings, []);
  }
});

Deno.test("parseYamlStrings() lets the last of equal keys win, with a warning", () => {
  const { value, warnings, sourceTextOf } = parseYamlStrings("a: 1\nb: {c: 1,\n  c: 2}\na: 3\n", { file });
  assert.deepEqual(value, { a: "3", b: { c: "2" } });
  assert.deepEqual(warnings, [
    { title: 'mapping key "c" already defined at line 2', at: { file, line: 3, column: 3 } },
    { title: 'mapping key "a" already defined at line 1', at: { file, line: 4, column: 1 } },
  ]);
  assert.equal(sourceTextOf(["a"]), "3");
  const hostile = parseYamlStrings("a: 1\n".repeat(20_000), { file });
  assert.equal(hostile.warnings.length, 100);
});

Deno.test("parseYaml() cuts plain keys at a delimiter, and merges what meets", () => {
  const text = `a.b: 1
a: {c: 2}
a.d: {e: 3}
"q.r": s
.x: 4
y..z: 5
l: [{m.n: 6}]
1.5: seven
twice: {k: 1}
twice: {k: 2, j: 3}
`;
  assert.deepEqual(parseYaml(text, { file: "f", keyDelimiter: "." }).value, {
    a: { b: 1, c: 2, d: { e: 3 } },
    "q.r": "s",
    ".x": 4,
    "y..z": 5,
    l: [{ m: { n: 6 } }],
    "1": { "5": "seven" },
    twice: { k: 2, j: 3 },
  });
});

Deno.test("parseYaml() reads base64 as the text that it is", () => {
  assert.deepEqual(parseYaml("a: !!binary aGVs\n\nb: !!binary |\n  aGVs\n  bG8=\n", { file: "f" }).value, {
    a: "hel",
    b: "hello",
  });
  assert.throws(() => parseYaml("a: !!binary '*'", { file: "f" }), { code: "yaml/syntax" });
});
