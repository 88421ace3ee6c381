/** Asks for what is missing, where somebody can answer. Follows workflows §12.3, §12.4. */
import type { Context } from "@/base/context.ts";
import type { CustomArgument, CustomCommand } from "./core/definition.ts";
import type { CustomFlag } from "./core/flags.ts";
import { type CommandInput, isNeeded, missingFlags } from "./core/values.ts";

/** Whether questions can be asked: stdin and stderr are a terminal, and nobody said no. */
export function canAsk({ term, flags }: Pick<Context, "term" | "flags">): boolean {
  return flags.interactive !== false && term.stdinIsTty && term.stderrIsTty;
}

/** Whether an argument or flag has values to choose from. */
export function isChoosable({ values, semanticType }: CustomArgument | CustomFlag): boolean {
  return values.length > 0 || semanticType === "component" || semanticType === "stack";
}

/** The input with answers for required arguments and flags that have values to choose from. @throws Cancelled */
export async function completed(
  ctx: Context,
  command: CustomCommand,
  input: CommandInput,
): Promise<CommandInput> {
  if (!canAsk(ctx)) return input;
  const args: Record<string, string | undefined> = { ...input.args }, flags = { ...input.flags };
  const given = new Set(input.given);
  for (const arg of command.args) {
    if (args[arg.name] !== undefined || !isNeeded(arg) || !isChoosable(arg)) continue;
    args[arg.name] = await ask(ctx, arg, `${arg.name}?`);
  }
  for (const flag of missingFlags(command, input)) {
    if (!isChoosable(flag)) continue;
    const answer = await ask(ctx, flag, `--${flag.name}?`);
    if (answer === undefined) continue;
    flags[flag.name] = flag.type === "list" ? [answer] : answer;
    given.add(flag.name);
  }
  return { ...input, args, flags, given };
}

async function ask(
  ctx: Context,
  about: CustomArgument | CustomFlag,
  message: string,
): Promise<string | undefined> {
  const values = about.values.length > 0 ? about.values : await projectNames(ctx, about.semanticType);
  if (values.length === 0) return undefined;
  const { pick } = await import("@/io/prompt/prompts.ts");
  return await pick(ctx, { message, choices: values.map((value) => ({ value, label: value })) });
}

async function projectNames(ctx: Context, semanticType: string | undefined): Promise<readonly string[]> {
  const { openSession } = await import("@/features/stacks/session.ts");
  const { loadStacks } = await import("@/features/stacks/instances.ts");
  const files = await loadStacks(await openSession(ctx)) ?? [];
  const names = files.flatMap(({ instances }) => instances)
    .map(({ name, stack }) => semanticType === "stack" ? stack : name);
  return [...new Set(names)].sort();
}
