import { equal } from "node:assert/strict";
import { testContext } from "../../../../tests/support/context.ts";
import cwd from "./cwd.ts";

Deno.test("cwd() answers the working directory or a path seen from it", async () => {
  await using ctx = await testContext();
  const place = { file: "/elsewhere/atmos.yaml", root: undefined, positionOf: () => undefined };
  const cases: Record<string, string> = {
    "": ctx.cwd,
    ".": ctx.cwd,
    "deep/er/": `${ctx.cwd}/deep/er`,
    "..": ctx.root,
    "/x": `${ctx.cwd}/x`,
    '"two words"': `${ctx.cwd}/two words`,
  };
  for (const [text, path] of Object.entries(cases)) {
    equal(await cwd(ctx, { tag: "!cwd", text, path: [], place }), path, text);
  }
});
