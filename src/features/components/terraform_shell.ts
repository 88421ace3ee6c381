/** A shell in a component. Follows components §7.11. Invariant: the variables are there as long as the shell lives. */
import type { Context } from "@/base/context.ts";
import { baseName } from "@/base/path.ts";
import { runTool } from "./child.ts";
import type { ComponentRequest } from "./prepare.ts";
import { initialised, openTerraform, type TerraformOptions } from "./terraform.ts";

/** They take variables. */
const SUBCOMMANDS = ["plan", "apply", "refresh", "import", "destroy", "console"];

/** @returns the exit code of the shell */
export async function openShell(
  ctx: Context,
  request: ComponentRequest,
  options: TerraformOptions,
): Promise<number> {
  const run = await openTerraform(ctx, request, options);
  if (run === undefined) return 0;
  const code = await initialised(ctx, run);
  if (code !== 0) return code;
  const { prepared: { instance, directory, sections, session }, tooling, files } = run;
  const prompt = session.settings.config.components.terraform.shell.prompt;
  const shell = await shellOf(ctx, tooling.env);
  const variables = SUBCOMMANDS.map((name) => {
    const key = `TF_CLI_ARGS_${name}`;
    return [key, `-var-file=${files.variables} ${tooling.env[key] ?? ""}`.trimEnd()];
  });
  const env = {
    ...tooling.env,
    ...Object.fromEntries(variables),
    ATMOS_STACK: instance.stack,
    ATMOS_COMPONENT: instance.name,
    ATMOS_SHELL_WORKING_DIR: directory,
    ATMOS_TERRAFORM_WORKSPACE: String(sections["workspace"] ?? "default"),
    ...(prompt === "" ? {} : { PS1: prompt }),
  };
  const isLogin = prompt === "" && baseName(shell) !== "sh";
  return await runTool(ctx, { ...run, tooling: { program: shell, env } }, {
    args: isLogin ? ["-l"] : [],
    isHelper: false,
  });
}

async function shellOf(ctx: Context, env: Readonly<Record<string, string>>): Promise<string> {
  const path = env["PATH"] ?? "";
  return env["SHELL"] || await ctx.procs.find("bash", path) || await ctx.procs.find("sh", path) || "sh";
}
