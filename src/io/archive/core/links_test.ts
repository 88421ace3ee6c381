import { deepEqual, throws } from "node:assert/strict";
import { strayLinks } from "./links.ts";

const OUTSIDE = "leads outside";
const CIRCLE = "leads in a circle";
const UNUSABLE = "has no usable target";

/** Links as `[path, target]`, and the stray ones among them. */
const CASES: readonly [links: Readonly<Record<string, string>>, stray: Readonly<Record<string, string>>][] = [
  [{}, {}],
  [{ "a": "b", "d/a": "../b", "d/e/a": "../../b", "d/r": ".." }, {}],
  [{ "a": ".", "b": "./", "c": "x/../y" }, {}],
  [{ "gone": "nowhere/at/all" }, {}],
  [{ "a": "..", "b": "../x", "d/c": "../../x", "d": "e/../../x" }, {
    "a": OUTSIDE,
    "b": OUTSIDE,
    "d/c": OUTSIDE,
    "d": OUTSIDE,
  }],
  [{ "a": "/etc/passwd", "b": "\\x", "c": "C:\\x", "d": "c:x", "e": "\\\\host\\share" }, {
    "a": OUTSIDE,
    "b": OUTSIDE,
    "c": OUTSIDE,
    "d": OUTSIDE,
    "e": OUTSIDE,
  }],
  [{ "a": "..\\x", "d/ok": "..\\x", "d/b": "..\\..\\x", "c": ".. /x" }, {
    "a": OUTSIDE,
    "d/b": OUTSIDE,
    "c": OUTSIDE,
  }],
  [{ "a": "", "b": "x\0y" }, { "a": UNUSABLE, "b": UNUSABLE }],
  // Harmless alone, outside together.
  [{ "d": ".", "e": "d/.." }, { "e": OUTSIDE }],
  [{ "a/b/up": "../..", "c": "a/b/up/../x" }, { "c": OUTSIDE }],
  [{ "one": "two/x", "two": "three/..", "three": "." }, { "one": OUTSIDE, "two": OUTSIDE }],
  [{ "out": "/", "through": "out/etc/passwd" }, { "out": OUTSIDE, "through": OUTSIDE }],
  [{ "self": "self", "a": "b", "b": "a", "c": "a/x" }, {
    "self": CIRCLE,
    "a": CIRCLE,
    "b": CIRCLE,
    "c": CIRCLE,
  }],
  [{ "long": `${"x/".repeat(2047)}x`, "longer": "x/".repeat(2048) }, {
    "longer": "has a target of more than 4095 bytes",
  }],
];

function strayOf(links: Readonly<Record<string, string>>, keyOf = (path: string) => path) {
  const byKey = Object.entries(links).map(([path, target]) => [keyOf(path), { path, target }] as const);
  return Object.fromEntries(strayLinks(new Map(byKey), keyOf));
}

Deno.test("strayLinks() finds the links that lead out, alone or through others", () => {
  for (const [links, stray] of CASES) deepEqual(strayOf(links), stray, JSON.stringify(links).slice(0, 200));
});

Deno.test("strayLinks() follows links by the key of their path", () => {
  const links = { "d": ".", "e": "D/.." };
  deepEqual(strayOf(links), {});
  deepEqual(strayOf(links, (path) => path.toLowerCase()), { "e": OUTSIDE });
});

Deno.test("strayLinks() follows 40 links in a row and no more", () => {
  const chain = (length: number) =>
    Object.fromEntries(Array.from({ length }, (_, i) => [`l${i}`, i === 0 ? "file" : `l${i - 1}`]));
  deepEqual(strayOf(chain(41)), {});
  deepEqual(strayOf(chain(42)), { "l41": CIRCLE });
});

Deno.test("strayLinks() gives up when the links take too long to follow", () => {
  const deep = "x/".repeat(2000);
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`l${i}`, deep]));
  throws(() => strayOf(many), { code: "archive/bomb" });
});
