import { equal, throws } from "node:assert/strict";
import { IntegrityError } from "@/base/errors.ts";
import { isRooted, isUp, memberPath, parentOf } from "./member_path.ts";

const PLACES: readonly [name: string, path: string][] = [
  ["", ""],
  [".", ""],
  ["./", ""],
  ["././/.", ""],
  ["a", "a"],
  ["./a//b/./c/", "a/b/c"],
  ["a/../b", "b"],
  ["a/..", ""],
  ["a/b/../../c", "c"],
  [".hidden/..b", ".hidden/..b"],
  ["a\\b", "a\\b"],
  [" a / b ", " a / b "],
  ["ünï/文/🚀", "ünï/文/🚀"],
  ["a\nb\u001b[31m", "a\nb\u001b[31m"],
  ["man/A::B.3", "man/A::B.3"],
  ["x".repeat(255), "x".repeat(255)],
  ["é".repeat(127), "é".repeat(127)],
  ["ab/".repeat(682) + "cd", "ab/".repeat(682) + "cd"],
];

Deno.test("memberPath() is the place inside the folder", () => {
  for (const [name, path] of PLACES) equal(memberPath(name), path, JSON.stringify(name));
});

const ESCAPES = [
  "..",
  "../a",
  "a/../../b",
  "a/b/../../..",
  "./../a",
  "/a",
  "//host/share",
  "\\a",
  "\\\\host\\share\\a",
  "C:a",
  "c:\\a",
  "c:/a",
  "./c:/a",
  "a/../C:/b",
  ".//..//a",
  "..\\a",
  "a\\..\\..\\b",
  "a/..\\..\\b",
  ".. /a",
  "...",
  "a/.../b",
  "a/.. /b",
  ".../../.. ./a",
  "a\0b",
  "\0",
];

Deno.test("memberPath() refuses what climbs out on any system", () => {
  for (const name of ESCAPES) {
    throws(
      () => memberPath(name),
      (error) =>
        error instanceof IntegrityError && error.code === "archive/escape" && error.facts.member === name,
      JSON.stringify(name),
    );
  }
});

Deno.test("memberPath() names the link whose target climbs out", () => {
  throws(() => memberPath("../../etc/passwd", "bin/x"), {
    code: "archive/escape",
    facts: { member: "bin/x" },
  });
});

Deno.test("memberPath() refuses names of more than 2048 bytes, parts of more than 255, and shortens them in the message", () => {
  for (
    const name of [
      "ab/".repeat(683),
      "x".repeat(256),
      "ü".repeat(128),
      "a/".repeat(100_000),
      `d/${"x".repeat(300)}/e`,
    ]
  ) {
    throws(
      () => memberPath(name),
      (error) =>
        error instanceof IntegrityError && error.code === "archive/bomb" &&
        String(error.facts.member).length <= 101,
    );
  }
});

Deno.test("isRooted(), isUp(), parentOf() read parts of paths", () => {
  for (const path of ["/", "\\", "z:", "Z:\\x"]) equal(isRooted(path), true, path);
  for (const path of ["", "a", "zz:", ":", "./a"]) equal(isRooted(path), false, path);
  for (const part of ["..", ".. ", "...", ".. .", "......"]) equal(isUp(part), true, part);
  for (const part of ["", ".", "..a", "a..", ". .x"]) equal(isUp(part), false, part);
  equal(parentOf("a/b/c"), "a/b");
  equal(parentOf("a"), "");
  equal(parentOf(""), "");
});
