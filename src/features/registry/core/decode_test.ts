import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { decodeRegistry } from "./decode.ts";
import type { Fields } from "./fields.ts";
import { packageFields, platformFields, versionFields } from "./record.ts";

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
  for (const text of ["", "[]", "packages: {}", "packages: []", "a: 1", "text"]) {
    assert.throws(
      () => decode(text),
      (error) => error instanceof ConfigError && error.code === "registry/no-packages",
    );
  }
  assert.throws(
    () => decode("a: ["),
    (error) => error instanceof ConfigError && error.code === "yaml/syntax",
  );
  assert.deepEqual(decode('{"packages": [{"name": "json"}]}').packages.map(({ name }) => name), ["json"]);
});

Deno.test("decodeRegistry() tells a wrong type in any field of any level by package and line, and keeps the others", () => {
  const levels: [where: string, fields: Fields][] = [
    ["", packageFields],
    ["version_overrides: - ", versionFields],
    ["overrides: - ", platformFields],
    ["version_overrides: - overrides: - ", platformFields],
  ];
  for (const [where, fields] of levels) {
    for (const field of Object.keys(fields)) {
      // A list with a list in it is neither text nor flag nor map nor a list of these.
      const flow = where.split(" ").reduceRight(
        (inner, word) => word.endsWith(":") ? `{${word} ${inner}}` : word === "-" ? `[${inner}]` : inner,
        `{${field}: [[x]]}`,
      ).slice(1, -1);
      const { packages, issues } = decode(
        `packages:\n  - {name: a/first}\n  - {repo_owner: o, repo_name: bad, ${flow}}\n  - {name: z/last}\n`,
      );
      const errors = issues.filter(({ severity }) => severity === "error");
      assert.deepEqual(packages.map(({ name }) => name), ["a/first", "z/last"], flow);
      assert.ok(errors.length > 0, flow);
      for (const { title, at } of errors) {
        assert.match(title, new RegExp(field), flow);
        assert.deepEqual([at.file, at.line], ["r.yaml", 3], flow);
      }
    }
  }
});

Deno.test("decodeRegistry() takes names of Object's own members for plain text", () => {
  const { packages, issues } = decode(`packages:
  - name: __proto__
    __proto__: {type: http}
    constructor: 1
    replacements: {__proto__: p, constructor: c}
    vars: [{name: __proto__, default: 1}]
  - {name: constructor/toString, aliases: [{name: hasOwnProperty}]}
`);
  assert.deepEqual(issues, []);
  const [first] = packages;
  assert.equal(first?.record.type, undefined);
  assert.deepEqual(Object.entries(first?.record.replacements ?? {}), [["__proto__", "p"], [
    "constructor",
    "c",
  ]]);
  assert.equal(Object.getPrototypeOf(first?.record), Object.prototype);
  assert.deepEqual(packages.map(({ name }) => name), ["__proto__", "constructor/toString"]);
});
