/** Which manifests are stacks. Follows stacks §2. Invariant: the result is sorted by path and holds no file twice. */
import { ConfigError } from "@/base/errors.ts";
import { joinPath, relativePath, resolvePath } from "@/base/path.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import { hasEnding, withEndings } from "./core/manifest_path.ts";
import type { Session } from "./session.ts";

/** Absolute paths; undefined when the stacks directory does not exist. @throws Config `stacks/bad-pattern` */
export async function topManifests(session: Session): Promise<readonly string[] | undefined> {
  const { stacksDir, config: { stacks } } = session.settings;
  const files = await allManifests(session);
  const { globTest } = await import("@/lang/glob/glob.ts");
  const included = stacks.included_paths.flatMap(withEndings).map((pattern) => compiled(pattern, globTest));
  return files?.filter((file) => included.some((fits) => fits(relativePath(stacksDir, file))));
}

/** The same of all manifests that are not excluded, whether stacks or not. */
export async function allManifests({ ctx, settings }: Session): Promise<readonly string[] | undefined> {
  const { stacksDir, config: { stacks } } = settings;
  if ((await ctx.disk.stat(stacksDir))?.kind !== "directory") return undefined;
  const { globTest } = await import("@/lang/glob/glob.ts");
  const excluded = stacks.excluded_paths.map((pattern) =>
    compiled(resolvePath(stacksDir, pattern), globTest)
  );
  return (await listFiles(ctx.disk, stacksDir))
    .filter((path) => hasEnding(path))
    .map((path) => joinPath(stacksDir, path))
    .filter((path) => !excluded.some((fits) => fits(path)))
    .toSorted();
}

function compiled(pattern: string, compile: (pattern: string) => (path: string) => boolean) {
  if (isBalanced(pattern)) return compile(pattern);
  throw new ConfigError("stacks/bad-pattern", `stacks: ${pattern} is no pattern of paths`, {
    explanation: "A bracket or brace in it does not end.",
  });
}

function isBalanced(pattern: string): boolean {
  const bare = pattern.replace(/\\./g, "").replace(/\[[^\]]+\]/g, "");
  const opened = bare.split("{").length, closed = bare.split("}").length;
  return opened === closed && !bare.includes("[");
}
