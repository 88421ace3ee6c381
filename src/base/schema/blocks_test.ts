import assert from "node:assert/strict";
import { address, choice, flag, list, mapOf, path, placed, text, whole } from "./blocks.ts";
import type { Decoder, Issue, Reading, Texts } from "./reading.ts";

function opened(given: Partial<Reading> = {}) {
  const issues: Issue[] = [];
  const report = (issue: Issue) => void issues.push(issue);
  const reading: Reading = {
    env: {},
    flags: {},
    root: "/project",
    cwd: "/cwd",
    windows: false,
    positionOf: () => undefined,
    report,
    ...given,
  };
  return { issues, reading };
}

Deno.test("blocks decode what fits and report the rest", () => {
  const cases: [string, Decoder<unknown>, Texts, unknown][] = [
    ["text", text, "", ""],
    ["text", text, "1.10", "1.10"],
    ["text", text, ["a"], undefined],
    ["text", text, {}, undefined],
    ["flag", flag, "True", true],
    ["flag", flag, "t", true],
    ["flag", flag, "YES", true],
    ["flag", flag, "on", true],
    ["flag", flag, "1", true],
    ["flag", flag, "FALSE", false],
    ["flag", flag, "f", false],
    ["flag", flag, "no", false],
    ["flag", flag, "Off", false],
    ["flag", flag, "0", false],
    ["flag", flag, [], undefined],
    ["flag", flag, "2", undefined],
    ["whole", whole(), "-5", -5],
    ["whole", whole(), "+5", 5],
    ["whole", whole(), "5.00", 5],
    ["whole", whole(), "5.5", undefined],
    ["whole", whole(), "0x10", undefined],
    ["whole", whole(), "1e3", undefined],
    ["whole", whole(), "", undefined],
    ["whole", whole(), "9007199254740993", undefined],
    ["whole", whole(2), "1", undefined],
    ["choice", choice({ "a-b": ["c"] }), "A_B", "a-b"],
    ["choice", choice({ "a-b": ["c"] }), "C", "a-b"],
    ["choice", choice({ "a-b": ["c"] }), "constructor", undefined],
    ["list", list(text), ["a", null, "b"], ["a", "b"]],
    ["list", list(text), "a", undefined],
    ["mapOf", mapOf(text), { a: "b", c: null, d: "" }, { a: "b" }],
    ["mapOf", mapOf(text), [], undefined],
    ["placed", placed(text), "a", { value: "a", place: { path: ["at"] } }],
    ["placed", placed(text), {}, undefined],
    ["address", address, "https://a.test/b//", "https://a.test/b"],
    ["address", address, "http://[::1]:80", "http://[::1]:80"],
    ["address", address, "a.test", undefined],
    ["address", address, "https://", undefined],
    ["address", address, "javascript:1", undefined],
    ["path", path, "x", "/project/x"],
    ["path", path, [], undefined],
  ];
  for (const [name, decode, value, expected] of cases) {
    const { reading, issues } = opened();
    assert.deepEqual(decode(value, { path: ["at"] }, reading), expected, `${name} ${JSON.stringify(value)}`);
    assert.equal(issues.length, expected === undefined ? 1 : 0);
  }
});

Deno.test("list() and mapOf() go on after an item that does not fit, and name it", () => {
  const { reading, issues } = opened();
  const decode = mapOf(list(whole()));
  assert.deepEqual(decode({ "a.b": ["1", "x", "3"] }, { path: ["m"] }, reading), { "a.b": [1, 3] });
  assert.deepEqual(issues.map(({ title }) => title), ['m."a.b"[1] must be a whole number, not "x"']);
  const own = mapOf(text)(JSON.parse('{"__proto__": "p"}'), { path: [] }, reading) ?? {};
  assert.deepEqual(Object.entries(own), [["__proto__", "p"]]);
});

Deno.test("path() replaces the home and variables, and begins where its source is", () => {
  const env = { HOME: "/people/me", A: "a", EMPTY: "" };
  const cases: [string, string | undefined, string | undefined][] = [
    ["x/../y", undefined, "/project/y"],
    ["x", "--flag", "/cwd/x"],
    ["~", undefined, "/people/me"],
    ["~/x", "VARIABLE", "/people/me/x"],
    ["~x", undefined, "/project/~x"],
    ["x/~", undefined, "/project/x/~"],
    ["$A/${A}b$", undefined, "/project/a/ab$"],
    ["${A", undefined, "/project/${A"],
    ["$1", undefined, "/project/$1"],
    ["$EMPTY/x", undefined, "/x"],
    ["$EMPTY", undefined, undefined],
    ["ü/…", undefined, "/project/ü/…"],
  ];
  for (const [value, from, expected] of cases) {
    const { reading, issues } = opened({ env });
    assert.equal(path(value, { path: ["p"], from }, reading), expected, value);
    assert.deepEqual(issues, []);
  }
});

Deno.test("path() refuses variables that are not set, whatever their names", () => {
  for (const name of ["GONE", "constructor", "__proto__"]) {
    const { reading, issues } = opened();
    assert.equal(path(`\${${name}}/tools`, { path: ["p"] }, reading), undefined);
    assert.deepEqual(issues.map(({ code, title }) => [code, title.includes(` ${name},`)]), [
      ["config/unset-variable", true],
    ]);
  }
});
