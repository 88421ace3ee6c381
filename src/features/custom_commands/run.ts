/** Runs a custom command. Follows workflows §12, toolchain §15, DECISIONS (Workflows).
 *  Invariants: everything that can be wrong is told before a step runs; values that were typed are never templates. */
import type { Context } from "@/base/context.ts";
import { AuthError, ConfigError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { loadWhole } from "@/features/config/whole.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import { createRenderer } from "@/features/stacks/templates.ts";
import { CONDITION_VARIABLES } from "@/features/steps/core/condition.ts";
import { readSteps, type Step } from "@/features/steps/core/step.ts";
import { runSteps } from "@/features/steps/run_steps.ts";
import { stepTypes } from "@/features/steps/types/table.ts";
import { compileCondition } from "@/lang/cel/cel.ts";
import { componentPart } from "./component.ts";
import type { CustomCommand } from "./core/definition.ts";
import { commandData, type CommandInput } from "./core/values.ts";
import { baseEnvironment, commandEnvironment } from "./environment.ts";
import { commandError, problemOf, type ProjectCommands } from "./load.ts";
import { completed } from "./questions.ts";

/** A command that was called. */
export interface CommandCall {
  readonly command: CustomCommand;
  readonly input: CommandInput;
  readonly positionOf: ProjectCommands["positionOf"];
}

/**
 * Runs the command, or the one below it that stands for it.
 * @returns the exit code
 * @throws Config `commands/…`, `steps/…`; Usage `commands/…`; Child `steps/failed`; Auth `commands/no-identity`
 */
export async function runCustomCommand(ctx: Context, call: CommandCall): Promise<number> {
  const { command, positionOf } = call;
  const problem = problemOf(command, positionOf);
  if (problem !== undefined) throw problem;
  if (command.steps.length > 0) return await runOwn(ctx, call);
  return await runCustomCommand(ctx, { ...call, command: defaultOf(call) });
}

/** The command below that runs when none is named. */
function defaultOf({ command, positionOf }: CommandCall): CustomCommand {
  const { names, commands } = command, name = names.at(-1) ?? "", wanted = command.default;
  const calls = commands.filter(({ isInternal }) => !isInternal).map((each) =>
    `atmos ${each.names.join(" ")}`
  );
  const found = wanted === name ? undefined : commands.find((each) => each.names.at(-1) === wanted);
  if (found) return found;
  if (commands.length === 0) {
    throw commandError(command, {
      what: "no-steps",
      title: `${name} has no steps or subcommands configured`,
      hints: [`Give it some under commands in atmos.yaml: steps: ["echo hello"]`],
      at: positionOf(command, []),
    });
  }
  if (wanted !== undefined) {
    throw commandError(command, {
      what: "bad-default",
      title: wanted === name
        ? `default names the command itself: ${wanted}`
        : `default names ${wanted}, which is no command below it`,
      hints: calls,
      at: positionOf(command, ["default"]),
    });
  }
  throw new ConfigError("commands/missing-command", `atmos ${names.join(" ")} requires a subcommand`, {
    hints: calls,
  });
}

async function runOwn(ctx: Context, call: CommandCall): Promise<number> {
  const { command, positionOf } = call, { names } = command, name = names.join(" ");
  const input = await completed(ctx, command, call.input);
  const typed = commandData(command, { ...input, flags: { ...input.flags, ...globalValues(ctx, command) } });
  refuseIdentity(ctx, call);
  const steps = stepsOf(call);
  const { basePath } = await loadWhole(ctx, ctx.flags.typed ?? {});
  const data: Tree = { ...typed, flags: typed.Flags, Cwd: ctx.cwd, cwd: ctx.cwd };
  const workingDirectory = await directoryOf(ctx, call, { base: basePath.absolute, data });
  const base = await baseEnvironment(ctx, command);
  const component = await componentPart(ctx, command, { data: typed, env: base.baseEnv, positionOf });
  const all = { ...data, ...component.data };
  const { baseEnv, toolDirs, own } = await commandEnvironment(ctx, command, {
    base,
    data: all,
    workingDirectory,
    componentEnv: component.env,
    positionOf,
  });
  if (command.isVerbose) { for (const key of Object.keys(own)) ctx.out.say("info", `env ${key}=***`); }
  return await runSteps(ctx, {
    owner: { kind: "command", name, resume: () => undefined },
    steps,
    baseEnv,
    fixedEnv: own,
    ownEnv: [],
    toolDirs,
    workingDirectory,
    basePath: command.workingDirectory === undefined ? basePath.absolute : workingDirectory,
    stackFlag: undefined,
    stack: undefined,
    data: all,
    output: undefined,
    show: command.isVerbose ? { command: true } : {},
    dryRun: false,
  });
}

/** Values of flags that every command has. */
function globalValues(ctx: Context, { flags }: CustomCommand): Readonly<Record<string, unknown>> {
  const entries = flags.filter(({ isGlobal }) => isGlobal).map(({ name, type }) => {
    const text = ctx.flags.typed?.[name];
    return [name, type === "bool" ? text === "true" : text] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function refuseIdentity(ctx: Context, { command, positionOf }: CommandCall): void {
  const typed = ctx.flags.typed?.["identity"], name = typed ?? command.identity;
  if (name === undefined || name === "") return;
  throw new AuthError(
    "commands/no-identity",
    `identity "${name}" not found for the custom command "${command.names.join(" ")}"`,
    {
      explanation: "This version of atmos knows no identities yet.",
      at: typed === undefined ? positionOf(command, ["identity"]) : undefined,
    },
  );
}

/** Types that only a workflow has something to wait for. */
const WORKFLOW_TYPES = ["wait", "wait-all", "cancel"];

function stepsOf({ command, positionOf }: CommandCall): readonly Step[] {
  for (const [index, step] of command.steps.entries()) {
    const type = field(step, "type"), name = String(field(step, "name") ?? `step${index + 1}`);
    const refused = (title: string) =>
      commandError(command, { what: "not-here", title, at: positionOf(command, ["steps", index]) });
    if (WORKFLOW_TYPES.includes(String(type))) throw refused(`step ${name}: ${type} needs a workflow`);
    if (field(step, "background") === true) throw refused(`step ${name}: background: true needs a workflow`);
  }
  const types = Object.entries(stepTypes).map(([type, each]) => [type, { ...each, isRunner: true }] as const);
  return readSteps(command.steps, {
    title: `Custom command \`${command.names.join(" ")}\``,
    defaultType: "shell",
    types: Object.fromEntries(types), // any of them may be tried again here
    positionOf: (index, key) => positionOf(command, ["steps", index, ...(key === undefined ? [] : [key])]),
    compile: (text) => compileCondition(text, CONDITION_VARIABLES),
  });
}

function field(step: unknown, key: string): unknown {
  return typeof step === "object" && step !== null ? Reflect.get(step, key) : undefined;
}

async function directoryOf(
  ctx: Context,
  { command, positionOf }: CommandCall,
  { base, data }: { readonly base: string; readonly data: Tree },
): Promise<string> {
  if (command.workingDirectory === undefined) return ctx.cwd;
  const { env } = ctx, name = "working_directory";
  const written = createRenderer(ctx)(command.workingDirectory, { ...data, env, Env: env }, {
    name,
    missing: "error",
  });
  const path = resolvePath(base, written.replace(/^~(?=\/|$)/, env["HOME"] ?? "~"));
  if ((await ctx.disk.stat(path))?.kind === "directory") return path;
  throw commandError(command, {
    what: "no-working-directory",
    title: `working directory does not exist: ${path}`,
    explanation: `It is written as ${written}.`,
    at: positionOf(command, [name]),
  });
}
