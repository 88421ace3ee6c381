/** The modules on this disk that a Terraform component calls. Follows stacks §13.3 (`component.module`). */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { joinPath, resolvePath } from "@/base/path.ts";
import { parseHcl } from "@/lang/hcl/parse_hcl.ts";
import { parseHclJson } from "@/lang/hcl/parse_hcl_json.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { terraformFiles } from "./core/terraform_files.ts";
import { MODULE_BLOCKS, terraformModule } from "./core/terraform_module.ts";

type Needs = Pick<Context, "disk">;

/** Directories → those that their files call, so that each is read once. */
export type ModuleMemo = Map<string, Promise<readonly string[]>>;

/** Absolute directories of the modules that a directory calls, and of those that they call in turn. */
export async function localModules(
  ctx: Needs,
  directory: string,
  memo: ModuleMemo,
): Promise<readonly string[]> {
  const found = new Set<string>(), open = [directory];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const called = memo.get(next) ?? calledIn(ctx, next);
    memo.set(next, called);
    for (const module of await called) {
      if (module === directory || found.has(module)) continue;
      found.add(module);
      open.push(module);
    }
  }
  return [...found];
}

async function calledIn(ctx: Needs, directory: string): Promise<readonly string[]> {
  const entries = await ctx.disk.list(directory);
  const names = terraformFiles(entries.filter(({ kind }) => kind !== "directory").map(({ name }) => name));
  const sources = await Promise.all(names.map((name) => sourcesIn(ctx, directory, name)));
  return sources.flat().filter((source) => /^\.\.?(?:\/|$)/.test(source))
    .map((source) => resolvePath(directory, source));
}

/** A file that cannot be understood calls nothing that we know of. */
async function sourcesIn({ disk }: Needs, directory: string, name: string): Promise<readonly string[]> {
  const file = joinPath(directory, name), text = await disk.readText(file) ?? "";
  if (!text.includes("module")) return [];
  try {
    const parsed = name.endsWith(".json") ? parseHclJson(text, file, MODULE_BLOCKS) : parseHcl(text, file);
    const calls: unknown = terraformModule(directory, [parsed]).module_calls;
    return Object.values(isTree(calls) ? calls : {}).flatMap((call) =>
      isTree(call) && typeof call["source"] === "string" ? [call["source"]] : []
    );
  } catch (error) {
    if (error instanceof AtmosError) return [];
    throw error;
  }
}
