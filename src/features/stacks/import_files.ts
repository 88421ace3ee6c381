/** The files that an import stands for. Follows stacks §5.2.
 *  Invariant: the order of several files is that of their names. */
import { joinPath } from "@/base/path.ts";
import { isGlob, splitGlob } from "@/base/text/glob_parts.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import { ENDINGS, hasEnding, importTarget } from "./core/manifest_path.ts";
import type { Session } from "./session.ts";

/** Absolute paths; empty when nothing is there. */
export async function importFiles(
  session: Session,
  importer: string,
  path: string,
): Promise<readonly string[]> {
  const target = importTarget(session.settings.stacksDir, importer, path);
  if (isGlob(path)) return (await matching(session, target)).filter((file) => file !== importer);
  for (const candidate of candidatesOf(target)) {
    if ((await session.ctx.disk.stat(candidate))?.kind === "file") return [candidate];
  }
  return [];
}

function candidatesOf(target: string): readonly string[] {
  if (/\.ya?ml$/.test(target)) return [`${target}.tmpl`, target];
  if (hasEnding(target)) return [target];
  return [...ENDINGS.map((ending) => target + ending), target];
}

async function matching({ ctx: { disk } }: Session, pattern: string): Promise<readonly string[]> {
  const [dir, rest] = splitGlob(pattern);
  const { globTest } = await import("@/lang/glob/glob.ts");
  const fits = globTest(/\.\w+$/.test(rest) && !rest.endsWith("*") ? rest : `${rest}.yaml`);
  const files = await listFiles(disk, dir);
  return files.filter((path) => fits(path)).toSorted().map((path) => joinPath(dir, path));
}
