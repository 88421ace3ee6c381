/** The environment of a custom command. Follows workflows §12.5.
 *  Invariants: entries are evaluated once, in the order of the file, and later ones see earlier ones; what a value turns
 *  out to be is no template any more. */
import { dirName } from "@/base/path.ts";
import type { Context } from "@/base/context.ts";
import { ChildError, type SourcePosition } from "@/base/errors.ts";
import { isTextMap, type KeyPath, textOf, type Texts } from "@/base/schema/reading.ts";
import { loadEnvSection } from "@/features/config/env_section.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import { createRenderer } from "@/features/stacks/templates.ts";
import { layeredEnv, nextShellLevel } from "@/features/steps/environment.ts";
import { shellProgram } from "@/features/steps/types/shell.ts";
import { type StepEnvironment, stepEnvironment } from "@/features/steps/tools.ts";
import { textsOnly } from "@/base/schema/reading.ts";
import type { CustomCommand } from "./core/definition.ts";
import { commandError, type ProjectCommands } from "./load.ts";

/** The environment of steps, and what of it the command sets. */
export interface CommandEnvironment extends StepEnvironment {
  readonly own: Readonly<Record<string, string>>;
}

/** What entries are evaluated with. */
export interface EnvironmentNeeds {
  /** Roots of templates beside `env`. */
  readonly data: Tree;
  /** Absolute; where commands of values run. */
  readonly workingDirectory: string;
  /** Of the component, below that of the command. */
  readonly componentEnv: readonly (readonly [string, string])[];
  readonly positionOf: ProjectCommands["positionOf"];
}

/** Process, atmos.yaml and tools, which are installed where they are missing. @throws as `stepEnvironment` */
export async function baseEnvironment(ctx: Context, command: CustomCommand): Promise<StepEnvironment> {
  const { dependencies = null, needs = null } = command.fields;
  const { baseEnv, toolDirs } = await stepEnvironment(ctx, {
    dependencies: textsOnly(dependencies),
    needs: textsOnly(needs),
    env: await loadEnvSection(ctx),
    commands: command.steps.map((step) =>
      typeof step === "string" ? step : String(Reflect.get(Object(step), "command") ?? "")
    ),
    install: true,
  });
  const { executable } = ctx.host, own = dirName(executable);
  const rest = (baseEnv["PATH"] ?? "").split(":").filter((dir) => !toolDirs.includes(dir));
  return {
    baseEnv: { ...baseEnv, ATMOS_CLI_PATH: executable, PATH: [...toolDirs, own, ...rest].join(":") },
    toolDirs: [...toolDirs, own],
  };
}

/** @throws Config `commands/bad-env`, of templates; Child `commands/value-command` with its exit code */
export async function commandEnvironment(
  ctx: Context,
  command: CustomCommand,
  { base, data, workingDirectory, componentEnv, positionOf }: EnvironmentNeeds & {
    readonly base: StepEnvironment;
  },
): Promise<CommandEnvironment> {
  const render = createRenderer(ctx), done: (readonly [string, string])[] = [...componentEnv];
  const current = () => layeredEnv(base, [done], (text) => text);
  for (const entry of entriesOf(command, positionOf)) {
    const { env } = current();
    const text = render(entry.text, { ...data, env, Env: env }, {
      name: `env.${entry.key}`,
      missing: "error",
    });
    const value = entry.isCommand
      ? await valueOf(ctx, { ...entry, text }, { env, cwd: workingDirectory })
      : text;
    done.push([entry.key, value]);
  }
  const { env, set } = current();
  return { baseEnv: env, toolDirs: base.toolDirs, own: set };
}

interface Entry {
  readonly key: string;
  readonly text: string;
  readonly isCommand: boolean;
  readonly at: SourcePosition | undefined;
}

function entriesOf(command: CustomCommand, positionOf: ProjectCommands["positionOf"]): readonly Entry[] {
  const { env = null } = command.fields;
  const written: (readonly [key: string, value: Texts, path: KeyPath])[] = Array.isArray(env)
    ? (env as readonly Texts[]).map((
      item,
      index,
    ) => [isTextMap(item) ? textOf(item["key"] ?? null) ?? "" : "", item, ["env", index]])
    : isTextMap(env)
    ? Object.entries(env).map(([key, value]) => [key, value, ["env", key]])
    : [];
  return written.flatMap(([key, item, path]) => {
    const at = positionOf(command, path);
    const bad = (title: string) => commandError(command, { what: "bad-env", title, at });
    if (key === "") throw bad("an entry of env has no key");
    if (item === null) return [];
    const own = isTextMap(item) ? item : { value: item };
    const value = textOf(own["value"] ?? null), call = textOf(own["valueCommand"] ?? null);
    if (value !== undefined && call !== undefined) {
      throw bad(`env ${key} takes either 'value' or 'valueCommand', not both`);
    }
    if (own["value"] && value === undefined) throw bad(`the value of env ${key} must be a text`);
    return [{ key, text: value ?? call ?? "", isCommand: call !== undefined, at }];
  });
}

/** What a command prints, without the newlines at its end. */
async function valueOf(
  ctx: Context,
  { key, text, at }: Entry,
  { env, cwd }: { readonly env: Readonly<Record<string, string>>; readonly cwd: string },
): Promise<string> {
  const nested = { ...env, ATMOS_SHLVL: String(nextShellLevel(ctx)) };
  const program = await shellProgram({ ctx, env });
  const plan = { program, args: ["-c", text], env: nested, cwd };
  const { code, stdout } = await ctx.procs.capture(plan, {
    showStderr: true,
    strictLimit: true,
    signal: ctx.signal,
  });
  if (code === 0) return stdout.replace(/\n+$/, "");
  throw new ChildError("commands/value-command", `valueCommand of env ${key} exited with code ${code}`, {
    exitCode: code,
    at,
  });
}
