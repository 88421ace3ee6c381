import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { decodeRegistry } from "./decode.ts";

function decode(text: string) {
  return decodeRegistry(text, "r.yaml");
}

Deno.test("decodeRegistry() decodes by the wanted type, not by the look of the text", () => {
  const { packages, issues } = decode(`
x-other: ignored
packages:
  -
  - repo_owner: o
    repo_name: r
    future_key: {a: [1]}
    version_filter: 2024
    version_constraint: true
    rosetta2: yes
    append_ext: Off
    complete_windows_ext: false
    description: ~
    replacements: {386: i386, amd64: 64}
    supported_envs: []
    overrides: []
    version_prefix: ""
    vars: [{name: x, default: 1.20}]
`);
  assert.deepEqual(issues, []);
  assert.deepEqual(packages, [{
    name: "o/r",
    record: {
      repo_owner: "o",
      repo_name: "r",
      version_filter: "2024",
      version_constraint: "true",
      rosetta2: true,
      append_ext: false,
      complete_windows_ext: false,
      replacements: { "386": "i386", amd64: "64" },
      supported_envs: [],
      overrides: [],
      version_prefix: "",
      vars: [{ name: "x", default: "1.20" }],
    },
  }]);
  assert.deepEqual(JSON.parse(JSON.stringify(packages)), packages);
});

Deno.test("decodeRegistry() shares anchors and resolves merge keys", () => {
  const { packages } = decode(`
packages:
  - &base {repo_owner: o, repo_name: a, files: &f [{name: x}]}
  - {<<: *base, repo_name: b}
  - {name: c, files: *f}
`);
  assert.deepEqual(packages.map(({ name, record }) => [name, record.files]), [
    ["o/a", [{ name: "x" }]],
    ["o/b", [{ name: "x" }]],
    ["c", [{ name: "x" }]],
  ]);
});

Deno.test("decodeRegistry() leaves out broken packages and tells where they are", () => {
  const { packages, issues } = decode(`packages:
  - {name: good}
  - name: bad
    files: nope
    rosetta2: maybe
  - {asset: nameless}
  - just text
  - {name: twice, asset: a, asset: b}
`);
  assert.deepEqual(packages.map(({ name }) => name), ["good", "twice"]);
  const errors = issues.filter(({ severity }) => severity === "error");
  assert.deepEqual(errors.map(({ package: id, title, at }) => [id, title, at.line]), [
    ["bad", "files must be a list", 4],
    ["bad", "rosetta2 must be true or false", 5],
    [undefined, "the package has neither name nor repository", 6],
    [undefined, "the package must be a map", 7],
  ]);
  assert.match(issues.find(({ severity }) => severity === "warning")?.title ?? "", /asset/);
});

Deno.test("decodeRegistry() refuses what is no registry", () => {
  for (const text of ["", "[]", "packages: {}", "a: 1", "text"]) {
    assert.throws(
      () => decode(text),
      (error) => error instanceof ConfigError && error.code === "registry/no-packages",
    );
  }
  assert.throws(
    () => decode("a: ["),
    (error) => error instanceof ConfigError && error.code === "yaml/syntax",
  );
  assert.deepEqual(decode("packages: []").packages, []);
  assert.deepEqual(decode('{"packages": [{"name": "json"}]}').packages.map(({ name }) => name), ["json"]);
});
