import assert from "node:assert/strict";
import { packageRecord } from "../../../../tests/support/package_record.ts";
import { parseYamlStrings } from "@/lang/yaml/parse.ts";
import { decodeLocalDefinitions, localRecords } from "./decode_local.ts";
import type { PackageRecord } from "./record.ts";

function decode(yaml: string) {
  return decodeLocalDefinitions(parseYamlStrings(yaml, { file: "t.yaml" }).value);
}

function records(yaml: string, base?: PackageRecord, holds = (_: string) => true): readonly PackageRecord[] {
  const [definition] = decode(yaml).definitions;
  assert.ok(definition, yaml);
  return localRecords(definition, base, holds);
}

Deno.test("decodeLocalDefinitions() fills in what a definition leaves out", () => {
  const cases: [yaml: string, expected: Partial<PackageRecord>][] = [
    ["a/b: {url: 'https://e.test/x'}", {
      type: "http",
      url: "https://e.test/x",
      repo_owner: "a",
      repo_name: "b",
    }],
    ["a/b: {asset: x}", { type: "github_release", asset: "x", name: "a/b" }],
    ["a/b: {url: x.tar.gz}", { type: "github_release", asset: "x.tar.gz" }],
    ["a/b: {}", { type: "github_release", asset: "{{.RepoName}}_{{.Version}}_{{.OS}}_{{.Arch}}.tar.gz" }],
    ["b: {asset: x}", { name: "local/b" }],
    ["b: {repo_owner: a, asset: x}", { name: "a/b", repo_owner: "a", repo_name: "b" }],
    ["a/b: {asset: x, format: gzip}", { format: "gz" }],
    ["a/b: {asset: x, repo_name: c}", { repo_name: "c", name: "a/b" }],
  ];
  for (const [yaml, expected] of cases) {
    const [record] = records(yaml);
    assert.deepEqual({ ...record, ...expected }, record, yaml);
  }
  assert.equal(records("b: {asset: x}")[0]?.repo_owner, undefined);
});

Deno.test("localRecords() tries alternatives in their order", () => {
  const yaml = "a/b: {version_constraints: [{constraint: '>= 2', asset: two}, {asset: any, format: gzip}, " +
    "{constraint: '< 2', asset: one}]}";
  const assets = (holds: (constraint: string) => boolean) =>
    records(yaml, undefined, holds).map(({ asset }) => asset);
  assert.deepEqual(assets((constraint) => constraint === ">= 2"), ["two", "any"]);
  assert.deepEqual(assets((constraint) => constraint === "< 2"), ["any", "one"]);
  assert.deepEqual(records(yaml)[1]?.format, "gz");
});

Deno.test("localRecords() lays an incomplete definition over what is known", () => {
  const base = packageRecord(`
repo_owner: a
repo_name: b
type: github_release
asset: base
format: zip
version_constraint: 'false'
version_overrides:
  - {version_constraint: 'true', asset: newer, format: tar.gz}
`);
  const patched = records("a/b: {format: raw}", base)[0];
  assert.deepEqual([patched?.asset, patched?.format], ["base", "raw"]);
  assert.deepEqual(patched?.version_overrides, [{ version_constraint: "true", asset: "newer" }]);
  assert.equal(records("a/b: {asset: own}", base)[0]?.version_overrides, undefined);
  const forced = records("a/b: {asset: own, extends: true}", base)[0];
  assert.deepEqual([forced?.asset, forced?.format], ["own", "zip"]);
  assert.deepEqual(forced?.version_overrides, [{ version_constraint: "true", format: "tar.gz" }]);
  assert.equal(records("a/b: {binary_name: c, extends: false}", base)[0]?.format, undefined);
});

Deno.test("decodeLocalDefinitions() takes rules that name downloads for a whole definition", () => {
  const yaml =
    "a/b: {version_constraint: 'false', version_overrides: [{version_constraint: 'true', asset: x}]}";
  const base = packageRecord("{repo_owner: a, repo_name: b, type: http, url: 'https://e.test'}");
  assert.equal(decode(yaml).definitions[0]?.extends, "never");
  const [record] = records(yaml, base);
  assert.deepEqual([record?.type, record?.asset, record?.url], ["github_release", undefined, undefined]);
  const patch = "a/b: {version_overrides: [{version_constraint: 'true', format: zip}]}";
  assert.equal(decode(patch).definitions[0]?.extends, "if-known");
});

Deno.test("decodeLocalDefinitions() keeps good entries beside bad ones", () => {
  const { definitions, issues } = decode("a/b: {files: no}\nc/d: {asset: x}\ne/f: text");
  assert.deepEqual(definitions.map(({ id }) => id), ["c/d"]);
  assert.deepEqual(issues.map(({ path, title }) => [path[0], title]), [
    ["a/b", "files must be a list"],
    ["e/f", "e/f must be a map"],
  ]);
  assert.equal(decode("[]").issues.length, 1);
  assert.deepEqual(decode(""), { definitions: [], issues: [] });
});
