import assert from "node:assert/strict";
import { text, whole } from "./blocks.ts";
import type { Issue, KeyPath, Reading, Texts } from "./reading.ts";
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
  record({ host: setting("Host", text) }, "ignore")(texts, { path: [] }, other.reading);
  assert.deepEqual(other.issues, []);
});
