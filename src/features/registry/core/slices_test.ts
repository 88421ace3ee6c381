import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { decodeRegistry } from "./decode.ts";
import { collectNames, findName, firstOfEachId } from "./names.ts";
import { sliceRegistry } from "./slices.ts";

const TEXT = `---
# made by a program

packages:
  - type: github_release
    repo_owner: acme
    repo_name: jq
    description: |
      name: not-a-name
      - repo_name: neither
    files: &files
      - name: jq
    version_overrides:
      - version_constraint: "false"
        files: *files
  # between
  - {type: http, name: "tools/Deep/thing", files: [{name: 'th-ing'}, {name: k}]}
  - repo_owner: other
    repo_name: jq
    aliases:
      - name: old/gone
  - name: a/\\x62
    type: http
  - name: >-
      folded/name
  - repo_owner: acme
    repo_name: Case
    binary_name: caseless # the program
  - repo_owner: acme
    repo_name: broken
    files: {a: 1}
`;

const NAMES = [
  ...["acme/jq", "other/jq", "tools/Deep/thing", "tools/deep/THING", "old/gone", "acme/case", "acme/broken"],
  ...[
    "jq",
    "thing",
    "th-ing",
    "k",
    "caseless",
    "Case",
    "folded/name",
    "name",
    "gone",
    "acme",
    "neither",
    ".*",
  ],
  ...["not-a-name", "a/b", "nobody/nothing", ""],
];

Deno.test("sliceRegistry() finds by every name what decoding the whole finds", () => {
  const whole = collectNames(firstOfEachId(decodeRegistry(TEXT, "r.yaml").packages));
  const slices = sliceRegistry(TEXT, "r.yaml");
  assert.ok(slices);
  for (const name of NAMES) {
    const some = collectNames(firstOfEachId(slices.decodeLike(name).packages));
    assert.deepEqual(findName(some, name), findName(whole, name), name);
  }
});

Deno.test("sliceRegistry() decodes few packages, and keeps their places", () => {
  const slices = sliceRegistry(TEXT, "r.yaml");
  const unclear = ["folded/name", "a/\\x62"];
  assert.deepEqual(
    slices?.decodeLike("k").packages.map(({ name }) => name).sort(),
    [
      ...unclear,
      "tools/Deep/thing",
    ].sort(),
  );
  const { issues } = slices?.decodeLike("acme/broken") ?? { issues: [] };
  const whole = decodeRegistry(TEXT, "r.yaml").issues;
  assert.equal(whole.length, 1);
  assert.deepEqual(issues, whole);
});

Deno.test("sliceRegistry() leaves every other shape to the whole reading", () => {
  const odd = [
    "",
    "[]",
    '{"packages": [{"name": "a/b"}]}',
    "packages: []\n",
    "packages:\n",
    "packages:\r\n  - name: a/b\r\n",
    "packages:\n  - name: a/b\nother: 1\n",
    "other: 1\npackages:\n  - name: a/b\n",
    "packages:\n  - name: a/b\n ...\n",
    "packages:\n  - name: a/b\n---\n",
    "packages:\n  - name: a/b\n   odd: 1\n",
    "packages:\n  - name: a/b\n\t# tab\n",
    "%YAML 1.2\n---\npackages:\n  - name: a/b\n",
  ];
  for (const text of odd) assert.equal(sliceRegistry(text, "r.yaml"), undefined, JSON.stringify(text));
  assert.ok(sliceRegistry("packages:\n- name: a/b\n", "r.yaml"));
});

Deno.test("decodeLike() refuses a package that needs another one", () => {
  const text = "packages:\n  - name: a/b\n    files: &f [{name: x}]\n  - name: c/d\n    files: *f\n";
  const slices = sliceRegistry(text, "r.yaml");
  assert.throws(() => slices?.decodeLike("c/d"), (error) => {
    assert.ok(error instanceof ConfigError && error.code === "yaml/syntax");
    assert.equal(error.at?.line, 5);
    return true;
  });
});
