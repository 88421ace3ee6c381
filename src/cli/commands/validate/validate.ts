/** `atmos validate` without a further word: every check. Follows stacks §16.3. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";

export default command({
  summary: "Check files of the project: schemas, stacks, .editorconfig",
  examples: ["atmos validate"],
  async run(ctx) {
    const results = {
      schema: await attempt(
        ctx,
        async () => (await import("../validate_schema/_check.ts")).checkSchemas(ctx),
      ),
      stacks: await attempt(ctx, async () => {
        const { checkStacks } = await import("./_stacks.ts");
        return await checkStacks(ctx, { schema: "", exclude: [], strict: false, changedSince: undefined });
      }),
      editorconfig: await attempt(
        ctx,
        async () => (await import("./_editorconfig.ts")).checkEditorconfig(ctx),
      ),
    };
    const lines = Object.entries(results).map(([name, result]) => `  ${name}: ${result}`);
    ctx.out.talk(["Validation summary:", ...lines, ""].join("\n"));
    return Object.values(results).includes("failed") ? 1 : 0;
  },
});

/** What keeps one check from running does not keep the others from it. */
async function attempt(
  ctx: Context,
  check: () => Promise<number | undefined>,
): Promise<"passed" | "failed" | "skipped"> {
  try {
    const count = await check();
    return count === undefined ? "skipped" : count === 0 ? "passed" : "failed";
  } catch (error) {
    if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
    const { title, explanation, hints } = error;
    const lines = [`✗ ${title}`, ...explanation?.split("\n").map((line) => `  ${line}`) ?? []];
    ctx.out.talk([...lines, ...hints.map((hint) => `💡 ${hint}`), ""].join("\n"));
    return "failed";
  }
}
