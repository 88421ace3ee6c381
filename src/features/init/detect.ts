/** Looks for what other tool managers know about a folder. Follows toolchain §4.1. Invariant: nothing is written. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { builtinNames } from "@/features/registry/builtin_names.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { FOREIGN_FILES, type ForeignTools, type FoundVersion } from "./core/foreign_files.ts";

/** What a file names, and which file. */
export interface DetectedFile extends ForeignTools {
  readonly file: string;
}

/** The files that there are, with what they name; a tool counts where it is named first. */
export async function detectTools(ctx: Pick<Context, "cwd" | "disk">): Promise<readonly DetectedFile[]> {
  const detected: DetectedFile[] = [], known = new Set<string>();
  for (const { file, isYaml, read } of FOREIGN_FILES) {
    const path = `${ctx.cwd}/${file}`;
    if ((await ctx.disk.stat(path))?.kind !== "file") continue;
    const text = await ctx.disk.readText(path) ?? "";
    const parsed = isYaml ? parsedYaml(text, file) : undefined;
    const { found, leftOut } = read({ text, parsed }, builtinNames);
    const isNew = ({ id }: FoundVersion) => !known.has(id) && Boolean(known.add(id));
    detected.push({ file, found: found.filter(isNew), leftOut });
  }
  return detected;
}

/** One that cannot be read names nothing. */
function parsedYaml(text: string, file: string): unknown {
  try {
    return parseYaml(text, { file, documents: "first" }).value;
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
