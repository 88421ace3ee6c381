/** Selects the workspace of a component, making it where it is not there. Follows components §7.5.
 *  Invariant: what terraform says about it is shown only when it fails. */
import type { Context } from "@/base/context.ts";
import { resolvePath } from "@/base/path.ts";
import { captureTool } from "./child.ts";
import type { TerraformRun } from "./terraform.ts";
import { dataDirectory } from "./terraform_init.ts";

const WITHOUT: readonly string[] = ["init", "fmt", "version"];

/** @returns the exit code; 0 where there is nothing to select */
export async function selectWorkspace(ctx: Context, run: TerraformRun): Promise<number> {
  if (!hasWorkspace(run)) return 0;
  const { prepared: { directory }, tooling } = run, workspace = workspaceOf(run);
  const selected = await captureTool(ctx, run, ["workspace", "select", "-or-create", workspace]);
  if (selected.code === 0) return 0;
  const made = await captureTool(ctx, run, ["workspace", "new", workspace]);
  if (made.code === 0) return 0;
  const file = `${resolvePath(directory, dataDirectory(tooling.env))}/environment`;
  if ((await ctx.disk.readText(file))?.trim() === workspace) {
    ctx.out.say("warning", `The workspace ${workspace} is there and could not be selected again`);
    return 0;
  }
  for (const { stdout, stderr } of [selected, made]) {
    const said = `${stdout}${stderr}`.trim();
    if (said !== "") ctx.out.say("error", said);
  }
  return made.code;
}

/** Whether a workspace is to be selected. */
export function hasWorkspace(
  { prepared: { request: { subcommand }, sections }, tooling }: TerraformRun,
): boolean {
  const backend = sections["backend_type"];
  return !WITHOUT.includes(subcommand) && !/^(?:workspace |providers\b)/.test(subcommand) &&
    backend !== "http" && backend !== "cloud" && !tooling.env["TF_WORKSPACE"];
}

/** Its name. */
export function workspaceOf({ prepared: { sections } }: TerraformRun): string {
  return String(sections["workspace"] ?? "default");
}
