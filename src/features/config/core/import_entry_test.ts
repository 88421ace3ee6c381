import assert from "node:assert/strict";
import { isGlob, splitGlob } from "@/base/text/glob_parts.ts";
import { byDepth, importEntries, isRemote, withoutTwins } from "./import_entry.ts";

Deno.test("importEntries() takes a text, a list, and maps with a path", () => {
  const one = (path: string, index: number | undefined, optional = false) => ({ path, optional, index });
  assert.deepEqual(importEntries("a"), { entries: [one("a", undefined)], bad: [] });
  assert.deepEqual(importEntries(null), { entries: [], bad: [] });
  assert.deepEqual(importEntries(["a", "", null, { path: "b", optional: "true" }, { path: "c" }]), {
    entries: [one("a", 0), one("b", 3, true), one("c", 4)],
    bad: [],
  });
  assert.deepEqual(importEntries(["a", ["b"], {}]), {
    entries: [one("a", 0)],
    bad: [{ index: 1 }, { index: 2 }],
  });
  assert.deepEqual(importEntries({ path: ["x"] }).bad, [{ index: undefined }]);
});

Deno.test("isRemote(), isGlob(), splitGlob() tell kinds of imports apart", () => {
  const remote = [
    "https://a.test/x.yaml",
    "git::https://a.test/r.git//x.yaml?ref=v1",
    "git@a.test:o/r",
    "s3::https://x",
    "github.com/o/r//x.yaml",
    "file:///x",
  ];
  for (const path of remote) assert.equal(isRemote(path), true, path);
  for (const path of ["C:/x.yaml", "./x", "github/x.yaml", "a:b"]) assert.equal(isRemote(path), false, path);
  assert.deepEqual(["a/*.yaml", "a/{b,c}", "a/[b]", "a?", "a/b"].map(isGlob), [
    true,
    true,
    true,
    true,
    false,
  ]);
  assert.deepEqual(splitGlob("/a/b/*.yaml"), ["/a/b", "*.yaml"]);
  assert.deepEqual(splitGlob("/a/**/c/x.yaml"), ["/a", "**/c/x.yaml"]);
  assert.deepEqual(splitGlob("/*"), ["/", "*"]);
});

Deno.test("byDepth(), withoutTwins() order the files of a folder", () => {
  assert.deepEqual(["b/a.yaml", "z.yaml", "a/c/x.yml", "a.yml", "a/b.yml"].toSorted(byDepth), [
    "a.yml",
    "z.yaml",
    "a/b.yml",
    "b/a.yaml",
    "a/c/x.yml",
  ]);
  assert.deepEqual(withoutTwins(["a.yml", "a.yaml", "b.yml"]), ["a.yaml", "b.yml"]);
});
