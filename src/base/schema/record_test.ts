import assert from "node:assert/strict";
import { choice, flag, list, mapOf, path, placed, text, whole } from "./blocks.ts";
import { type Issue, type KeyPath, type Reading, type Texts } from "./reading.ts";
import { record, setting } from "./record.ts";

interface Findings {
  readonly reading: Reading;
  readonly issues: Issue[];
}

function opened(given: Partial<Reading> = {}): Findings {
  const issues: Issue[] = [];
  const positionOf = (path: KeyPath, of = "value") => ({ file: `${path.join("/")} ${of}` });
  const report = (issue: Issue) => void issues.push(issue);
  return {
    issues,
    reading: { env: {}, flags: {}, root: "/root", cwd: "/cwd", windows: false, positionOf, report, ...given },
  };
}

const decodeServer = record({
  port: setting("Port", whole(1), {
    aliases: ["Port_Number"],
    flag: "port",
    env: ["A_PORT", "B_PORT"],
    default: "80",
  }),
  host: setting("Host", text),
  log: setting("Log", record({ level: setting("Level", text, { default: "info" }) }), { default: {} }),
});

Deno.test("record() takes flag, variables in their order, key, aliases, default", () => {
  const cases: [Texts, Partial<Reading>, number, string[]][] = [
    [{}, {}, 80, []],
    [{ port: "1" }, {}, 1, []],
    [{ PORT: "1" }, {}, 1, []],
    [{ port_number: "2" }, {}, 2, []],
    [{ port_number: "2", port: "1" }, {}, 1, ["config/said-twice"]],
    [{ port: "", port_number: "2" }, {}, 2, []],
    [{ port: null }, {}, 80, []],
    [{ port: "1" }, { env: { B_PORT: "4" } }, 4, []],
    [{ port: "1" }, { env: { B_PORT: "4", A_PORT: "3" } }, 3, []],
    [{ port: "1" }, { env: { B_PORT: "4", A_PORT: "" } }, 4, []],
    [{ port: "1" }, { env: { A_PORT: "3" }, flags: { port: "5" } }, 5, []],
    [{ port: "1" }, { env: { A_PORT: "3" }, flags: { port: "" } }, 3, []],
    [{ port: "0" }, {}, 80, ["config/bad-value"]],
    [{ port: "0" }, { flags: { port: "5" } }, 5, []],
  ];
  for (const [texts, given, port, codes] of cases) {
    const { reading, issues } = opened(given);
    const value = decodeServer(texts, { path: [] }, reading);
    const found = { value, codes: issues.map(({ code }) => code) };
    assert.deepEqual(found, { value: { port, host: undefined, log: { level: "info" } }, codes });
  }
});

Deno.test("record() reports where a value stands or which flag or variable holds it, and every way to set it", () => {
  const sources = "The first of these that is set counts: --port, A_PORT, B_PORT, web.port.";
  const cases: [Texts, Partial<Reading>, string, string | undefined][] = [
    [{ port: "x" }, {}, 'web.port must be a whole number of at least 1, not "x"', "web/port value"],
    [{ PORT: [] }, {}, "web.PORT must be a whole number of at least 1, not a list", "web/PORT value"],
    [{}, { env: { A_PORT: "x" } }, 'A_PORT must be a whole number of at least 1, not "x"', undefined],
    [{}, { flags: { port: "0" } }, '--port must be a whole number of at least 1, not "0"', undefined],
  ];
  for (const [texts, given, title, file] of cases) {
    const { reading, issues } = opened(given);
    decodeServer(texts, { path: ["web"] }, reading);
    assert.deepEqual(issues.map((it) => [it.title, it.explanation, it.at?.file]), [[title, sources, file]]);
  }
});

Deno.test("record() warns of unknown keys unless they are free or none of its business", () => {
  const texts = { hots: "a", "x-y": "b", Log: { "X-": "", lvl: "" }, "__proto__x": null, zzz: [] };
  const { reading, issues } = opened();
  decodeServer(texts, { path: ["web"] }, reading);
  assert.deepEqual(issues.map(({ severity, title, at }) => [severity, title, at?.file]), [
    ["warning", 'unknown key "lvl" in web.Log, did you mean level?', "web/Log/lvl key"].map((it) => it),
    ["warning", 'unknown key "hots" in web, did you mean host?', "web/hots key"],
    ["warning", 'unknown key "__proto__x" in web', "web/__proto__x key"],
    ["warning", 'unknown key "zzz" in web', "web/zzz key"],
  ]);
  const other = opened();
  record({ host: setting("Host", text) }, "ignore")(texts, { path: [] }, other.reading);
  assert.deepEqual(other.issues, []);
});

Deno.test("blocks decode what fits and report the rest", () => {
  const cases: [
    string,
    (value: Texts, place: { path: KeyPath }, reading: Reading) => unknown,
    Texts,
    unknown,
  ][] = [
    ["text", text, "", ""],
    ["text", text, "1.10", "1.10"],
    ["text", text, ["a"], undefined],
    ["text", text, {}, undefined],
    ...["true", "True", "YES", "on", "t", "1"].map((word) => ["flag", flag, word, true] as never),
    ...["false", "F", "no", "OFF", "0"].map((word) => ["flag", flag, word, false] as never),
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
    ["mapOf", mapOf(text), { a: "b", c: null }, { a: "b" }],
    ["mapOf", mapOf(text), [], undefined],
    ["placed", placed(text), "a", { value: "a", place: { path: ["at"] } }],
    ["placed", placed(text), {}, undefined],
    ["path", path, "x", "/root/x"],
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
