/** What the Terraform files of a component declare: `component_info.terraform_config`. Follows stacks §10.2.
 *  Invariant: files that cannot be read or understood never keep the rest of a description away. */
import { type AtmosError, ConfigError, HostError } from "@/base/errors.ts";
import { joinPath } from "@/base/path.ts";
import type { Context } from "@/base/context.ts";
import { type HclFile, parseHcl } from "@/lang/hcl/parse_hcl.ts";
import { parseHclJson } from "@/lang/hcl/parse_hcl_json.ts";
import { terraformFiles } from "./core/terraform_files.ts";
import { MODULE_BLOCKS, terraformModule } from "./core/terraform_module.ts";

type Needs = Pick<Context, "disk" | "out">;

/**
 * The module in a directory; null where there is no directory, or where the source of a module is not known before a run.
 * Undefined, with a warning, when the files cannot be read or understood.
 */
export async function terraformConfig(ctx: Needs, directory: string): Promise<unknown> {
  if ((await ctx.disk.stat(directory))?.kind !== "directory") return null;
  const entries = await ctx.disk.list(directory);
  const names = terraformFiles(entries.filter(({ kind }) => kind !== "directory").map(({ name }) => name));
  try {
    const files = await Promise.all(names.map((name) => parsed(ctx, joinPath(directory, name))));
    return terraformModule(directory, files);
  } catch (error) {
    if (!(error instanceof ConfigError) && !(error instanceof HostError)) throw error;
    if (error.code === "describe/module-source") return null;
    warn(ctx, directory, error);
    return undefined;
  }
}

async function parsed({ disk }: Needs, file: string): Promise<HclFile> {
  const text = await disk.readText(file) ?? "";
  return file.endsWith(".json") ? parseHclJson(text, file, MODULE_BLOCKS) : parseHcl(text, file);
}

function warn({ out }: Needs, directory: string, { at, title }: AtmosError): void {
  const place = [at?.file ?? directory, at?.line, at?.column].filter((part) => part !== undefined).join(":");
  out.say(
    "warning",
    `component_info has no terraform_config: ${place}: ${title} (terraform -chdir=${directory} validate tells more)`,
  );
}
