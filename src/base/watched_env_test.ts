import { deepEqual, equal } from "node:assert/strict";
import { watchedEnv } from "./watched_env.ts";

function watched(env: Readonly<Record<string, string>>) {
  const seen = new Map<string, string | undefined>();
  let copies = 0;
  return { env: watchedEnv(Object.freeze(env), seen, () => copies++), seen, copies: () => copies };
}

Deno.test("watchedEnv() notes each name that is looked at, there or not", () => {
  const { env, seen, copies } = watched({ A: "1", B: "2" });
  equal(env["A"], "1");
  equal(env["MISSING"], undefined);
  equal(Object.hasOwn(env, "B"), true);
  deepEqual([...seen], [["A", "1"], ["MISSING", undefined], ["B", "2"]]);
  equal(copies(), 0);
});

Deno.test("watchedEnv() tells that all are copied, and notes none of them for that", () => {
  const { env, seen, copies } = watched({ A: "1", B: "2" });
  deepEqual({ ...env }, { A: "1", B: "2" });
  deepEqual(Object.entries(env), [["A", "1"], ["B", "2"]]);
  equal(copies(), 2);
  deepEqual([...seen], []);
  equal(env["B"], "2");
  deepEqual([...seen], [["B", "2"]]);
});

Deno.test("watchedEnv() notes a name that is looked at after all names were searched", () => {
  const { env, seen, copies } = watched({ A: "1", B: "2" });
  equal(Object.keys(env).find((name) => name === "A"), "A");
  equal(env["A"], "1");
  equal(copies(), 1);
  equal(seen.get("A"), "1");
});
