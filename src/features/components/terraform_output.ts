/** Outputs of a component, read from terraform for other programs. Follows components §7.10.
 *  Invariant: variables that change what terraform prints never reach this call. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { withoutStyles } from "@/base/text/without_styles.ts";
import { parseJson } from "@/features/functions/core/json_text.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import type { Instance } from "@/features/stacks/instances.ts";
import type { Session } from "@/features/stacks/session.ts";
import { captureTool } from "./child.ts";
import { type ComponentRequest, inDirectory } from "./prepare.ts";
import {
  initialised,
  openTerraform,
  type TerraformOptions,
  type TerraformRun,
  terraformRun,
} from "./terraform.ts";
import { writeTerraformFiles } from "./terraform_files.ts";
import { initArgs } from "./terraform_init.ts";
import { hasWorkspace, workspaceOf } from "./terraform_workspace.ts";

const UNWANTED = /^(?:TF_CLI_ARGS(?:_.*)?|TF_VAR_.*|TF_WORKSPACE|TF_INPUT|TF_LOG(?:_.*)?)$/;

/**
 * Name → value; undefined for a component that is switched off.
 * @returns an exit code when terraform failed; what it said has been shown
 * @throws Config `components/bad-outputs`
 */
export async function readOutputs(
  ctx: Context,
  request: ComponentRequest,
  options: TerraformOptions,
): Promise<Tree | number | undefined> {
  const opened = await openTerraform(ctx, request, options);
  if (opened === undefined) return undefined;
  const run = quiet(opened);
  const code = await initialised(ctx, run);
  if (code !== 0) return code;
  const result = await captureTool(ctx, run, ["output", "-json"]);
  if (result.code !== 0) {
    ctx.out.say("error", `${result.stdout}${result.stderr}`.trim());
    return result.code;
  }
  return request.dryRun ? {} : valuesOf(result.stdout);
}

/**
 * The same for functions of manifests: nothing is shown, sensitive values are hidden wherever they are printed. Once an
 * instance.
 * @throws Config `components/no-directory`, `components/terraform-failed`, `components/bad-outputs`
 */
export function readQuietly(session: Session, instance: Instance, sections: Tree): Promise<Tree> {
  const { outputs } = session, key = JSON.stringify([instance.stack, instance.name]);
  const known = outputs.get(key) ?? readSilently(session, instance, sections);
  outputs.set(key, known);
  return known;
}

async function readSilently({ ctx, ...session }: Session, instance: Instance, sections: Tree): Promise<Tree> {
  const request: ComponentRequest = {
    type: "terraform",
    subcommand: "output",
    component: instance.name,
    stack: instance.stack,
    native: [],
    dryRun: false,
    templates: true,
    functions: true,
    skip: [],
  };
  const prepared = await inDirectory({ ctx, ...session }, { instance, sections, request });
  const options = { skipInit: false };
  const run = quiet(await terraformRun(ctx, prepared, options));
  await writeTerraformFiles(ctx, run);
  for (const args of [initArgs(run), ["workspace", "select", "-or-create", workspaceOf(run)]]) {
    const isWorkspace = args[0] === "workspace";
    if (isWorkspace && !hasWorkspace(run)) continue;
    const { code, stdout, stderr } = await captureTool(ctx, run, args);
    if (code !== 0) throw failedCall(args[0] ?? "", stderr || stdout);
  }
  const { code, stdout, stderr } = await captureTool(ctx, run, ["output", "-json"]);
  if (code !== 0) throw failedCall("output", stderr || stdout);
  hideSensitive(ctx, stdout);
  return valuesOf(stdout);
}

function failedCall(subcommand: string, said: string): ConfigError {
  return new ConfigError("components/terraform-failed", `terraform ${subcommand} failed`, {
    explanation: withoutStyles(said).trim(),
  });
}

/** @param text outputs with what terraform says about them */
function hideSensitive(ctx: Context, text: string): void {
  const outputs = parseJson(text);
  const hide = (value: unknown): void => {
    if (typeof value === "string") ctx.out.secret(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(hide);
  };
  for (const output of isTree(outputs) ? Object.values(outputs) : []) {
    if (isTree(output) && output["sensitive"] === true) hide(output["value"]);
  }
}

function quiet(run: TerraformRun): TerraformRun {
  const env = Object.fromEntries(Object.entries(run.tooling.env).filter(([name]) => !UNWANTED.test(name)));
  return { ...run, tooling: { ...run.tooling, env } };
}

function valuesOf(text: string): Tree {
  try {
    const outputs = parseJson(text);
    const entries = isTree(outputs) ? Object.entries(outputs) : [];
    return Object.fromEntries(
      entries.map(([name, output]) => [name, isTree(output) ? output["value"] ?? null : null]),
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError("components/bad-outputs", "terraform output printed no JSON", {
      explanation: error.message,
    });
  }
}

/** The value of an output. @throws Lookup `components/no-output` */
export function outputNamed(outputs: Tree, name: string): unknown {
  if (Object.hasOwn(outputs, name)) return outputs[name];
  const names = Object.keys(outputs);
  throw new LookupError("components/no-output", `terraform output not found: ${name}`, {
    explanation: names.length === 0 ? "There are no outputs." : `There are ${names.join(", ")}.`,
    hints: nearestNames(name, names).map((near) => `Did you mean ${near}?`),
  });
}
