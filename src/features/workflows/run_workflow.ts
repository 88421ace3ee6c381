/** Runs a workflow. Follows workflows §2.4, §3. Invariant: everything that is wrong in it is told before a step runs. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { quoteSh } from "@/base/text/quote.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { compileCondition } from "@/lang/cel/cel.ts";
import { isTagged } from "@/lang/yaml/parse.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { callFunction } from "@/features/stacks/call_function.ts";
import { createRenderer } from "@/features/stacks/templates.ts";
import { CONDITION_VARIABLES } from "@/features/steps/core/condition.ts";
import { checkSandbox } from "@/features/steps/core/not_built.ts";
import { readSteps, type Step } from "@/features/steps/core/step.ts";
import { envEntries } from "@/features/steps/environment.ts";
import { outputOf } from "@/features/steps/run_step.ts";
import { runSteps } from "@/features/steps/run_steps.ts";
import type { StepList } from "@/features/steps/step_call.ts";
import { stepEnvironment } from "@/features/steps/tools.ts";
import { stepTypes } from "@/features/steps/types/table.ts";
import { findWorkflow, type FoundWorkflow, type WorkflowName } from "./find_workflow.ts";
import { workflowPlace } from "./manifests.ts";

/** What was typed. */
export interface WorkflowCall extends WorkflowName {
  readonly stack: string | undefined;
  readonly fromStep: string | undefined;
  readonly dryRun: boolean;
}

/** @returns the exit code @throws Child `steps/failed`, Config, Lookup */
export async function runWorkflow(ctx: Context, call: WorkflowCall): Promise<number> {
  const place = await workflowPlace(ctx);
  const found = await findWorkflow(ctx, place, call);
  const { definition } = found;
  warnOfUnknownKeys(ctx, found);
  const all = stepsOf({ ...found, definition: await withFunctions(ctx, found) }),
    steps = fromStep(all, call.fromStep, found);
  checkSandbox(definition["container"], all);
  const { baseEnv, toolDirs } = await stepEnvironment(ctx, {
    dependencies: definition["dependencies"],
    needs: definition["needs"],
    env: place.whole.config.env,
    commands: steps.map((step) => String(step.fields["command"] ?? "")),
    install: !call.dryRun,
  });
  const ownEnv = envEntries(definition["env"]);
  const data: Tree = flagsOf(call, found);
  const text = (key: string): string | undefined => {
    const value = definition[key];
    if (typeof value !== "string" || value === "") return undefined;
    const env = { ...baseEnv, ...Object.fromEntries(ownEnv) };
    return createRenderer(ctx)(value, { ...data, env, Env: env }, { name: key, missing: "error" });
  };
  const basePath = place.whole.basePath.absolute;
  const list: StepList = {
    owner: {
      kind: "workflow",
      name: found.name,
      resume: (step, stack) => resumeCommand(found, call, { step, stack }),
    },
    steps,
    baseEnv,
    toolDirs,
    ownEnv,
    workingDirectory: await directoryOf(ctx, basePath, text("working_directory")),
    basePath,
    stackFlag: call.stack || undefined,
    stack: text("stack"),
    data,
    output: outputOf(definition["output"], { name: found.name, at: placeOf(found, "output") }),
    show: isTree(definition["show"]) ? definition["show"] : {},
    dryRun: call.dryRun,
    isGrouped: hasGroups(ctx, place.whole.config.ci),
  };
  showHeader(ctx, list, found, call);
  return await runSteps(ctx, list);
}

