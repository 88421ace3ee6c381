import { deepEqual, doesNotMatch, equal, match, rejects } from "node:assert/strict";
import { followedVersion } from "@/base/build_info.ts";
import { AtmosError } from "@/base/errors.ts";
import { createMemo } from "@/base/memo.ts";
import { keepConfig, loadVersionConfig } from "@/features/config/load.ts";
import { testContext, type TestOptions } from "../../../tests/support/context.ts";
import { judgeConstraint } from "./constraint.ts";

/** The code of the error, else the warnings. */
async function judged(constraint: string, options: TestOptions = {}): Promise<string | readonly string[]> {
  const files = { "atmos.yaml": `version: {constraint: ${constraint}}\n` };
  await using ctx = await testContext({ files, ...options });
  try {
    const config = await loadVersionConfig(ctx);
    if (config.constraint) await judgeConstraint(ctx, config.constraint);
    for (const line of ctx.out.lines("warning")) doesNotMatch(line, /\p{Cc}/u);
    return ctx.out.lines("warning");
  } catch (error) {
    if (!(error instanceof AtmosError)) throw error;
    return error.code;
  }
}

Deno.test("judgeConstraint() refuses, warns or is silent, by key, variable and who asked", async () => {
  const cases: [constraint: string, options: TestOptions, expected: string | number][] = [
    [`{require: ">= ${followedVersion}"}`, {}, 0],
    ['{require: ">= 1.0, < 99, != 98.0.0"}', {}, 0],
    ["{}", {}, 0],
    ['{require: ""}', { env: { ATMOS_VERSION_ENFORCEMENT: "fatal" } }, 0],
    ['{require: ">=99"}', {}, "self/constraint"],
    ['{require: ">=99", enforcement: warn}', {}, 1],
    ['{require: ">=99", enforcement: Warning}', {}, 1],
    ['{require: ">=99", enforcement: silent}', {}, 0],
    ['{require: ">=99"}', { env: { ATMOS_VERSION_ENFORCEMENT: "silent" } }, 0],
    [
      '{require: ">=99", enforcement: silent}',
      { env: { ATMOS_VERSION_ENFORCEMENT: "fatal" } },
      "self/constraint",
    ],
    ['{require: ">=99", enforcement: silent}', { env: { ATMOS_VERSION_ENFORCEMENT: "" } }, 0],
    ['{require: ">=99", enforcement: shout}', {}, "config/bad-value"],
    ['{require: ">=99"}', { env: { ATMOS_VERSION_ENFORCEMENT: "shout" } }, "config/bad-value"],
    ['{require: ">=99", enforcement: warn, message: "a\\e[2J\\nb"}', {}, 1],
    ["{require: [a]}", {}, "config/bad-value"],
    ['{require: ">=99"}', { argv: ["--use-version", "1.2.3", "x"] }, 1],
    ['{require: ">=99"}', { argv: ["exec", "--", "x", "--use-version", "1"] }, "self/constraint"],
    ['{require: ">=99"}', { env: { ATMOS_VERSION_USE: "1.2.3" } }, 1],
    ["{require: banana, enforcement: warn}", {}, "self/bad-constraint"],
    ["{require: banana, enforcement: silent}", {}, "self/bad-constraint"],
  ];
  for (const [constraint, options, expected] of cases) {
    const result = await judged(constraint, options);
    equal(
      typeof result === "string" ? result : result.length,
      expected,
      `${constraint} ${JSON.stringify(options)}`,
    );
  }
});

Deno.test("judgeConstraint() shows both versions, the message and the place, also of a remembered file", async () => {
  const files = {
    "atmos.yaml": 'version:\n  constraint: {require: ">=99", message: " ask the gardeners "}\n',
  };
  await using ctx = await testContext({ files });
  const file = `${ctx.cwd}/atmos.yaml`;
  await ctx.disk.touch(file, ctx.clock.now() - 60_000);
  await keepConfig(ctx);
  const { constraint } = await loadVersionConfig({ ...ctx, once: createMemo() });
  if (constraint === undefined) throw new Error("no constraint");
  deepEqual(constraint.at, { file });
  await rejects(judgeConstraint(ctx, constraint), (error: AtmosError) => {
    deepEqual(error.at, { file: "atmos.yaml", line: 2, column: 25 });
    match(error.explanation ?? "", new RegExp(`follows Atmos ${followedVersion}\\.\\nask the gardeners$`));
    match(error.title, />=99/);
    return true;
  });
});
