import assert from "node:assert/strict";
import { packageRecord } from "../../../../tests/support/package_record.ts";
import { collectNames, findName, firstOfEachId } from "./names.ts";
import { packageName } from "./record.ts";

function namesOf(...packages: readonly string[]) {
  const named = packages.map(packageRecord).map((record) => ({ name: packageName(record) ?? "", record }));
  return collectNames(firstOfEachId(named));
}

function found(names: ReturnType<typeof namesOf>, name: string): string {
  const answer = findName(names, name);
  if (answer.kind === "ambiguous") return answer.ids.join(" ");
  return answer.kind === "id" ? answer.id : "";
}

Deno.test("findName() finds full names by case first, then without", () => {
  const names = namesOf(
    "{repo_owner: acme, repo_name: tool, aliases: [{name: old/tool}, {name: Other/one}]}",
    "{repo_owner: Acme, repo_name: Kit}",
    "{repo_owner: other, repo_name: one}",
    "{type: go_install, path: example.test/x/cmd/y}",
    "{repo_owner: acme, repo_name: tool, asset: second}",
  );
  const cases = [
    ["acme/tool", "acme/tool"],
    ["old/tool", "acme/tool"],
    ["ACME/TOOL", "acme/tool"],
    ["Old/Tool", "acme/tool"],
    ["acme/kit", "Acme/Kit"],
    ["Other/one", "acme/tool"],
    ["other/one", "other/one"],
    ["example.test/x/cmd/y", "example.test/x/cmd/y"],
    ["acme/none", ""],
    ["__proto__/x", ""],
    ["constructor", ""],
    ["", ""],
  ] as const;
  for (const [name, id] of cases) assert.equal(found(names, name), id, name);
  assert.equal(names.ids.length, 4);
});

Deno.test("findName() ranks those who claim a short name", () => {
  const cases: [packages: readonly string[], name: string, ids: string][] = [
    [["{repo_owner: a, repo_name: x}", "{name: b/c/x, repo_owner: b, repo_name: c}"], "x", "a/x"],
    [
      ["{name: b/c/x, repo_owner: b, repo_name: c}", "{repo_owner: d, repo_name: y, files: [{name: x}]}"],
      "x",
      "b/c/x",
    ],
    [["{repo_owner: a, repo_name: x}", "{repo_owner: b, repo_name: x}"], "x", "a/x b/x"],
    [["{repo_owner: jqlang, repo_name: jq, aliases: [{name: stedolan/jq}]}"], "jq", "jqlang/jq"],
    [["{repo_owner: opentofu, repo_name: opentofu, files: [{name: tofu}]}"], "tofu", "opentofu/opentofu"],
    [["{repo_owner: opentofu, repo_name: opentofu, files: [{name: tofu}]}"], "opentofu", "opentofu/opentofu"],
    [
      [
        "{repo_owner: o, repo_name: one, files: [{name: t}]}",
        "{repo_owner: o, repo_name: two, files: [{name: t}, {name: u}]}",
      ],
      "t",
      "o/one",
    ],
    [
      [
        "{repo_owner: o, repo_name: one, files: [{name: t}]}",
        "{repo_owner: tofuutils, repo_name: tenv, files: [{name: t}]}",
      ],
      "t",
      "o/one",
    ],
    [
      [
        "{name: crates.io/x, type: cargo, crate: x, files: [{name: t}]}",
        "{repo_owner: o, repo_name: y, files: [{name: t}]}",
      ],
      "t",
      "o/y",
    ],
    [
      [
        "{repo_owner: o, repo_name: y, version_constraint: 'false', version_overrides: " +
        "[{version_constraint: 'semver(\"< 1\")', files: [{name: old}]}, {version_constraint: 'true', files: [{name: new}]}]}",
        "{repo_owner: o, repo_name: z, files: [{name: old}]}",
      ],
      "old",
      "o/z",
    ],
    [["{repo_owner: o, repo_name: y, binary_name: b}"], "b", "o/y"],
  ];
  for (const [packages, name, ids] of cases) {
    assert.equal(found(namesOf(...packages), name), ids, `${packages}`);
  }
});