/** Functions of questions run before the first step. @throws Config `functions/failed` … */
async function withFunctions(ctx: Context, { name, file, definition }: FoundWorkflow): Promise<Tree> {
  const run = async (value: unknown, path: readonly (string | number)[]): Promise<unknown> => {
    if (isTagged(value)) {
      const place = { file: file.path, root: ctx.cwd, positionOf: file.positionOf };
      const result = await callFunction(ctx, { tag: value.tag, text: String(value.value), path, place });
      // A variable that is not set is no default.
      if (result === "" || result === null || result === undefined) {
        return path.at(-1) === "default" ? undefined : "";
      }
      if (typeof result !== "object") return String(result);
      throw new ConfigError(
        "workflows/bad-function",
        `${value.tag} must answer a text at ${path.join(".")}`,
        {
          at: file.positionOf(path),
        },
      );
    }
    if (Array.isArray(value)) {
      return await Promise.all(value.map((item, index) => run(item, [...path, index])));
    }
    if (typeof value === "string" && /^!(?:env|exec)\s/.test(value) && path.at(-1) === "command") {
      throw new ConfigError("workflows/bad-function", `a function cannot give \`command\`: ${value}`, {
        hints: ["Functions may stand in default, prompt, placeholder and options."],
        at: file.positionOf(path),
      });
    }
    if (!isTree(value)) return value;
    const entries = Object.entries(value).map(async (
      [key, member],
    ) => [key, await run(member, [...path, key])]);
    return Object.fromEntries(await Promise.all(entries));
  };
  const done = await run(definition, ["workflows", name]);
  return isTree(done) ? done : definition;
}

function stepsOf({ name, file, definition }: FoundWorkflow): readonly Step[] {
  const { steps } = definition;
  if (!Array.isArray(steps) || steps.length === 0) {
    throw new ConfigError("workflows/empty", "Workflow Error", {
      explanation: `Workflow \`${name}\` is empty and requires at least one step to execute.`,
      at: file.positionOf(["workflows", name], "key"),
    });
  }
  return readSteps(steps, {
    title: `Workflow \`${name}\``,
    defaultType: "atmos",
    types: stepTypes,
    positionOf: (index, key) =>
      file.positionOf(["workflows", name, "steps", index, ...(key === undefined ? [] : [key])]),
    compile: (text) => compileCondition(text, CONDITION_VARIABLES),
  });
}

function fromStep(
  all: readonly Step[],
  wanted: string | undefined,
  { name }: FoundWorkflow,
): readonly Step[] {
  if (!wanted) return all;
  const index = all.findIndex((step) => step.name === wanted);
  if (index >= 0) return all.slice(index);
  const names = all.map((step) => step.name);
  throw new LookupError("workflows/no-step", "Workflow Error", {
    explanation: [
      `The \`--from-step\` flag was set to \`${wanted}\`, but this step does not exist in workflow \`${name}\`.`,
      "Available steps:",
      ...names.map((each) => `  • ${each}`),
    ].join("\n"),
    hints: nearestNames(wanted, names).map((near) => `Did you mean ${near}?`),
  });
}

function placeOf({ name, file }: FoundWorkflow, key: string) {
  return file.positionOf(["workflows", name, key]);
}

function flagsOf(call: WorkflowCall, { name, file }: FoundWorkflow): Tree {
  const flags = {
    stack: call.stack ?? "",
    identity: "",
    dry_run: call.dryRun,
    from_step: call.fromStep ?? "",
    file: file.name,
    workflow: name,
  };
  return { flags, Flags: flags };
}

async function directoryOf(ctx: Context, base: string, written: string | undefined): Promise<string> {
  if (written === undefined) return ctx.cwd;
  const path = resolvePath(base, written.replace(/^~(?=\/|$)/, ctx.env["HOME"] ?? "~"));
  if ((await ctx.disk.stat(path))?.kind === "directory") return path;
  throw new ConfigError("workflows/no-working-directory", `working directory does not exist: ${path}`, {
    explanation: `It is written as ${written}.`,
  });
}

function resumeCommand(
  { name, file }: FoundWorkflow,
  call: WorkflowCall,
  { step, stack }: { readonly step: string; readonly stack: string | undefined },
): string {
  return [
    `atmos workflow ${/^[\w.-]+$/.test(name) ? name : quoteSh(name)}`,
    `-f ${file.name.replace(/\.ya?ml$/, "")}`,
    `--from-step ${quoteSh(step)}`,
    ...(stack === undefined ? [] : [`-s ${quoteSh(stack)}`]),
    ...(call.dryRun ? ["--dry-run"] : []),
  ].join(" ");
}

