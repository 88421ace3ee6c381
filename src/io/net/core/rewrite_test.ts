import { deepEqual, equal, throws } from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { compileReplacements, needsRegexp, rewriteUrl } from "./rewrite.ts";

/** Stands for the RE2 engine: the whole text or nothing. */
const compile = (pattern: string) => (text: string) => new RegExp(`^(?:${pattern})$`).exec(text) ?? undefined;

const PREFIX: readonly [from: string, url: string, result: string | undefined][] = [
  ["https://github.com/", "https://github.com/o/r", "https://m.test/o/r"],
  ["https://github.com/o/", "https://github.com/x/r", undefined],
  ["https://github.com/o/r-", "https://github.com/o/r-2/a", "https://m.test/2/a"],
  ["https://github.com", "https://github.com/o", "https://m.test//o"],
  ["https://github.com", "https://github.com", "https://m.test/"],
  ["https://github.com", "https://github.com?x=1", "https://m.test/?x=1"],
  ["https://github.com", "https://github.com.evil.test/o", undefined],
  ["https://github.com", "https://github.com:444/o", undefined],
  ["https://github.com", "https://github.com@evil.test/o", undefined],
  ["https://git", "https://github.com/o", undefined],
  ["https://", "https://github.com/o", "https://m.test/github.com/o"],
];

Deno.test("rewriteUrl() replaces a prefix that ends outside the host name", () => {
  for (const [from, url, result] of PREFIX) {
    equal(
      rewriteUrl(url, compileReplacements([{ from, to: "https://m.test/" }], compile)).url,
      result ?? url,
      `${from} on ${url}`,
    );
  }
});

const REGEX: readonly [from: string, to: string, url: string, result: string | undefined][] = [
  ["https://(.*)/a/(.*)", "https://m.test/$1/${2}x", "https://h/a/b", "https://m.test/h/bx"],
  ["https://h/(x)?b", "https://m.test/[$1]", "https://h/b", "https://m.test/[]"],
  ["https://h/(.)", "https://m.test/$$1$9$1", "https://h/b", "https://m.test/$1b"],
  ["https://h/", "https://m.test/", "https://h/b", undefined],
  ["h/b", "https://m.test/", "https://h/b", undefined],
  ["a|https://h/b", "https://m.test/", "https://h/b", "https://m.test/"],
];

Deno.test("rewriteUrl() replaces what a whole regular expression matches", () => {
  for (const [pattern, to, url, result] of REGEX) {
    const list = compileReplacements([{ from: `regex:${pattern}`, to }], compile);
    equal(rewriteUrl(url, list).url, result ?? url, pattern);
  }
});

Deno.test("rewriteUrl() takes the first match and does not look at its result again", () => {
  const list = compileReplacements([
    { from: "https://a/", to: "https://b/" },
    { from: "https://b/", to: "https://c/" },
    { from: "https://a/", to: "https://d/" },
  ], compile);
  deepEqual(rewriteUrl("https://a/x", list), { url: "https://b/x", by: "https://a/" });
  deepEqual(rewriteUrl("https://z/x", list), { url: "https://z/x" });
});

Deno.test("compileReplacements() refuses an entry that matches everything", () => {
  for (const from of ["", "regex:"]) {
    throws(() => compileReplacements([{ from, to: "x" }], compile), (error) => {
      return error instanceof ConfigError && error.code === "net/bad-replacement";
    });
  }
});

Deno.test("needsRegexp() tells whether the engine must be loaded", () => {
  equal(needsRegexp([{ from: "https://a/", to: "" }]), false);
  equal(needsRegexp([{ from: "https://a/", to: "" }, { from: "regex:a", to: "" }]), true);
});
