import { deepEqual, throws } from "node:assert/strict";
import { AuthError } from "@/base/errors.ts";
import { type FoundToken, givenToken } from "./token.ts";

const ALL = { ATMOS_PRO_GITHUB_TOKEN: "a", ATMOS_GITHUB_TOKEN: "b", GITHUB_TOKEN: "c", GH_TOKEN: "d" };
const CASES: readonly [
  flag: string | undefined,
  env: Readonly<Record<string, string>>,
  found: FoundToken | undefined,
][] = [
  [undefined, {}, undefined],
  ["f", ALL, { token: "f", source: "--github-token" }],
  ["", ALL, { token: "a", source: "ATMOS_PRO_GITHUB_TOKEN" }],
  [undefined, { ...ALL, ATMOS_PRO_GITHUB_TOKEN: " " }, { token: "b", source: "ATMOS_GITHUB_TOKEN" }],
  [undefined, { GITHUB_TOKEN: "c", GH_TOKEN: "d" }, { token: "c", source: "GITHUB_TOKEN" }],
  [undefined, { GITHUB_TOKEN: "", GH_TOKEN: " d\r\n" }, { token: "d", source: "GH_TOKEN" }],
];

Deno.test("givenToken() takes the flag, then the variables in their order", () => {
  for (const [flag, env, found] of CASES) {
    deepEqual(givenToken(flag, env), found, JSON.stringify([flag, env]));
  }
});

Deno.test("givenToken() refuses what no header may hold, without showing it", () => {
  for (const bad of ["a b", "a\r\nx-evil: 1", "tökén", "a\0b"]) {
    throws(() => givenToken(undefined, { GITHUB_TOKEN: bad }), (error) => {
      return error instanceof AuthError && error.code === "github/bad-token" &&
        !JSON.stringify([error.title, error.explanation, error.hints, error.facts]).includes(bad);
    });
  }
});
