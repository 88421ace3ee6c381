import assert from "node:assert/strict";
import {
  addVersion,
  mergeToolLines,
  parseVersionsFile,
  removeVersion,
  replaceVersion,
} from "./versions_file.ts";

const aliases: Record<string, string> = { tf: "hashicorp/terraform", widget: "acme/widget" };
const idOf = (name: string) => aliases[name] ?? name;

Deno.test("parseVersionsFile() reads names, versions, comments and odd encodings", () => {
  const text =
    "\uFEFFterraform 1.9.8 1.5.7 # lts\r\n\r\n# all of it\r\n  jq\t1.7.1\r\nzeta\r\nnoted # 1.0\r\n";
  assert.deepEqual(parseVersionsFile(text), {
    tools: [
      { name: "terraform", versions: ["1.9.8", "1.5.7"], line: 1 },
      { name: "jq", versions: ["1.7.1"], line: 4 },
    ],
    bad: [{ name: "zeta", line: 5, why: "has no version" }, {
      name: "noted",
      line: 6,
      why: "has no version",
    }],
  });
  assert.deepEqual(parseVersionsFile(""), { tools: [], bad: [] });
});

Deno.test("parseVersionsFile() tells lines that name nothing, and keeps the others", () => {
  const cases: [string, string | undefined][] = [
    ["../../etc 1", "is no tool name"],
    ["/etc/passwd 1", "is no tool name"],
    ["a//b 1", "is no tool name"],
    ["-rf 1", "is no tool name"],
    ["a\uFFFD 1", "is not UTF-8 text"],
    ["a 1\uFFFD", "is not UTF-8 text"],
    ["a\0b 1", "is not UTF-8 text"],
    ["a@1", "has no version"],
    ["a 1 # \uFFFD", undefined],
    ["größe/werkzeug 1", undefined],
    ["constructor 1", undefined],
  ];
  for (const [text, why] of cases) {
    const { tools, bad } = parseVersionsFile(`${text}\nok 1\n`);
    assert.deepEqual(bad.map((line) => [line.line, line.why]), why === undefined ? [] : [[1, why]], text);
    assert.equal(tools.at(-1)?.name, "ok");
  }
});

Deno.test("mergeToolLines() joins alias and id at the first line", () => {
  const { tools } = parseVersionsFile("widget 1.3.0\njq 1.7\nacme/widget 1.10.0 1.3.0\n");
  assert.deepEqual(mergeToolLines(tools, idOf).map(({ id, name, versions }) => [id, name, versions]), [
    ["acme/widget", "widget", ["1.3.0", "1.10.0"]],
    ["jq", "jq", ["1.7"]],
  ]);
});

Deno.test("a version with and without v is one version, in the spelling that stands first", () => {
  const { tools } = parseVersionsFile("widget 1.3.0 v1.3.0\nacme/widget v1.2.0 1.2.0\n");
  assert.deepEqual(mergeToolLines(tools, idOf)[0]?.versions, ["1.3.0", "v1.2.0"]);
  const tool = { name: "tf", id: "hashicorp/terraform", version: "v1.9.8" };
  assert.equal(addVersion("tf 1.9.8\n", { ...tool, placement: "last" }, idOf), "tf 1.9.8\n");
  assert.equal(addVersion("tf 2 1.9.8\n", { ...tool, placement: "first" }, idOf), "tf v1.9.8 2\n");
  assert.equal(removeVersion("tf 2 1.9.8\n", tool, idOf), "tf 2\n");
  assert.equal(
    replaceVersion("tf 1 v2\n", { id: tool.id, from: "1", to: "2" }, idOf),
    "tf 2\n",
  );
});

