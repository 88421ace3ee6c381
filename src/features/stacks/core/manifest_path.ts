/** Names of manifests. Pure. Follows stacks §2, §5.2.
 *  Invariant: only the four known endings count as endings, so a name may hold dots. */
import { dirName, isAbsolute, relativePath, resolvePath } from "@/base/path.ts";

/** In the order in which a path without one of them is completed. */
export const ENDINGS = [".yaml", ".yml", ".yaml.tmpl", ".yml.tmpl"] as const;

/** The path without its ending. @example withoutEnding("a/b.yaml.tmpl") // "a/b" */
export function withoutEnding(path: string): string {
  return path.replace(/\.ya?ml(\.tmpl)?$/, "");
}

/** Whether the path ends in one of the endings. */
export function hasEnding(path: string): boolean {
  return /\.ya?ml(\.tmpl)?$/.test(path);
}

/** Whether a file of that name is rendered whatever its import says. */
export function isTemplate(path: string): boolean {
  return /\.ya?ml\.tmpl$/.test(path);
}

/** Key of a top-level manifest: its path below the stacks directory without ending. */
export function fileKey(stacksDir: string, file: string): string {
  return withoutEnding(relativePath(stacksDir, file));
}

/** Key of an import as outputs have it: the last ending only is cut. */
export function importKey(stacksDir: string, file: string): string {
  return relativePath(stacksDir, file).replace(/\.[^./]+$/, "");
}

/** Where an import path points to, without looking at the disk. */
export function importTarget(stacksDir: string, importer: string, path: string): string {
  if (isAbsolute(path)) return resolvePath(stacksDir, path);
  return resolvePath(/^\.\.?(\/|$)/.test(path) ? dirName(importer) : stacksDir, path);
}

/** The paths that a pattern of `included_paths` stands for: with every ending when it has none. */
export function withEndings(pattern: string): readonly string[] {
  return /\.ya?ml$/.test(pattern) || hasEnding(pattern)
    ? [pattern]
    : ENDINGS.map((ending) => pattern + ending);
}
