import { deepEqual, equal, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { parseYaml, type YamlPath } from "./parse.ts";
import { editYaml } from "./edit_yaml.ts";
import { formatYaml } from "./format_yaml.ts";

const file = "f.yaml";
const set = (text: string, path: YamlPath, source: string) => editYaml(text, { file }).set(path, source);
const remove = (text: string, path: YamlPath) => editYaml(text, { file }).delete(path);

Deno.test("set() replaces a value and nothing else", () => {
  const cases: [text: string, path: YamlPath, source: string, result: string][] = [
    ["a:   1   # x\n", ["a"], "2", "a:   2   # x\n"],
    ["a: 1", ["a"], "2", "a: 2"],
    ["\uFEFFa: 1\r\nb: 2\r\n", ["a"], "2", "\uFEFFa: 2\r\nb: 2\r\n"],
    ["a: 'x'\n", ["a"], '"it\'s"', "a: 'it''s'\n"],
    ['a: "x"\n', ["a"], '"y"', 'a: "y"\n'],
    ['a: "x"\n', ["a"], "5", "a: 5\n"],
    ["a: x\n", ["a"], '"5"', 'a: "5"\n'],
    ["a: [x]\n", ["a", 0], '"b, c"', 'a: ["b, c"]\n'],
    ["a: # x\n", ["a"], "1", "a: 1 # x\n"],
    ["{a}\n", ["a"], "1", "{a: 1}\n"],
    ["a: |\n  x\n\n  y\nb: 1\n", ["a"], '"z"', "a: z\nb: 1\n"],
    ["a: x\n", ["a"], '"y\\nz\\n"', "a: |\n  y\n  z\n"],
    ["a: x # why\n", ["a"], '"y\\nz"', 'a: "y\\nz" # why\n'],
    ["a: !env HOME\n", ["a"], '"plain"', "a: plain\n"],
    ["a: x\n", ["a"], "!env HOME", "a: !env HOME\n"],
    ["a:\n  b: 1 # x\nc: 1\n", ["a"], "2", "a: 2\nc: 1\n"],
    ["a: # why\n    - 1\nc: 1\n", ["a"], "- 2\n- 3", "a: # why\n    - 2\n    - 3\nc: 1\n"],
    ["a: 1 # why\n", ["a"], "b: 2", "a: # why\n  b: 2\n"],
    ["- a: 1\n  b: 2\n- c\n", [0], "x", "- x\n- c\n"],
    ["? a\n: 1\n", ["a"], "2", "? a\n: 2\n"],
    ["a: &x 1\n", ["a"], "2", "a: 2\n"],
    ["b: &x 1\na: *x\n", ["a"], "2", "b: &x 1\na: 2\n"],
  ];
  for (const [text, path, source, result] of cases) {
    deepEqual(set(text, path, source), { text: result, change: "updated" }, text);
  }
  deepEqual(set("a: 1\n", ["a"], "1"), { text: "a: 1\n", change: "none" });
});

Deno.test("set() makes what is missing, in the layout of the file", () => {
  const cases: [text: string, path: YamlPath, source: string, result: string][] = [
    ["", ["a", "b"], "1", "a:\n  b: 1\n"],
    ["# x", ["a"], "1", "# x\na: 1\n"],
    ["{}\n", ["a", "b"], "1", "{a: {b: 1}}\n"],
    ["a:\n    b: 1\r\n", ["a", "c", "d"], "1", "a:\n    b: 1\n    c:\n        d: 1\r\n"],
    ["a:\n  b: 1 # x\n\n# tail\nc: 1\n", ["a", "d"], "1", "a:\n  b: 1 # x\n  d: 1\n\n# tail\nc: 1\n"],
    ["a:\n- 1\n", ["b", "c"], "- 1", "a:\n- 1\nb:\n  c:\n  - 1\n"],
    ["a:\n- 1\n", ["a", 1], "2", "a:\n- 1\n- 2\n"],
    ["a: [ 1 ]\n", ["a", 1], "2", "a: [ 1, 2 ]\n"],
    ["a: {x: 1,}\n", ["a", "y"], "2", "a: {x: 1, y: 2,}\n"],
    ["a: {x: 1}\n", ["a", "y"], '"b, c"', 'a: {x: 1, y: "b, c"}\n'],
    ["a: # why\nb: 1\n", ["a", "x"], "2", "a: # why\n  x: 2\nb: 1\n"],
    ["a:\n  - b: 1\n", ["a", 0, "c"], "2", "a:\n  - b: 1\n    c: 2\n"],
    ["a: |+\n  x\n\n", ["b"], "2", "a: |+\n  x\n\nb: 2\n"],
    ["a: &x {z: 1}\nb:\n  <<: *x\n", ["b", "z"], "2", "a: &x {z: 1}\nb:\n  <<: *x\n  z: 2\n"],
    ["a: 1\n", ["n"], '"yes"', 'a: 1\nn: "yes"\n'],
  ];
  for (const [text, path, source, result] of cases) {
    const edit = set(text, path, source);
    deepEqual(edit, { text: result, change: "created" }, text);
  }
});

Deno.test("delete() takes a value away with its lines", () => {
  const cases: [text: string, path: YamlPath, result: string][] = [
    ["a: 1 # x\nb: 2\n", ["a"], "b: 2\n"],
    ["a: 1\nb: 2", ["b"], "a: 1"],
    ["a: 1\r\nb: 2\r\n", ["b"], "a: 1\r\n"],
    ["a: 1\n", ["a"], "{}\n"],
    ["a:\n  b: 1\nc: 1\n", ["a", "b"], "a: {}\nc: 1\n"],
    ["a:\n  - 1\n", ["a", 0], "a: []\n"],
    ["a: |\n  x\n\nb: 1\n", ["a"], "\nb: 1\n"],
    ["a: [1, 2, 3]\n", ["a", 1], "a: [1, 3]\n"],
    ["a: [1, 2, 3]\n", ["a", 2], "a: [1, 2]\n"],
    ["a: {b: 1}\n", ["a", "b"], "a: {}\n"],
    ["- a: 1\n  b: 2\n", [0, "a"], "- b: 2\n"],
  ];
  for (const [text, path, result] of cases) {
    deepEqual(remove(text, path), { text: result, change: "deleted" }, text);
  }
  for (const path of [["x"], ["a", "x"], ["a", 0]]) {
    deepEqual(remove("a: 1\n", path), { text: "a: 1\n", change: "none" });
  }
});

Deno.test("an edit is refused when it would change something else", () => {
  const shared = "one: &a\n  x: 1\ntwo: *a\nthree: {y: &b 1}\nfour: *b\n";
  const cases: [text: string, path: YamlPath, source: string | undefined, says: RegExp][] = [
    [shared, ["one", "x"], "2", /anchor "a"/],
    [shared, ["two", "x"], "2", /alias of the anchor "a"/],
    [shared, ["two", "x"], undefined, /alias of the anchor "a"/],
    [shared, ["three"], undefined, /holds the anchor "b"/],
    ["a: &x 1\nb: &x 2\n", ["a"], "1", /"x" is defined more than once/],
    ["a: 1\n---\nb: 1\n", ["a"], "1", /multi-document/],
    ["a: 1\n", ["a", "b"], "1", /a is a value, which has no keys/],
    ["a: [1]\n", ["a", 2], "1", /list of 1: the next item has the index 1/],
    ["a: {b: 1}\n", ["a", 0], "1", /is a map/],
    ["a: !env X\n", ["a", "b"], "1", /tag !env/],
    ["a: 1\n", ["a"], "&x 1", /anchors or aliases/],
    ["a: 1\n", ["a"], "{", /new value cannot be used/],
  ];
  for (const [text, path, source, says] of cases) {
    const edit = () => source === undefined ? remove(text, path) : set(text, path, source);
    throws(edit, (error) => error instanceof ConfigError && says.test(error.title), text);
  }
  throws(() => editYaml("a: 1\na: 2\n", { file }), { code: "yaml/syntax" });
});

Deno.test("kindAt() and keysAt() tell what is written", () => {
  const editor = editYaml('a: {b: "1", c: 1, d: true, e: , f: !env X}\ng: &x [1]\nh: *x\n', { file });
  const kinds = ["b", "c", "d", "e", "f", "z"].map((key) => editor.kindAt(["a", key]));
  deepEqual(kinds, ["text", "number", "bool", "null", "tagged", undefined]);
  deepEqual([["a"], ["g"], ["h"], ["h", 0]].map((path) => editor.kindAt(path)), [
    "map",
    "list",
    "alias",
    undefined,
  ]);
  deepEqual(editor.keysAt(["a"]), ["b", "c", "d", "e", "f"]);
  deepEqual(editor.keysAt([]), ["a", "g", "h"]);
  deepEqual(editor.keysAt(["z"]), []);
});

Deno.test("formatYaml() tidies spaces and keeps the rest", () => {
  const text =
    "a:   1   # x\nb:\n  -   1\n  -   c: 1\n      d:    2\n\n\ne:   {f:   1}   \ng: |\n   x   y\ns: 'x   y'";
  const result = "a: 1 # x\nb:\n  - 1\n  -   c: 1\n      d: 2\n\n\ne: {f: 1}\ng: |\n   x   y\ns: 'x   y'\n";
  equal(formatYaml(text, { file }), result);
  equal(formatYaml(result, { file }), result);
  equal(formatYaml("a:  1\r\n", { file }), "a: 1\r\n");
  equal(formatYaml("", { file }), "");
});

/** Every YAML text of the repository. */
async function* texts(folder: URL): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && !name.startsWith(".")) yield* texts(new URL(`${name}/`, folder));
    else if (/\.ya?ml$/.test(name)) yield await Deno.readTextFile(new URL(name, folder));
  }
}

