/** The files behind an import or in a folder. Follows config §4.1, §4.2. */
import { joinPath, resolvePath } from "@/base/path.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import { isGlob, splitGlob } from "@/base/text/glob_parts.ts";
import type { ConfigContext } from "./_context.ts";
import { byDepth, withoutTwins } from "./core/import_entry.ts";

type ListContext = Pick<ConfigContext, "disk">;

/** YAML files below a directory, shallow ones first; none when it does not exist. */
export async function filesBelow(ctx: ListContext, dir: string): Promise<readonly string[]> {
  const paths = (await listFiles(ctx.disk, dir)).filter((path) => /\.ya?ml$/.test(path));
  return withoutTwins(paths).toSorted(byDepth).map((path) => joinPath(dir, path));
}

/** Absolute paths; undefined when the path names nothing. A pattern may well stand for no file. */
export async function importedFiles(
  ctx: ListContext,
  base: string,
  path: string,
): Promise<readonly string[] | undefined> {
  const whole = resolvePath(base, path);
  if (isGlob(path)) return await matching(ctx, whole);
  for (const candidate of [whole, `${whole}.yaml`, `${whole}.yml`]) {
    if ((await ctx.disk.stat(candidate))?.kind === "file") return [candidate];
  }
  return (await ctx.disk.stat(whole))?.kind === "directory" ? await filesBelow(ctx, whole) : undefined;
}

async function matching(ctx: ListContext, pattern: string): Promise<readonly string[]> {
  const [dir, rest] = splitGlob(pattern);
  const { globTest } = await import("@/lang/glob/glob.ts");
  const fits = globTest(rest);
  const paths = (await listFiles(ctx.disk, dir)).filter((path) => /\.(ya?ml|json)$/.test(path) && fits(path));
  return withoutTwins(paths).toSorted().map((path) => joinPath(dir, path));
}
