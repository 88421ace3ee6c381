import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import {
  isPathSafe,
  latestPrefix,
  matchesPrefix,
  meansInstalled,
  parseToolSpec,
  sameVersion,
  versionFault,
} from "./tool_spec.ts";

Deno.test("parseToolSpec() splits at the @", () => {
  const cases: [string, string, string | undefined][] = [
    ["terraform", "terraform", undefined],
    ["terraform@1.9.8", "terraform", "1.9.8"],
    ["kubernetes/kubernetes/kubectl@v1.31.0", "kubernetes/kubernetes/kubectl", "v1.31.0"],
    ["jq@latest", "jq", "latest"],
    ["kustomize@kustomize/v5.6.0", "kustomize", "kustomize/v5.6.0"],
    ["tool@2.0.0+build.5", "tool", "2.0.0+build.5"],
  ];
  for (const [text, name, version] of cases) {
    const spec = parseToolSpec(text);
    assert.deepEqual([spec.text, spec.name, spec.version], [text, name, version]);
  }
});

Deno.test("parseToolSpec() refuses what is no spec, with exit code 2 and the text in the title", () => {
  const bad = [
    "",
    "@1.0.0",
    "a@",
    "a@1@2",
    "a@^1.2",
    "a@~> 1.2",
    "a@>=1",
    "a@1.x,2",
    "a@../x",
    "a@..",
    "a@-rf",
    "a@x/../y",
  ];
  for (const text of [...bad, "../x@1", "a b@1", "/abs@1", "a//b@1", "a@1\u00002", "a@C:x"]) {
    assert.throws(
      () => parseToolSpec(text),
      (error) =>
        error instanceof AtmosError && error.code === "toolchain/invalid-spec" && error.exitCode === 2 &&
        error.title.includes(text),
      text,
    );
  }
});

Deno.test("isPathSafe() takes only names that stay in their directory", () => {
  for (const good of ["1.0", "v1", "a/b", "1.0.0-rc.1", "r23", "2024-05-01", "@x"]) {
    assert.ok(isPathSafe(good), good);
  }
  for (const bad of ["", "/", "a/", "a//b", ".", "..", "a/..", "-x", "a\\b", "a:b", "a\nb"]) {
    assert.ok(!isPathSafe(bad), bad);
  }
});

Deno.test("sameVersion() ignores a leading v before a digit", () => {
  assert.ok(sameVersion("1.2.3", "v1.2.3"));
  assert.ok(sameVersion("vx", "vx"));
  assert.ok(!sameVersion("x", "vx"));
  assert.ok(!sameVersion("1.2.3", "1.2"));
});

Deno.test("versionFault() tells why a text is no exact version", () => {
  const cases: [string, RegExp | undefined][] = [
    ["1.2.3", undefined],
    ["2024", undefined],
    ["deadbeef", undefined],
    ["kustomize/v5.6.0", undefined],
    ["", /empty/],
    ["pr:12", /build of atmos/],
    ["sha:abc1234", /build of atmos/],
    ["~1.10", /constraint/],
    ["1.x,2", /constraint/],
    ["C:x", /cannot be a version/],
    ["../x", /cannot be a version/],
    ["a\\b", /cannot be a version/],
  ];
  for (const [version, why] of cases) {
    const fault = versionFault(version);
    if (why === undefined) assert.equal(fault, undefined, version);
    else assert.match(fault ?? "", why, version);
  }
});

Deno.test("latestPrefix() and matchesPrefix() understand asdf's latest:1.10", () => {
  assert.deepEqual(["latest", "latest:1.10", "1.10", "latest:"].map(latestPrefix), [
    "",
    "1.10",
    undefined,
    undefined,
  ]);
  for (const version of ["1.10", "1.10.3", "v1.10.0"]) assert.ok(matchesPrefix(version, "1.10"), version);
  for (const version of ["1.100.0", "1.1", "2.1.10"]) assert.ok(!matchesPrefix(version, "1.10"), version);
  assert.ok(matchesPrefix("anything", ""));
});

Deno.test("meansInstalled() knows the version, the tag, and the tag without its word", () => {
  const tables: [string, { version: string; tag?: string }, boolean][] = [
    ["v1.7.1", { version: "1.7.1" }, true],
    ["jq-1.7.1", { version: "1.7.1", tag: "jq-1.7.1" }, true],
    ["5.7.1", { version: "kustomize/v5.7.1", tag: "kustomize/v5.7.1" }, true],
    ["v5.7.1", { version: "kustomize/v5.7.1" }, true],
    ["kyaml/v5.7.1", { version: "kustomize/v5.7.1" }, false],
    ["5.7", { version: "kustomize/v5.7.1" }, false],
    ["1", { version: "2.0.0-1", tag: "v2.0.0-1" }, false],
    ["05-01", { version: "release-2024-05-01" }, false],
    ["jq-1.7.1", { version: "1.7.1", tag: "1.7.1" }, false],
  ];
  for (const [text, tool, expected] of tables) {
    assert.equal(meansInstalled(text, tool), expected, `${text} ${JSON.stringify(tool)}`);
  }
});
