/** `terraform init`, by itself or in front of another subcommand. Follows components §7.2 (step 8), §7.4.
 *  Invariant: init never asks which workspace to use. */
import type { Context } from "@/base/context.ts";
import { resolvePath } from "@/base/path.ts";
import { runTool } from "./child.ts";
import type { TerraformRun } from "./terraform.ts";

/** They need nothing of what init brings. */
const WITHOUT: readonly string[] = ["fmt", "version"];
/** Their output is for programs. */
const DATA = /^(?:output|show|state (?:pull|list|show)|providers schema|graph|console)$/;

/** @returns the exit code; 0 where it is not needed */
export async function initialise(ctx: Context, run: TerraformRun): Promise<number> {
  const { prepared: { request, session, directory }, options, tooling } = run;
  const { subcommand, native } = request, { terraform } = session.settings.config.components;
  const isInit = subcommand === "init";
  const isSkipped = options.skipInit || WITHOUT.includes(subcommand) ||
    (subcommand === "deploy" && !(options.deployRunInit ?? terraform.deploy_run_init));
  if (isSkipped && !isInit) return 0;
  if (!request.dryRun && !subcommand.startsWith("workspace ")) {
    await ctx.disk.remove(`${resolvePath(directory, dataDirectory(tooling.env))}/environment`);
  }
  const isData = DATA.test(subcommand) || native.includes("-json");
  return await runTool(ctx, run, { args: initArgs(run), isHelper: !isInit && isData });
}

/** The words of init. */
export function initArgs(
  { prepared: { request, session }, options, files }: TerraformRun,
): readonly string[] {
  const { subcommand, native } = request, { terraform } = session.settings.config.components;
  const reconfigures = (options.initRunReconfigure ?? terraform.init_run_reconfigure) ||
    subcommand === "workspace";
  return [
    "init",
    ...(reconfigures ? ["-reconfigure"] : []),
    ...(options.initPassVars ?? terraform.init.pass_vars ? ["-var-file", files.variables] : []),
    ...(subcommand === "init" ? native : []),
  ];
}

/** Where terraform keeps what it downloads, as the component says it. */
export function dataDirectory(env: Readonly<Record<string, string>>): string {
  return env["TF_DATA_DIR"] || ".terraform";
}
