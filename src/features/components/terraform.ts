/** Terraform on a component. Follows components §7.
 *  Invariants: a step that fails ends the run; what later plans and outputs need stays on disk. */
import type { Context } from "@/base/context.ts";
import { joinPath } from "@/base/path.ts";
import { type Runnable, runTool } from "./child.ts";
import { terraformArgs } from "./core/terraform_args.ts";
import { type ComponentRequest, prepare, type Prepared } from "./prepare.ts";
import { planToApply, requireApproval } from "./terraform_approval.ts";
import { type TerraformFileNames, terraformFileNames, writeTerraformFiles } from "./terraform_files.ts";
import { initialise } from "./terraform_init.ts";
import { terraformVariables } from "./terraform_variables.ts";
import { selectWorkspace } from "./terraform_workspace.ts";
import { componentTooling } from "./tooling.ts";

/** What may be said on the command line; undefined leaves it to atmos.yaml. */
export interface TerraformOptions {
  readonly skipInit: boolean;
  /** The plan to apply: a path, or the empty text for the one that `plan` keeps. */
  readonly fromPlan?: string | undefined;
  readonly skipPlanFile?: boolean | undefined;
  readonly deployRunInit?: boolean | undefined;
  readonly initRunReconfigure?: boolean | undefined;
  readonly initPassVars?: boolean | undefined;
  readonly autoGenerateBackendFile?: boolean | undefined;
  readonly appendUserAgent?: string | undefined;
}

/** A component that terraform can run on. */
export interface TerraformRun extends Runnable {
  readonly options: TerraformOptions;
  readonly files: TerraformFileNames;
  /** The plan that is applied, as terraform gets it. */
  readonly plan: string | undefined;
}

/** @returns terraform's exit code */
export async function runTerraform(
  ctx: Context,
  request: ComponentRequest,
  options: TerraformOptions,
): Promise<number> {
  const run = await openTerraform(ctx, request, options);
  if (run === undefined) return 0;
  await requireApproval(ctx, run);
  const code = await initialised(ctx, run);
  if (code !== 0 || request.subcommand === "init" || request.subcommand === "workspace") return code;
  return await mainCall(ctx, run);
}

/** Finds the component and its tool; undefined when it is switched off. */
export async function openTerraform(
  ctx: Context,
  request: ComponentRequest,
  options: TerraformOptions,
): Promise<TerraformRun | undefined> {
  const prepared = await prepare(ctx, request);
  return prepared === undefined ? undefined : await terraformRun(ctx, prepared, options);
}

/** The same for a component that has been found. */
export async function terraformRun(
  ctx: Context,
  prepared: Prepared,
  options: TerraformOptions,
): Promise<TerraformRun> {
  const variables = await terraformVariables(ctx, prepared, options);
  const tooling = await componentTooling(ctx, prepared, variables);
  const files = terraformFileNames(prepared.stem);
  const plan = await planToApply(ctx, prepared, { files, fromPlan: options.fromPlan });
  return { prepared, tooling, options, files, plan };
}

/** Writes the files of a run, then brings the directory to the workspace. @returns the exit code of what failed, or 0 */
export async function initialised(ctx: Context, run: TerraformRun): Promise<number> {
  await writeTerraformFiles(ctx, run);
  return await initialise(ctx, run) || await selectWorkspace(ctx, run);
}

async function mainCall(ctx: Context, run: TerraformRun): Promise<number> {
  const { prepared: { request, session, sections }, files, options, plan } = run;
  const { terraform } = session.settings.config.components;
  const args = terraformArgs({
    subcommand: request.subcommand,
    native: request.native,
    files,
    plan,
    workspace: String(sections["workspace"] ?? "default"),
    autoApprove: terraform.apply_auto_approve,
    skipPlanFile: options.skipPlanFile ?? terraform.plan.skip_planfile,
  });
  const code = await runTool(ctx, run, { args, isHelper: false });
  if (code === 0) await removeUsed(ctx, run);
  return code;
}

/** What has been applied is of no use any more. */
async function removeUsed(ctx: Context, { prepared, files, plan }: TerraformRun): Promise<void> {
  const { request: { subcommand, dryRun }, directory } = prepared;
  if (dryRun) return;
  const isOwnPlan = plan === undefined || plan === files.plan;
  const used = {
    apply: [files.variables, ...(isOwnPlan ? [files.plan] : [])],
    deploy: [files.variables, ...(isOwnPlan ? [files.plan] : [])],
    destroy: [files.plan],
    test: [files.test],
  }[subcommand] ?? [];
  for (const name of used) await ctx.disk.remove(joinPath(directory, name));
}
