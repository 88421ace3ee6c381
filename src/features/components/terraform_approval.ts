/** Plans that are applied, and the yes that terraform asks for. Follows components §7.2 (step 11), §7.7.
 *  Invariant: what cannot succeed fails before init. */
import type { Context } from "@/base/context.ts";
import { ConfigError, UsageError } from "@/base/errors.ts";
import { joinPath, relativePath, resolvePath } from "@/base/path.ts";
import { isApproved } from "./core/terraform_args.ts";
import type { Prepared } from "./prepare.ts";
import type { TerraformRun } from "./terraform.ts";
import type { TerraformFileNames } from "./terraform_files.ts";

/**
 * The plan as terraform gets it: its own by the bare name, another by its absolute path. A relative one is looked for in
 * the working directory, then beside the component.
 * @throws Config `components/no-plan`
 */
export async function planToApply(
  ctx: Context,
  { directory, request, instance }: Prepared,
  { files, fromPlan }: { readonly files: TerraformFileNames; readonly fromPlan: string | undefined },
): Promise<string | undefined> {
  if (fromPlan === undefined) return undefined;
  const isFile = async (path: string) => (await ctx.disk.stat(path))?.kind === "file";
  if (fromPlan === "") {
    if (request.dryRun || await isFile(joinPath(directory, files.plan))) return files.plan;
  } else {
    const [typed, beside] = [resolvePath(ctx.cwd, fromPlan), resolvePath(directory, fromPlan)];
    if (await isFile(typed)) return typed;
    if (request.dryRun || await isFile(beside)) return beside;
  }
  const shown = fromPlan || relativePath(ctx.cwd, joinPath(directory, files.plan));
  throw new ConfigError("components/no-plan", `plan file not found: ${shown}`, {
    hints: [`atmos terraform plan ${instance.name} -s ${instance.stack}`],
  });
}

/** @throws Usage `components/no-approval` where terraform would ask and nobody can answer */
export async function requireApproval(ctx: Context, { prepared, plan }: TerraformRun): Promise<void> {
  const { request: { subcommand, native, dryRun, component, stack }, session } = prepared;
  const asks = subcommand === "destroy" || (subcommand === "apply" && plan === undefined);
  const { apply_auto_approve: isAutomatic } = session.settings.config.components.terraform;
  if (dryRun || !asks || isApproved(native) || (subcommand === "apply" && isAutomatic)) return;
  if (ctx.term.stdinIsTty || await ctx.disk.readLink("/proc/self/fd/0") !== "/dev/null") return;
  const words = `${component} -s ${stack}`;
  throw new UsageError(
    "components/no-approval",
    `terraform ${subcommand} asks for approval, and nobody can answer`,
    {
      explanation: "There is no input.",
      hints: [
        `atmos terraform ${subcommand} ${words} -auto-approve`,
        ...(subcommand === "apply" ? [`atmos terraform deploy ${words}`] : []),
      ],
      exitCode: 1,
    },
  );
}
