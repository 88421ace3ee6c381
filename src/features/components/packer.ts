/** Packer on a component. Follows components §8. Invariant: the variable file is gone when packer has ended, however it
 *  ended. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { runTool } from "./child.ts";
import { variablesJson } from "./core/variables.ts";
import { type ComponentRequest, prepare, type Prepared } from "./prepare.ts";
import { componentTooling } from "./tooling.ts";
import { withVariableFile } from "./variable_file.ts";

/** They take no variables. */
const PLAIN = ["fmt", "fix", "hcl2_upgrade"];

/**
 * @param template of the command line: a file or directory, seen from the component
 * @returns packer's exit code
 */
export async function runPacker(
  ctx: Context,
  request: ComponentRequest,
  template: string | undefined,
): Promise<number> {
  const prepared = await prepare(ctx, request);
  if (prepared === undefined) return 0;
  const target = await templateOf(ctx, prepared, template);
  const tooling = await componentTooling(ctx, prepared, {});
  const { subcommand, native } = request;
  if (PLAIN.includes(subcommand)) {
    return await runTool(ctx, { prepared, tooling }, {
      args: [subcommand, ...native, target],
      isHelper: false,
    });
  }
  const name = `${prepared.stem}.packer.vars.json`;
  const work = async () => {
    const args = [subcommand, "-var-file", name, ...native, target];
    const code = await runTool(ctx, { prepared, tooling }, { args, isHelper: false });
    if (code !== 0) await hintAtDirectory(ctx, prepared, target);
    return code;
  };
  return await withVariableFile(ctx, prepared, { name, text: variablesJson(prepared.vars), work });
}

/** The template: of the flag, of `settings.packer.template`, else the directory itself. @throws Config */
async function templateOf(
  ctx: Context,
  { sections, directory, instance }: Prepared,
  typed: string | undefined,
): Promise<string> {
  const settings = isTree(sections["settings"]) ? sections["settings"]["packer"] : undefined;
  const own = isTree(settings) ? settings["template"] : undefined;
  if (own !== undefined && own !== null && typeof own !== "string") {
    throw new ConfigError("components/bad-template", "settings.packer.template is no text", {
      explanation: `It is written for the component '${instance.name}' in the stack ${instance.stack}.`,
    });
  }
  const [template, source] = typed ? [typed, "--template"] : [own || ".", "settings.packer.template"];
  if (template !== "." && await ctx.disk.stat(resolvePath(directory, template)) === undefined) {
    throw new ConfigError("components/no-template", `Could not find any config file in ${template}`, {
      explanation: `It is named by ${source} and is not in ${directory}.`,
    });
  }
  return template;
}

/** A single file does not see the variables that are declared beside it. */
async function hintAtDirectory(ctx: Context, { directory }: Prepared, template: string): Promise<void> {
  if (!template.endsWith(".pkr.hcl")) return;
  const others = (await ctx.disk.list(directory)).filter(({ name }) => name.endsWith(".pkr.hcl"));
  if (others.length < 2) return;
  ctx.out.say(
    "info",
    `packer read ${template} alone. To have it read the files beside it too: --template . or no template`,
  );
}
