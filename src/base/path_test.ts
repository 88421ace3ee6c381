import assert from "node:assert/strict";
import { baseName, dirName, isAbsolute, joinPath, parents, relativePath, resolvePath } from "./path.ts";

Deno.test("joinPath() joins and cleans", () => {
  const cases: [string[], string][] = [
    [[], "."],
    [[""], "."],
    [["a", "b"], "a/b"],
    [["/a/", "/b//c/"], "/a/b/c"],
    [["/", "a"], "/a"],
    [["", "a"], "a"],
    [["a", "..", "..", "b"], "../b"],
    [["/a", "../../.."], "/"],
    [["./a/./b/../c"], "a/c"],
    [["C:/", "x", "../.."], "C:/"],
    [["C:", "x"], "C:/x"],
    [["//server/share", "x/.."], "//server/share/"],
    [["//server/share", "../../x"], "//server/share/x"],
    [["a b", "ü/…"], "a b/ü/…"],
    [["..."], "..."],
  ];
  for (const [parts, expected] of cases) assert.equal(joinPath(...parts), expected, parts.join(" + "));
});

Deno.test("resolvePath() begins at the base unless the path is absolute", () => {
  const cases: [string, string, string][] = [
    ["/a/b", "c", "/a/b/c"],
    ["/a/b", "", "/a/b"],
    ["/a/b", "../c/", "/a/c"],
    ["/a/b", "/c/./d", "/c/d"],
    ["/a", "C:x", "/a/C:x"],
    ["/a", "C:/x", "C:/x"],
    ["C:/a", "/x", "C:/x"],
    ["C:/a", "D:/x", "D:/x"],
    ["C:/a", "//server/share/x", "//server/share/x"],
  ];
  for (const [base, path, expected] of cases) assert.equal(resolvePath(base, path), expected, path);
});

Deno.test("dirName(), baseName() and parents() stop at the root", () => {
  const cases: [string, string, string, number][] = [
    ["/a/b", "/a", "b", 3],
    ["/a/b/", "/a", "b", 3],
    ["/a", "/", "a", 2],
    ["/", "/", "", 1],
    ["C:/a/b", "C:/a", "b", 3],
    ["C:/a", "C:/", "a", 2],
    ["C:/", "C:/", "", 1],
    ["//server/share/a", "//server/share/", "a", 2],
    ["//server/share", "//server/share/", "", 1],
  ];
  for (const [path, dir, base, count] of cases) {
    assert.equal(dirName(path), dir, path);
    assert.equal(baseName(path), base, path);
    assert.equal(parents(path).length, count, path);
  }
  assert.equal(dirName("a"), ".");
  assert.equal(baseName("a/b"), "b");
  assert.deepEqual(parents("/a/b"), ["/a/b", "/a", "/"]);
});

Deno.test("isAbsolute() knows roots, drives and shares", () => {
  for (const path of ["/", "/a", "C:/", "c:", "//server/share"]) assert.ok(isAbsolute(path), path);
  for (const path of ["", ".", "a", "C:a", "./a", "é:/a", "~/a"]) assert.ok(!isAbsolute(path), path);
});

Deno.test("relativePath() leads from one to the other", () => {
  const cases: [string, string, string][] = [
    ["/a/b", "/a/b", "."],
    ["/a/b", "/a/b/c/d", "c/d"],
    ["/a/b", "/a", ".."],
    ["/a/b", "/a/bc", "../bc"],
    ["/", "/a", "a"],
    ["/a", "/", ".."],
    ["C:/a", "c:/a/b", "b"],
    ["C:/a", "D:/b", "D:/b"],
    ["//s/h/a", "//s/h/b", "../b"],
  ];
  for (const [from, to, expected] of cases) {
    assert.equal(relativePath(from, to), expected, `${from} → ${to}`);
    if (from.toLowerCase()[0] === to.toLowerCase()[0]) {
      assert.equal(resolvePath(from, relativePath(from, to)).toLowerCase(), to.toLowerCase());
    }
  }
});
