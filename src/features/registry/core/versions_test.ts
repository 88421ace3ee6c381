import assert from "node:assert/strict";
import { packageRecord } from "../../../../tests/support/package_record.ts";
import { createEvaluator } from "./create_evaluator.ts";
import { acceptedTags, rankTags, type ReleasedTag, typedVersion, versionSource } from "./versions.ts";

const evaluator = createEvaluator();

function tags(text: string): readonly ReleasedTag[] {
  return text.split(" ").map((tag) => ({ tag }));
}

Deno.test("versionSource() tells where versions are listed", () => {
  const cases: [string, ReturnType<typeof versionSource>][] = [
    ["{type: github_release, repo_owner: o, repo_name: r}", { kind: "releases", owner: "o", name: "r" }],
    ["{repo_owner: o, repo_name: r, version_source: github_tag}", { kind: "tags", owner: "o", name: "r" }],
    ["{type: cargo, crate: c, repo_owner: o, repo_name: r}", { kind: "crate", crate: "c" }],
    ["{repo_owner: o, repo_name: r, go_version_path: g.test/p}", { kind: "go-module", path: "g.test/p" }],
    ["{type: http, name: n, url: 'https://e.test'}", { kind: "none" }],
  ];
  for (const [yaml, expected] of cases) assert.deepEqual(versionSource(packageRecord(yaml)), expected);
});

Deno.test("acceptedTags() follows the first row that matches", () => {
  const cases: [yaml: string, all: string, accepted: string][] = [
    ["{}", "v1.0.0 nightly", "v1.0.0 nightly"],
    ["{version_prefix: cli/v}", "cli/v1.0.0 v1.0.0 kyaml/v2.0.0", "cli/v1.0.0"],
    ["{version_filter: 'not (Version contains \"rc\")'}", "v1.0.0 v1.1.0-rc1", "v1.0.0"],
    ["{version_filter: 'semver(\">= 2\")', version_prefix: a-}", "a-3.0.0 3.0.0", ""],
    ["{version_filter: 'not Version startsWith \"x\"'}", "v1.0.0", ""],
    ["{no_asset: true}", "v1.0.0", ""],
    [
      "{version_constraint: 'semver(\">= 2\")', version_overrides: [{version_constraint: 'semver(\"< 1\")', " +
      "no_asset: true}, {version_constraint: 'true'}]}",
      "v2.1.0 v0.9.0 v1.5.0",
      "v2.1.0 v1.5.0",
    ],
    [
      "{version_constraint: 'false', version_overrides: [{version_constraint: 'Version == \"v1\"', " +
      "error_message: no}, {version_constraint: 'true', version_prefix: '', version_filter: ''}], version_prefix: x}",
      "v1 x1 other",
      "v1 x1 other",
    ],
  ];
  for (const [yaml, all, accepted] of cases) {
    const found = acceptedTags(packageRecord(yaml), tags(all), evaluator).map(({ tag }) => tag);
    assert.equal(found.join(" "), accepted, yaml);
  }
  const flagged = [{ tag: "v3", prerelease: true }, { tag: "v2", draft: true }, { tag: "v1" }];
  assert.deepEqual(acceptedTags(packageRecord("{}"), flagged, evaluator), [{ tag: "v1" }]);
});

Deno.test("rankTags() puts the newest release first, what is no version last", () => {
  const cases: [string, string][] = [
    ["v1.9.0 v1.10.0 v1.10.1-rc1", "v1.10.0 v1.9.0 v1.10.1-rc1"],
    ["kustomize/v5.1.0 kustomize/v5.10.0", "kustomize/v5.10.0 kustomize/v5.1.0"],
    ["nightly jq-1.7.1 jq-1.8", "jq-1.8 jq-1.7.1 nightly"],
    ["cidr2ip-v1.1.0-rc1 cidr2ip-1.0.0 cidr2ip-1.0.1", "cidr2ip-1.0.1 cidr2ip-1.0.0 cidr2ip-v1.1.0-rc1"],
    ["@biomejs/biome@2.5.9 @biomejs/biome@2.5.10", "@biomejs/biome@2.5.10 @biomejs/biome@2.5.9"],
  ];
  for (const [all, ranked] of cases) {
    assert.equal(rankTags(tags(all)).map(({ tag }) => tag).join(" "), ranked);
  }
  assert.deepEqual(rankTags([]), []);
});

Deno.test("typedVersion() is short and leads back to the tag", () => {
  const cases: [yaml: string, tag: string, expected: string][] = [
    ["{}", "v1.10.3", "1.10.3"],
    ["{}", "1.10.3", "1.10.3"],
    ["{}", "v1.0.0-rc.1+build", "1.0.0-rc.1+build"],
    ["{}", "nightly", "nightly"],
    ["{}", "2024-05-01", "2024-05-01"],
    ["{version_prefix: jq-}", "jq-1.7.1", "1.7.1"],
    ["{version_prefix: kustomize/}", "kustomize/v5.6.0", "5.6.0"],
    ["{version_prefix: rust-v}", "rust-v0.19.0", "0.19.0"],
    [
      "{version_constraint: 'false', version_overrides: [{version_constraint: 'true', version_prefix: cli/v}]}",
      "cli/v2.0.0",
      "2.0.0",
    ],
    ["{}", "release-1.0", "release-1.0"],
  ];
  for (const [yaml, tag, expected] of cases) {
    assert.equal(typedVersion(packageRecord(yaml), tag, evaluator), expected, tag);
  }
});
