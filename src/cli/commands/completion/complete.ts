/** `atmos __complete`, which the shells' scripts and other completers call. Follows config §9.9.
 *  Invariants: one value a line, a tab before its summary, then `:N`; what cannot be looked up is left out in silence,
 *  because whoever types wants words and no errors. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { type Call, expandAlias } from "@/cli/aliases.ts";
import { command } from "@/cli/command.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { type Choice, type Choices, choicesAt } from "@/cli/completion/choices.ts";
import { harmless } from "@/ui/text.ts";

/** What the number says to the shell, in cobra's protocol: what else it may offer. */
const DIRECTIVES = {
  "file": 0,
  "directory": 16,
  "none": 4,
  "tool": 4,
  "installed-tool": 4,
  "profile": 4,
  "component": 4,
  "stack": 4,
  "workflow": 4,
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
  const found = await choicesHere(ctx, words);
  const choices = [...found.offered, ...await quietly(ctx, [], () => lookedUp(ctx, found))];
  const lines = choices.map(({ value, summary }) =>
    withSummaries && summary !== "" ? `${value}\t${harmless(summary)}\n` : `${value}\n`
  );
  ctx.out.data(`${lines.join("")}:${DIRECTIVES[found.lookUp]}\n`);
  return 0;
}

/** The configuration is read only where the words lead to no command of the program. */
async function choicesHere(ctx: Context, words: readonly string[]): Promise<Choices> {
  const own = await choicesAt(words, rootGroup);
  if (!own.mayKnowMore) return own;
  return await quietly(ctx, own, async () => {
    const { loadProjectCommands, withProject } = await import("@/cli/project_commands.ts");
    const project = await loadProjectCommands(ctx), root = withProject(rootGroup, project);
    for (let call: Call = { words, trail: [] };;) {
      const found = await choicesAt(call.words, root);
      const next = found.unknownAt === undefined
        ? undefined
        : expandAlias(call, found.unknownAt, project.aliases);
      if (next === undefined) return found;
      call = next;
    }
  });
}

async function lookedUp(ctx: Context, found: Choices): Promise<readonly Choice[]> {
  switch (found.lookUp) {
    case "tool":
    case "installed-tool":
      return await tools(ctx, found.typed, found.lookUp === "installed-tool");
    case "profile":
      return await profiles(ctx, found.typed);
    case "component":
    case "stack": {
      const { stackChoices } = await import("./_stack_choices.ts");
      return await stackChoices(ctx, found, found.lookUp);
    }
    case "workflow": {
      const { workflowRows } = await import("@/features/workflows/describe.ts");
      return (await workflowRows(ctx, undefined)).filter(({ workflow }) => workflow.startsWith(found.typed))
        .map(({ workflow, description }) => ({ value: workflow, summary: description }));
    }
    default:
      return [];
  }
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

async function quietly<T>(ctx: Context, otherwise: T, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AtmosError)) throw error;
    ctx.out.say("debug", `${error.code}: ${error.title}`);
    return otherwise;
  }
}
