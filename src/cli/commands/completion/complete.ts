/** `atmos __complete`, which the shells' scripts and other completers call. Follows config §9.9.
 *  Invariants: one value a line, a tab before its summary, then `:N`; what cannot be looked up is left out in silence,
 *  because whoever types wants words and no errors. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { type Choice, choicesAt } from "@/cli/completion/choices.ts";
import { harmless } from "@/ui/text.ts";

/** What the number says to the shell, in cobra's protocol: what else it may offer. */
const DIRECTIVES = {
  "file": 0,
  "directory": 16,
  "none": 4,
  "tool": 4,
  "installed-tool": 4,
  "profile": 4,
};

const summary = "Answer what could stand at the cursor, to the scripts of `atmos completion`";
const args = {
  words: { summary: "the words after the program, the one at the cursor last", passthrough: "all" },
} as const;

export default command({
  summary,
  args,
  hidden: true,
  staysHere: "always",
  run: (ctx, { args }) => answer(ctx, args.words, true),
});

/** The same without summaries. */
export const withoutSummaries = command({
  summary,
  args,
  hidden: true,
  staysHere: "always",
  run: (ctx, { args }) => answer(ctx, args.words, false),
});

async function answer(ctx: Context, words: readonly string[], withSummaries: boolean): Promise<number> {
  const { offered, lookUp, typed } = await choicesAt(words, rootGroup);
  const isTool = lookUp === "tool" || lookUp === "installed-tool";
  const choices = isTool
    ? await quietly(ctx, () => tools(ctx, typed, lookUp === "installed-tool"))
    : lookUp === "profile"
    ? await quietly(ctx, () => profiles(ctx, typed))
    : offered;
  const lines = choices.map(({ value, summary }) =>
    withSummaries && summary !== "" ? `${value}\t${harmless(summary)}\n` : `${value}\n`
  );
  ctx.out.data(`${lines.join("")}:${DIRECTIVES[lookUp]}\n`);
  return 0;
}

async function tools(ctx: Context, typed: string, installedOnly: boolean): Promise<readonly Choice[]> {
  const { openToolchain } = await import("@/features/toolchain/open.ts");
  const { toolChoices } = await import("@/features/toolchain/tool_choices.ts");
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  return await toolChoices(ctx, toolchain, { typed, installedOnly });
}

async function profiles(ctx: Context, typed: string): Promise<readonly Choice[]> {
  const { listProfiles } = await import("@/features/config/profile_list.ts");
  return (await listProfiles(ctx, () => {})).filter(({ name }) => name.startsWith(typed))
    .map(({ name, metadata }) => ({ value: name, summary: metadata?.description ?? "" }));
}

async function quietly(
  ctx: Context,
  look: () => Promise<readonly Choice[]>,
): Promise<readonly Choice[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AtmosError)) throw error;
    ctx.out.say("debug", `${error.code}: ${error.title}`);
    return [];
  }
}
