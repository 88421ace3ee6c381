import assert from "node:assert/strict";
import { runFlags } from "./run_flags.ts";

Deno.test("runFlags() weighs variables, flags and --verbose", () => {
  type Texts = Readonly<Record<string, string>>;
  const cases: [Texts, Texts, Texts][] = [
    [{}, {}, {}],
    [{}, { NO_PAGER: "" }, {}],
    [{}, { NO_PAGER: "0" }, { pager: "false" }],
    [{ pager: "more" }, { NO_PAGER: "1" }, { pager: "more" }],
    [{}, { ATMOS_VERBOSE: "true" }, { "logs-level": "Debug" }],
    [{ "logs-level": "Error" }, { ATMOS_VERBOSE: "true" }, { "logs-level": "Error" }],
    [{ "logs-level": "Error", verbose: "true" }, {}, { "logs-level": "Debug", verbose: "true" }],
    [{ verbose: "false" }, {}, { verbose: "false" }],
    [{}, { CLICOLOR: "0" }, { "no-color": "true" }],
    [{}, { CLICOLOR: "1", CLICOLOR_FORCE: "1" }, { "force-color": "true" }],
  ];
  for (const [typed, env, expected] of cases) assert.deepEqual(runFlags(typed, env), expected);
});
