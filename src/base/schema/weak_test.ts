import assert from "node:assert/strict";
import { type Decoder, type Issue, plainScalar, type Reading, shownBy, type Texts } from "./reading.ts";
import {
  bool,
  duration,
  float,
  free,
  freeMap,
  int,
  listOf,
  map,
  oneOf,
  presence,
  scalar,
  scalars,
  string,
  strings,
} from "./weak.ts";

function opened() {
  const issues: Issue[] = [];
  const reading: Reading = {
    env: {},
    flags: {},
    root: "/project",
    cwd: "/cwd",
    windows: false,
    positionOf: () => undefined,
    report: (issue) => void issues.push(issue),
  };
  return { issues, reading };
}

const five = plainScalar("5", 5), yes = plainScalar("true", true);

Deno.test("weak blocks turn what can be turned, and name the wanted type of the rest", () => {
  const cases: [string, Decoder<unknown>, Texts, unknown, string?][] = [
    ["string", string, "", ""],
    ["string", string, five, "5"],
    ["string", string, plainScalar("1.50", 1.5), "1.5"],
    ["string", string, yes, "true"],
    ["string", string, plainScalar("9007199254740993", 9007199254740993n), "9007199254740993"],
    ["string", string, {}, undefined, "a string, not a map"],
    ["bool", bool, yes, true],
    ["bool", bool, "1", true],
    ["bool", bool, plainScalar("0", 0), false],
    ["bool", bool, "F", false],
    ["bool", bool, "", false],
    ["bool", bool, "no", undefined, 'true or false (bool), not "no"'],
    ["bool", bool, five, undefined, "true or false (bool), not 5"],
    ["bool", bool, [], undefined, "true or false (bool), not a list"],
    ["int", int, five, 5],
    ["int", int, "80", 80],
    ["int", int, "-1", -1],
    ["int", int, "", 0],
    ["int", int, plainScalar("0x10", 16), 16],
    ["int", int, "0x10", undefined, 'a whole number (int), not "0x10"'],
    ["int", int, "1.5", undefined, 'a whole number (int), not "1.5"'],
    ["int", int, "1e400", undefined, 'a whole number (int), not "1e400"'],
    ["int", int, yes, undefined, "a whole number (int), not true"],
    ["int", int, " 5", undefined, 'a whole number (int), not " 5"'],
    ["float", float, "1.5", 1.5],
    ["float", float, plainScalar(".inf", Infinity), undefined, "a number (float), not .inf"],
    ["duration", duration, five, "5"],
    ["duration", duration, "1h30m", "1h30m"],
    ["duration", duration, "7d", "7d"],
    ["duration", duration, "weekly", "weekly"],
    ["duration", duration, "soon", undefined, 'a duration such as 90s, 1h30m or 7d, not "soon"'],
    ["oneOf", oneOf("a", "b"), "b", "b"],
    ["oneOf", oneOf("a", "b"), "", ""],
    ["oneOf", oneOf("a", "b"), "A", undefined, 'one of a, b, not "A"'],
    ["strings", strings, "a, b,,", ["a", "b"]],
    ["strings", strings, "", []],
    ["strings", strings, five, ["5"]],
    ["strings", strings, ["a,b", five, null], ["a,b", "5"]],
    ["strings", strings, {}, undefined, "a list, not a map"],
    ["listOf", listOf(freeMap), { a: five }, [{ a: 5 }]],
    ["listOf", listOf(freeMap), [{ a: "x" }], [{ a: "x" }]],
    ["listOf", listOf(freeMap), "x", undefined, 'a list, not "x"'],
    ["map", map(string), { B: "", a: five, c: null }, { B: "", a: "5" }],
    ["map", map(string), "x", undefined, 'a map, not "x"'],
    ["free", free, { b: five, a: [yes] }, { b: 5, a: [true] }],
  ];
  for (const [name, decode, value, expected, wanted] of cases) {
    const { reading, issues } = opened();
    assert.deepEqual(decode(value, { path: ["at"] }, reading), expected, `${name} wants ${wanted}`);
    assert.deepEqual(issues.map(({ title }) => title), wanted === undefined ? [] : [`at must be ${wanted}`]);
  }
});

Deno.test("weak blocks want the very type when a file is checked", () => {
  const cases: [string, Decoder<unknown>, Texts, boolean][] = [
    ["string", string, "5", true],
    ["string", string, five, false],
    ["scalar", scalar, five, true],
    ["scalar", scalar, [], false],
    ["bool", bool, yes, true],
    ["bool", bool, "true", false],
    ["bool", bool, plainScalar("1", 1), false],
    ["presence", presence, "1", false],
    ["int", int, five, true],
    ["int", int, "5", false],
    ["int", int, plainScalar("1.5", 1.5), false],
    ["float", float, plainScalar("1.5", 1.5), true],
    ["float", float, "1.5", false],
    ["duration", duration, five, true],
    ["oneOf", oneOf("5"), five, false],
    ["strings", strings, ["a", "b"], true],
    ["strings", strings, "a", true],
    ["strings", strings, ["a", five], false],
    ["scalars", scalars, ["a", five], true],
    ["map", map(string), { a: five }, false],
  ];
  for (const [name, decode, value, fits] of cases) {
    const { reading, issues } = opened();
    decode(value, { path: ["at"] }, { ...reading, exact: true });
    assert.equal(issues.length === 0, fits, `${name} ${JSON.stringify(value)}`);
  }
});

Deno.test("presence() is on for any value of a variable but a no", () => {
  const { reading } = opened();
  for (const [text, expected] of [["yes", true], ["1", true], ["0", false], ["False", false]] as const) {
    assert.equal(presence(text, { path: [], from: "NO_COLOR" }, reading), expected, text);
  }
  assert.equal(presence("yes", { path: [] }, reading), undefined);
});

Deno.test("maps keep the case of their keys and are shown in order, also below", () => {
  const { reading } = opened();
  const shown = (decode: Decoder<unknown>, value: Texts) =>
    JSON.stringify(shownBy(decode)(value, { path: [] }, reading));
  assert.equal(shown(map(string), { b: "1", B: "2", "a.c": "3" }), '{"B":"2","a.c":"3","b":"1"}');
  assert.equal(shown(free, { b: [{ d: "", c: "" }], a: "" }), '{"a":"","b":[{"c":"","d":""}]}');
  const own = map(string)(JSON.parse('{"__proto__": "p"}'), { path: [] }, reading) ?? {};
  assert.deepEqual(Object.entries(own), [["__proto__", "p"]]);
});
