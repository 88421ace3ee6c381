/** The files that terraform reads beside a component: variables, backend, providers, versions. Follows components §4, §7.6.
 *  Invariants: files that may hold secrets are for their owner alone; in a dry run they are only named. */
import type { Context } from "@/base/context.ts";
import { joinPath } from "@/base/path.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { tellFile } from "./child.ts";
import {
  BACKEND_FILE,
  backendText,
  PROVIDERS_FILE,
  providersText,
  VERSIONS_FILE,
  versionsText,
} from "./core/terraform_files.ts";
import { checkVariables, variablesJson } from "./core/variables.ts";
import type { Prepared } from "./prepare.ts";
import type { TerraformRun } from "./terraform.ts";

/** Bare names, in the directory of the component. */
export interface TerraformFileNames {
  readonly variables: string;
  readonly test: string;
  readonly plan: string;
}

/** The names for a stem. */
export function terraformFileNames(stem: string): TerraformFileNames {
  return {
    variables: `${stem}.terraform.tfvars.json`,
    test: `${stem}.terraform.test.tfvars.json`,
    plan: `${stem}.planfile`,
  };
}

/** @throws Config `components/computed-value`, `components/no-backend-type`; Host when one cannot be written */
export async function writeTerraformFiles(ctx: Context, run: TerraformRun): Promise<void> {
  const { prepared, files, plan } = run, { subcommand } = prepared.request;
  if (plan === undefined && !/^workspace\b/.test(subcommand)) await writeVariables(ctx, prepared, files);
  if (subcommand === "test") {
    const { test } = prepared.sections, vars = isTree(test) && isTree(test["vars"]) ? test["vars"] : {};
    await write(ctx, prepared, { name: files.test, text: variablesJson(vars), mode: 0o644 });
  }
  if (isBackendWanted(run)) await writeBackend(ctx, prepared);
  const others = [
    { name: PROVIDERS_FILE, text: providersText(prepared.sections["providers"]) },
    { name: VERSIONS_FILE, text: versionsText(prepared.sections) },
  ];
  for (const { name, text } of others) if (text) await write(ctx, prepared, { name, text, mode: 0o600 });
}

/** The variables of the component, where terraform looks for them. */
export async function writeVariables(
  ctx: Context,
  prepared: Prepared,
  { variables }: Pick<TerraformFileNames, "variables">,
): Promise<void> {
  const { instance: { name, stack }, vars } = prepared;
  checkVariables(vars, `the component '${name}' in the stack ${stack}`);
  await write(ctx, prepared, { name: variables, text: variablesJson(vars), mode: 0o644 });
}

function isBackendWanted({ prepared: { session }, options }: TerraformRun): boolean {
  return options.autoGenerateBackendFile ??
    session.settings.config.components.terraform.auto_generate_backend_file;
}

/** @returns whether there is one */
export async function writeBackend(ctx: Context, prepared: Prepared): Promise<boolean> {
  const { sections, directory } = prepared;
  const text = backendText(sections, String(sections["workspace"] ?? "default"));
  if (text === undefined) return false;
  await warnOfOwnBackend(ctx, directory);
  await write(ctx, prepared, { name: BACKEND_FILE, text, mode: 0o600 });
  return true;
}

/** Terraform takes one backend only. */
async function warnOfOwnBackend(ctx: Context, directory: string): Promise<void> {
  for (const { name } of await ctx.disk.list(directory)) {
    if (!name.endsWith(".tf")) continue;
    const text = await ctx.disk.readText(joinPath(directory, name)) ?? "";
    if (!/^\s*(?:backend\s+"|cloud\s*\{)/m.test(text)) continue;
    ctx.out.say(
      "warning",
      `${name} has a backend of its own beside the generated ${BACKEND_FILE}: remove one of the two`,
    );
  }
}

async function write(
  ctx: Context,
  { request, directory }: Prepared,
  { name, text, mode }: { readonly name: string; readonly text: string; readonly mode: number },
): Promise<void> {
  const path = joinPath(directory, name);
  if (request.dryRun) tellFile(ctx, path);
  else await ctx.disk.writeAtomic(path, text, mode);
}