Deno.test("addVersion() edits the tool's own line only", () => {
  const cases: [string, string, string, "last" | "first" | "only", string][] = [
    ["tf 1.9.8\n", "hashicorp/terraform", "1.10.0", "first", "tf 1.10.0 1.9.8\n"],
    ["tf 1.9.8\n", "tf", "1.10.0", "last", "tf 1.9.8 1.10.0\n"],
    ["tf 1.9.8\n", "tf", "1.9.8", "last", "tf 1.9.8\n"],
    ["tf 1.9.8 1.5.7\n", "tf", "1.5.7", "first", "tf 1.5.7 1.9.8\n"],
    ["tf 1.9.8 1.5.7\n", "tf", "1.6.0", "only", "tf 1.6.0\n"],
    ["tf   1.9.8  1.5.7   # lts\n", "tf", "1.6.0", "last", "tf   1.9.8  1.5.7  1.6.0   # lts\n"],
    ["tf\t1.9.8\t1.5.7\n", "tf", "1.6.0", "first", "tf\t1.6.0\t1.9.8\t1.5.7\n"],
    ["tf   1  2   3\n", "tf", "3", "first", "tf   3   1  2\n"],
    ["tf 1\nx 1\nhashicorp/terraform 2\n", "tf", "3", "last", "tf 1\nx 1\nhashicorp/terraform 2 3\n"],
    ["tf # todo\n", "tf", "1.6.0", "last", "tf 1.6.0 # todo\n"],
    ["tf 1\nx 1\nhashicorp/terraform 2 3\n", "tf", "3", "first", "tf 3 1\nx 1\nhashicorp/terraform 2\n"],
    ["tf 1\nhashicorp/terraform 2\n", "tf", "2", "last", "tf 1\nhashicorp/terraform 2\n"],
    ["tf 1\nhashicorp/terraform 2\n", "tf", "2", "first", "tf 2 1\n"],
    ["", "tf", "1.0", "last", "tf 1.0\n"],
    ["a 1", "tf", "1.0", "last", "a 1\ntf 1.0\n"],
    ["\uFEFFa 1\r\n", "tf", "1.0", "last", "\uFEFFa 1\r\ntf 1.0\r\n"],
    ["\uFEFFtf 1\r\n", "tf", "2", "last", "\uFEFFtf 1 2\r\n"],
  ];
  for (const [text, name, version, placement, expected] of cases) {
    assert.equal(addVersion(text, { name, id: idOf(name), version, placement }, idOf), expected);
  }
});

Deno.test("removeVersion() drops a version, an emptied line, or the tool", () => {
  const cases: [string, string, string | undefined, string | undefined][] = [
    ["hashicorp/terraform 1.9.8 1.5.7\n", "tf", "1.9.8", "hashicorp/terraform 1.5.7\n"],
    ["tf  1\t2   3\n", "tf", "1", "tf  2   3\n"],
    ["tf  1\t2   3\n", "tf", "2", "tf  1   3\n"],
    ["# c\ntf 1.9.8\n\njq 1\n", "tf", "1.9.8", "# c\n\njq 1\n"],
    ["tf 1 2\nx 1\nhashicorp/terraform 3\n", "tf", undefined, "x 1\n"],
    ["tf 1\n", "tf", "9", undefined],
    ["tf 1\n", "jq", undefined, undefined],
    ["\uFEFFtf 1\r\njq 1\r\n", "tf", undefined, "\uFEFFjq 1\r\n"],
    ["tf 1", "tf", undefined, ""],
  ];
  for (const [text, name, version, expected] of cases) {
    assert.equal(removeVersion(text, { id: idOf(name), version }, idOf), expected);
  }
});

Deno.test("replaceVersion() keeps the position and never repeats a version", () => {
  assert.equal(
    replaceVersion("tf 1 2 3 # x\n", { id: "hashicorp/terraform", from: "2", to: "4" }, idOf),
    "tf 1 4 3 # x\n",
  );
  assert.equal(
    replaceVersion("tf 1\t2  3\n", { id: "hashicorp/terraform", from: "2", to: "4" }, idOf),
    "tf 1\t4  3\n",
  );
  assert.equal(replaceVersion("tf 1 2\n", { id: "hashicorp/terraform", from: "1", to: "2" }, idOf), "tf 2\n");
  assert.equal(replaceVersion("tf 1\n", { id: "acme/widget", from: "1", to: "2" }, idOf), "tf 1\n");
});
