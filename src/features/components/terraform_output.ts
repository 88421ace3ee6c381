/** Outputs of a component, read from terraform for other programs. Follows components §7.10.
 *  Invariant: variables that change what terraform prints never reach this call. */
import type { Context } from "@/base/context.ts";
import { ConfigError, LookupError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { parseJson } from "@/features/functions/core/json_text.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { captureTool } from "./child.ts";
import type { ComponentRequest } from "./prepare.ts";
import { initialised, openTerraform, type TerraformOptions, type TerraformRun } from "./terraform.ts";

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
