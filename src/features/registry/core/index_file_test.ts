import assert from "node:assert/strict";
import { packageRecord } from "../../../../tests/support/package_record.ts";
import { decodeIndex, encodeIndex } from "./index_file.ts";

const stamp = { program: "p 1", source: "https://e.test/ü" };
const packages = [
  [
    "a/b",
    "{repo_owner: a, repo_name: b, description: 'ü ☃ \\n', overrides: [], replacements: {}, version_prefix: ''}",
  ],
  ["c/d", "{repo_owner: c, repo_name: d, aliases: [{name: old/d}], rosetta2: false}"],
  ["a/b", "{repo_owner: a, repo_name: b, asset: second}"],
].map(([name = "", yaml = ""]) => ({ name, record: packageRecord(yaml) }));
const at = { file: "r.yaml", line: 3 };
const issues = [
  { severity: "error", package: "x/y", title: "files must be a list", at },
  { severity: "error", package: undefined, title: "no name", at },
  { severity: "warning", package: "a/b", title: "twice", at },
] as const;

Deno.test("an index gives back its records, empty members too", () => {
  const index = decodeIndex(encodeIndex({ packages, issues }, stamp, "digest"), stamp);
  assert.ok(index);
  assert.equal(index.digest, "digest");
  assert.deepEqual(index.names.ids, ["a/b", "c/d"]);
  assert.deepEqual(index.read("a/b"), packages[0]?.record);
  assert.deepEqual(index.read("c/d"), packages[1]?.record);
  assert.equal(index.read("old/d"), undefined);
  assert.deepEqual(index.names.aliases, { "old/d": "c/d" });
  assert.deepEqual(index.broken, [{ id: "x/y", title: "files must be a list", at }]);
  const empty = decodeIndex(encodeIndex({ packages: [], issues: [] }, stamp, ""), stamp);
  assert.deepEqual(empty?.names.ids, []);
});

Deno.test("decodeIndex() refuses whatever is not its own whole text", () => {
  const bytes = encodeIndex({ packages, issues }, stamp, "digest");
  assert.equal(decodeIndex(bytes, { ...stamp, program: "p 2" }), undefined);
  assert.equal(decodeIndex(bytes, { ...stamp, source: "other" }), undefined);
  for (let length = 0; length < bytes.length; length += 7) {
    assert.equal(decodeIndex(bytes.subarray(0, length), stamp), undefined, `${length} bytes`);
  }
  for (const text of ["", "{}", "000000002\n{}", "000000004\nnull", "999999999\n{}", "packages:\n"]) {
    assert.equal(decodeIndex(new TextEncoder().encode(text), stamp), undefined, text);
  }
});
