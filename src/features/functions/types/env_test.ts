import { equal, rejects } from "node:assert/strict";
import { type TestContext, testContext } from "../../../../tests/support/context.ts";
import env from "./env.ts";

const place = { file: "/p/atmos.yaml", root: undefined, positionOf: () => undefined };

async function run(ctx: TestContext, text: string): Promise<unknown> {
  return await env(ctx, { tag: "!env", text, path: ["x"], place });
}

Deno.test("env() answers the variable, else the default, else an empty text", async () => {
  await using ctx = await testContext({ env: { WORD: "007", EMPTY: "", "A.B": "dots" } });
  const cases: [string, string][] = [
    ["WORD", "007"],
    ["  WORD \n", "007"],
    ['"WORD"', "007"],
    ["WORD other", "007"],
    ["EMPTY other", ""],
    ["NONE", ""],
    ["NONE d", "d"],
    ["NONE 42", "42"],
    ['NONE "two words"', "two words"],
    ["NONE 'it''s'", "it's"],
    ['NONE ""', ""],
    ["A.B", "dots"],
    ["toString", ""],
    ["__proto__ d", "d"],
  ];
  for (const [text, expected] of cases) equal(await run(ctx, text), expected, text);
});

Deno.test("env() does not look at the case of a name on Windows", async () => {
  await using ctx = await testContext({ env: { WORD: "w" }, host: { os: "windows" } });
  equal(await run(ctx, "Word"), "w");
});

Deno.test("env() refuses no words and too many", async () => {
  await using ctx = await testContext();
  await rejects(run(ctx, ""), {
    code: "functions/bad-arguments",
    message: "invalid Atmos YAML function: !env at x",
  });
  await rejects(run(ctx, "A b c"), (error: Error & { explanation: string }) => {
    equal(error.message, "invalid Atmos YAML function: !env A b c at x");
    return error.explanation.startsWith("The env function accepts 1 or 2 arguments");
  });
  await rejects(run(ctx, 'A "b'), { code: "functions/bad-arguments" });
});
