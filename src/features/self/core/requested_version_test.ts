import { deepEqual, equal, throws } from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { configuredRequest, explicitRequest } from "./requested_version.ts";

function explicit(flag: string | undefined, env: Record<string, string>) {
  const warnings: string[] = [];
  const request = explicitRequest(flag, env, (text) => warnings.push(text));
  return { asked: request && `${request.source} ${request.version}`, warnings: warnings.length };
}

Deno.test("explicitRequest() asks the flag, then the variables in their order", () => {
  const all = { ATMOS_USE_VERSION: "1.2.3", ATMOS_VERSION_USE: "1.2.4", ATMOS_VERSION: "1.2.5" };
  const cases: [flag: string | undefined, env: Record<string, string>, asked: string | undefined][] = [
    [undefined, {}, undefined],
    ["1.2.2", all, "--use-version 1.2.2"],
    ["latest", {}, "--use-version latest"],
    [undefined, all, "ATMOS_USE_VERSION 1.2.3"],
    [undefined, { ...all, ATMOS_USE_VERSION: "" }, "ATMOS_VERSION_USE 1.2.4"],
    [undefined, { ATMOS_VERSION: "v1.2.5-rc.1+x" }, "ATMOS_VERSION v1.2.5-rc.1+x"],
    [undefined, { ...all, ATMOS_REEXEC_DEPTH: "1" }, undefined],
    [undefined, { ...all, ATMOS_REEXEC_DEPTH: "zero" }, "ATMOS_USE_VERSION 1.2.3"],
    ["1.2.2", { ATMOS_REEXEC_DEPTH: "1" }, "--use-version 1.2.2"],
  ];
  for (const [flag, env, asked] of cases) deepEqual(explicit(flag, env), { asked, warnings: 0 });
  deepEqual(explicit(undefined, { ATMOS_VERSION: "nightly" }), { asked: undefined, warnings: 1 });
});

Deno.test("explicitRequest() refuses what names no release", () => {
  for (const version of ["", "^1.2", "1", "pr:12", "sha:abcdef0", "abcdef0", "1.2.3 ", "v", "../1.2"]) {
    throws(() => explicit(version, {}), (error) => {
      equal((error as AtmosError).code, "self/bad-version");
      equal((error as AtmosError).exitCode, 1);
      return true;
    }, version);
  }
});

Deno.test("configuredRequest() is silent below a switch, and tells where a mistake is", () => {
  const at = { file: "atmos.yaml", line: 2, column: 6 };
  equal(configuredRequest(undefined, {}), undefined);
  equal(configuredRequest({ version: "1.2.3", at }, { ATMOS_REEXEC_DEPTH: "2" }), undefined);
  equal(configuredRequest({ version: "1.2.3", at }, {})?.isExplicit, false);
  throws(() => configuredRequest({ version: "~1", at }, {}), (error) => {
    deepEqual((error as AtmosError & { at: unknown }).at, at);
    return true;
  });
});
