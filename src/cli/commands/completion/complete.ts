/** `atmos __complete`, which the shells' scripts and other completers call. Follows config §9.9.
 *  Invariants: one value a line, a tab before its summary, then `:N`; what cannot be looked up is left out in silence,
 *  because whoever types wants words and no errors. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { type Choice, choicesAt } from "@/cli/completion/choices.ts";

/** What the number says to the shell: bits of cobra's protocol. */
const NO_FILES = 4, DIRECTORIES = 16, KEEP_ORDER = 32, FILES = 0;

const summary = "Answer what could stand at the cursor, to the scripts of `atmos completion`";
const args = {
  words: { summary: "the words after the program, the one at the cursor last", passthrough: "all" },
} as const;

export default command({
  summary,
  args,
  hidden: true,
  run: (ctx, { args }) => answer(ctx, args.words, true),
});

/** The same without summaries. */
export const withoutSummaries = command({
  summary,
  args,
  hidden: true,
  run: (ctx, { args }) => answer(ctx, args.words, false),
});

async function answer(ctx: Context, words: readonly string[], withSummaries: boolean): Promise<number> {
  const { offered, lookUp, typed } = await choicesAt(words, rootGroup);
  const isTool = lookUp === "tool" || lookUp === "installed-tool";
  const choices = isTool ? await tools(ctx, typed, lookUp === "installed-tool") : offered;
  const lines = choices.map(({ value, summary }) =>
    withSummaries && summary !== "" ? `${value}\t${summary}\n` : `${value}\n`
  );
  const files = { file: FILES, directory: DIRECTORIES, tool: NO_FILES | KEEP_ORDER };
  const directive = lookUp === "none" ? NO_FILES : files[lookUp === "installed-tool" ? "tool" : lookUp];
  ctx.out.data(`${lines.join("")}:${directive}\n`);
  return 0;
}

async function tools(ctx: Context, typed: string, installedOnly: boolean): Promise<readonly Choice[]> {
  const { openToolchain } = await import("@/features/toolchain/open.ts");
  const { toolChoices } = await import("@/features/toolchain/tool_choices.ts");
  try {
    const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
    return await toolChoices(ctx, toolchain, { typed, installedOnly });
  } catch (error) {
    if (!(error instanceof AtmosError)) throw error;
    ctx.out.say("debug", `${error.code}: ${error.title}`);
    return [];
  }
}
