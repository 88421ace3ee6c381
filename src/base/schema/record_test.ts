import assert from "node:assert/strict";
import { choice, list, mapOf, path, placed, text, whole } from "./blocks.ts";
import { type Issue, type KeyPath, type Reading, shownBy, type Texts } from "./reading.ts";
import { openSecret, record, setting } from "./record.ts";

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
    reading: {
      env: {},
      flags: {},
      root: "/project",
      cwd: "/cwd",
      windows: false,
      positionOf,
      report,
      ...given,
    },
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
  const texts = { hots: "a", "x-y": "b", Log: { "X-": "", levle: "" }, "__proto__x": null, zzz: [] };
  const { reading, issues } = opened();
  decodeServer(texts, { path: ["web"] }, reading);
  assert.deepEqual(issues.map(({ severity, title, at }) => [severity, title, at?.file]), [
    ["warning", 'unknown key "levle" in web.Log, did you mean level?', "web/Log/levle key"],
    ["warning", 'unknown key "hots" in web, did you mean host?', "web/hots key"],
    ["warning", 'unknown key "__proto__x" in web', "web/__proto__x key"],
    ["warning", 'unknown key "zzz" in web', "web/zzz key"],
  ]);
  const other = opened();
  record({ host: setting("Host", text) }, { others: "ignore" })(texts, { path: [] }, other.reading);
  assert.deepEqual(other.issues, []);
});

Deno.test("record() takes an empty text for a value where that is wanted", () => {
  const { reading } = opened();
  const host = setting("Host", text, { default: "here" });
  assert.deepEqual(record({ host })({ host: "" }, { path: [] }, reading), { host: "here" });
  assert.deepEqual(record({ host }, { emptyCounts: true })({ host: "" }, { path: [] }, reading), {
    host: "",
  });
});

Deno.test("record() reads keys of the user's own by their decoder", () => {
  const { reading, issues } = opened();
  const decode = record({ host: setting("Host", text) }, { others: whole() });
  const value = decode({ b: "2", HOST: "h", "x-a": "1", c: "no" }, { path: ["r"] }, reading);
  assert.deepEqual(value, { host: "h", b: 2, c: undefined, "x-a": 1 });
  assert.deepEqual(issues.map(({ title }) => title), ['r.c must be a whole number, not "no"']);
});

Deno.test("shownBy() shows what was written, without what nobody said", () => {
  const { reading } = opened();
  const zero = setting("Zero", text, { default: "" });
  const decode = record({
    word: setting("Word", choice({ off: ["disabled"] }), { default: "disabled" }),
    dir: setting("Directory", path),
    names: setting("Names", mapOf(text)),
    more: setting("More", list(placed(record({ dir: setting("Directory", path) })))),
    unsaid: setting("Unsaid", text),
    empty: setting("Empty", record({ unsaid: setting("Unsaid", text) }), { default: {} }),
    zeros: setting("Zeros", record({ zero }), { default: {} }),
    hidden: setting("Hidden", record({ zero }), { default: {}, whenEmpty: "hidden" }),
    kept: setting("Kept", mapOf(text), { default: {}, whenEmpty: "shown" }),
    token: setting("Token", text, { secret: true }),
    none: setting("No token", text, { secret: true, default: "" }),
  });
  const texts = { dir: "./x", names: { b: "1", a: "2" }, more: [{ dir: "y" }], token: "t" };
  const { token, ...shown } = shownBy(decode)(texts, { path: [] }, reading) as Record<string, unknown>;
  assert.deepEqual(openSecret(token), ["t"]);
  assert.equal(
    JSON.stringify(shown),
    '{"word":"disabled","dir":"./x","names":{"a":"2","b":"1"},"more":[{"dir":"y"}],"zeros":{"zero":""},' +
      '"kept":{},"none":""}',
  );
});

Deno.test("record() that checks a file heeds neither flags nor variables, and reads its defaults", () => {
  const { reading, issues } = opened({ env: { A_PORT: "x" }, flags: { port: "y" }, exact: true });
  assert.deepEqual(decodeServer({ host: "h" }, { path: [] }, reading), {
    port: 80,
    host: "h",
    log: { level: "info" },
  });
  assert.deepEqual(issues, []);
});

Deno.test("record() tells the path of a key that it does not know", () => {
  const { reading, issues } = opened();
  decodeServer({ log: { lvel: "x" } }, { path: [] }, reading);
  assert.deepEqual(issues.map(({ path }) => path), [["log", "lvel"]]);
});
