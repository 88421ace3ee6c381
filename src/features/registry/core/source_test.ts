import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { indexPath, isPinned, packagePaths, parseSource } from "./source.ts";

function parse(source: string | undefined, ref?: string) {
  return parseSource({ name: "r", source, ref }, { root: "/w" });
}

function short(source: string | undefined, ref?: string): string {
  const found = parse(source, ref);
  switch (found.kind) {
    case "github":
      return `${found.owner}/${found.name}@${found.ref}:${found.folder}`;
    case "url":
      return found.url;
    case "local":
      return found.path;
  }
}

Deno.test("parseSource() reads every form of a source", () => {
  const cases: [source: string | undefined, ref: string | undefined, expected: string][] = [
    [undefined, undefined, "aquaproj/aqua-registry@main:"],
    ["", "v4.1.0", "aquaproj/aqua-registry@v4.1.0:"],
    ["https://github.com/o/r", undefined, "o/r@HEAD:"],
    ["https://github.com/o/r.git", "v2", "o/r@v2:"],
    ["github.com/o/r", "v2", "o/r@v2:"],
    ["https://github.com/o/r/", "v2", "o/r@v2:"],
    ["https://github.com/o/r/tree/main/a/b", undefined, "o/r@main:a/b"],
    ["https://github.com/o/r/tree/main/pkgs", undefined, "o/r@main:"],
    ["https://github.com/o/r/tree/main", "v3", "o/r@v3:"],
    ["https://github.com/o/r/blob/main/x.yaml", undefined, "o/r@main:x.yaml"],
    [
      "https://github.com/o/r/releases/download/v1/registry.yaml",
      undefined,
      "https://github.com/o/r/releases/download/v1/registry.yaml",
    ],
    ["https://e.test/dir/", undefined, "https://e.test/dir"],
    ["https://github.com.evil.test/o/r", undefined, "https://github.com.evil.test/o/r"],
    ["file:///x/y%20z.yaml", undefined, "/x/y z.yaml"],
    ["file:///C:/x", undefined, "C:/x"],
    ["./a/../b.yaml", undefined, "/w/b.yaml"],
    ["../b", undefined, "/b"],
    ["/abs/dir/", undefined, "/abs/dir"],
    ["C:\\x\\y.yaml", undefined, "C:/x/y.yaml"],
    ["plain/dir", undefined, "/w/plain/dir"],
  ];
  for (const [source, ref, expected] of cases) assert.equal(short(source, ref), expected, source);
  const servers = { web: "https://git.corp.test", raw: "https://raw.corp.test" };
  const own = parseSource({ name: "r", source: "https://git.corp.test/o/r" }, { root: "/w", servers });
  assert.deepEqual([own.kind, own.kind === "github" && own.servers], ["github", servers]);
});

Deno.test("parseSource() refuses what it cannot read", () => {
  const cases: [source: string, ref: string | undefined, code: string][] = [
    ["./x", "v1", "registry/ref-without-repository"],
    ["https://e.test/x", "v1", "registry/ref-without-repository"],
    ["oci://e.test/x", undefined, "registry/bad-source"],
    ["git::https://e.test/x", undefined, "registry/bad-source"],
    ["s3://bucket/x", undefined, "registry/bad-source"],
  ];
  for (const [source, ref, code] of cases) {
    assert.throws(
      () => parse(source, ref),
      (error) => error instanceof AtmosError && error.code === code,
      source,
    );
  }
});

Deno.test("packagePaths() stays below the source", () => {
  const cases: [source: string | undefined, id: string, paths: readonly string[]][] = [
    [undefined, "o/r", ["pkgs/o/r/registry.yaml"]],
    ["https://github.com/a/b/tree/main/sub", "o/r/x", ["o/r/x/registry.yaml", "pkgs/o/r/x/registry.yaml"]],
    ["https://e.test/d", "o/r", ["o/r/registry.yaml", "r/registry.yaml"]],
    ["./d", "o/r", ["pkgs/o/r/registry.yaml", "o/r/registry.yaml", "r/registry.yaml"]],
    ["./d.yaml", "o/r", []],
    ["./d", "../../etc/passwd", []],
    ["./d", "o/./r", []],
    ["./d", "o//r", []],
  ];
  for (const [source, id, paths] of cases) assert.deepEqual(packagePaths(parse(source), id), paths, id);
  assert.equal(indexPath(parse("./d")), "registry.yaml");
  assert.equal(indexPath(parse("./d.yaml")), "");
});

Deno.test("isPinned() takes commits and version tags for unchangeable", () => {
  for (const ref of ["v4.554.0", "4.1", "v1.2.3-rc1", "a".repeat(40)]) assert.equal(isPinned(ref), true, ref);
  for (const ref of ["main", "HEAD", "v2", "release/1.0", "a".repeat(39), "2"]) {
    assert.equal(isPinned(ref), false, ref);
  }
});
