import assert from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { deeperEnvironment, DEPTH_VARIABLE } from "./depth.ts";

Deno.test("deeperEnvironment() counts, begins anew after nonsense, and ends a circle", () => {
  const cases: [string | undefined, string][] = [
    [undefined, "1"],
    ["", "1"],
    ["1", "2"],
    ["99", "100"],
    ["08", "1"],
    ["-1", "1"],
    ["1e3", "1"],
    ["a[$(id)]", "1"],
  ];
  for (const [before, after] of cases) {
    const env = before === undefined ? { A: "b" } : { A: "b", [DEPTH_VARIABLE]: before };
    assert.deepEqual(deeperEnvironment(env), { A: "b", [DEPTH_VARIABLE]: after });
  }
  for (const depth of ["100", "101", "99999999999999999999"]) {
    assert.throws(
      () => deeperEnvironment({ [DEPTH_VARIABLE]: depth }),
      (error) => error instanceof HostError && error.code === "proxies/circle",
    );
  }
});
