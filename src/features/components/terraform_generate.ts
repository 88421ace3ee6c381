/** Writes single files of a component without running terraform. Follows components §7.11. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { joinPath, relativePath, resolvePath } from "@/base/path.ts";
import { sortedKeys } from "@/features/stacks/core/sorted_keys.ts";
import { renderYaml } from "@/lang/yaml/render.ts";
import { tellFile } from "./child.ts";
import { outputText } from "./core/output_text.ts";
import { BACKEND_FILE } from "./core/terraform_files.ts";
import { variablesJson } from "./core/variables.ts";
import { type ComponentRequest, prepare, type Prepared } from "./prepare.ts";
import { terraformFileNames, writeBackend } from "./terraform_files.ts";

/** @param file seen from the working directory; beside the component when it is not given */
export async function generateVariables(
  ctx: Context,
  request: ComponentRequest,
  file: string | undefined,
): Promise<void> {
  const prepared = await prepare(ctx, request);
  if (prepared === undefined) return;
  const { directory, stem } = prepared;
  const path = file ? resolvePath(ctx.cwd, file) : joinPath(directory, terraformFileNames(stem).variables);
  if (request.dryRun) tellFile(ctx, path);
  else {
    await ctx.disk.writeAtomic(path, textFor(path, prepared), 0o644);
    ctx.out.say("info", `Wrote ${relativePath(ctx.cwd, path)}`);
  }
}

function textFor(path: string, { vars }: Prepared): string {
  if (/\.ya?ml$/.test(path)) return renderYaml(sortedKeys(vars));
  if (/\.(?:hcl|tfvars)$/.test(path)) {
    return outputText(vars, { format: "hcl", uppercase: false, flatten: false });
  }
  return variablesJson(vars);
}

/** @throws Config `components/no-backend`, `components/no-backend-type` */
export async function generateBackend(ctx: Context, request: ComponentRequest): Promise<void> {
  const prepared = await prepare(ctx, request);
  if (prepared === undefined) return;
  const { instance, directory } = prepared;
  if (!await writeBackend(ctx, prepared)) {
    throw new ConfigError("components/no-backend", "backend_type is required", {
      explanation: `The component '${instance.name}' in the stack ${instance.stack} has no backend.`,
      hints: ["Write terraform.backend_type and terraform.backend in a manifest."],
    });
  }
  if (!request.dryRun) {
    ctx.out.say("info", `Wrote ${relativePath(ctx.cwd, joinPath(directory, BACKEND_FILE))}`);
  }
}