/** Paths of the scalars of a document, functions and what aliases share among them. */
function scalarPaths(value: unknown, path: YamlPath = []): YamlPath[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) =>
    scalarPaths(member, [...path, Array.isArray(value) ? Number(key) : key])
  );
}

/** Edits the simple values of a text, at most 40; answers how many. */
function editEach(text: string): number {
  const document = parseYaml(text, { file }), editor = editYaml(text, { file });
  const before = text.split("\n");
  const isSimple = (path: YamlPath) => path.length > 0 && /text|number|bool/.test(editor.kindAt(path) ?? "");
  let edits = 0;
  for (const path of scalarPaths(document.value).filter(isSimple).slice(0, 40)) {
    const after: string[] = editor.set(path, '"edited"').text.split("\n");
    if (after.length !== before.length) continue; // a value over several lines
    const line = (document.positionOf(path).line ?? 0) - 1;
    deepEqual(after.toSpliced(line, 1), before.toSpliced(line, 1), `${path.join(".")} changed another line`);
    edits++;
  }
  return edits;
}

Deno.test("an edit of a simple value touches no other line, in every file of the repository", async () => {
  let edits = 0;
  for (const folder of ["examples/", "registry/", "tests/"]) {
    for await (const text of texts(new URL(`../../../${folder}`, import.meta.url))) {
      try {
        edits += editEach(text);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error; // not one document, or shared by an alias
      }
    }
  }
  equal(edits >= 40, true, `${edits} edits`);
});