/** Whether the log of a service folds each step. */
function hasGroups({ env }: Context, ci: unknown): boolean {
  const settings = isTree(ci) ? ci : {}, groups = isTree(settings["groups"]) ? settings["groups"] : {};
  return env["GITHUB_ACTIONS"] === "true" && settings["enabled"] === true && groups["mode"] !== "off" &&
    env["ATMOS_SHLVL"] === undefined;
}

function showHeader(ctx: Context, { show }: StepList, found: FoundWorkflow, call: WorkflowCall): void {
  if (show["header"] === true) {
    ctx.out.say("info", found.name);
    const { description } = found.definition;
    if (typeof description === "string" && description !== "") ctx.out.say("info", description);
  }
  if (show["flags"] !== true) return;
  const given = [["stack", call.stack], ["from-step", call.fromStep], ["file", call.file]];
  for (const [name, value] of given) if (value) ctx.out.say("info", `${name}: ${value}`);
}

const WORKFLOW_KEYS = [
  ...["description", "steps", "stack", "working_directory", "env", "dependencies", "needs", "container"],
  ...["output", "viewport", "show", "name", "identity"],
];
const STEP_KEYS = [
  ...["name", "type", "command", "stack", "env", "working_directory", "identity", "retry", "when", "if"],
  ...[
    "continue",
    "continue_on_error",
    "timeout",
    "output",
    "outputs",
    "tty",
    "interactive",
    "container",
    "show",
  ],
  ...["viewport", "needs", "inputs", "artifacts", "preconditions", "dependencies", "shell"],
];
/** Keys of single types. */
const TYPE_KEYS = [
  ...["interpreter", "script", "title", "code", "content", "prompt", "placeholder", "default", "password"],
  ...[
    "options",
    "multiple",
    "limit",
    "path",
    "extensions",
    "height",
    "abort",
    "level",
    "separator",
    "values",
  ],
  ...["fields", "foreground", "background", "border", "border_foreground", "border_background", "padding"],
  ...[
    "margin",
    "width",
    "align",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "faint",
    "markdown",
    "data",
  ],
  ...["columns", "count", "voice", "rate", "print", "vars", "export", "url", "method", "query", "headers"],
  ...["body", "form", "expect", "action", "source", "destination", "format", "subpath", "include", "exclude"],
  ...["mtime", "tools", "files", "dirs", "hint", "reset", "with", "component", "args", "ephemeral", "steps"],
  ...["max_concurrency", "fail", "matrix", "for", "build", "push", "run", "inspect", "pull", "tag", "image"],
  ...["provider", "workspace", "cleanup", "user", "run_args", "mounts", "ports", "runtime_auto_start"],
  ...["workspace_read_only", "runtime", "env_passthrough", "job", "shape"],
];

/** A key that nothing reads is told once. */
function warnOfUnknownKeys(ctx: Context, { name, file, definition }: FoundWorkflow): void {
  const told = (keys: readonly string[], known: readonly string[], path: readonly (string | number)[]) => {
    for (const key of keys) {
      if (known.includes(key) || key.startsWith("x-")) continue;
      const at = file.positionOf([...path, key], "key"), [near] = nearestNames(key, known);
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      ctx.out.say("warning", `${at?.file}:${at?.line}:${at?.column}: unknown key "${key}"${hint}`);
    }
  };
  told(Object.keys(definition), WORKFLOW_KEYS, ["workflows", name]);
  const steps = Array.isArray(definition["steps"]) ? definition["steps"] : [];
  for (const [index, step] of steps.entries()) {
    if (isTree(step)) {
      told(Object.keys(step), [...STEP_KEYS, ...TYPE_KEYS], ["workflows", name, "steps", index]);
    }
  }
}
