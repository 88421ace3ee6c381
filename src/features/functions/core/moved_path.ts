/** The words of an `!include` when the file is no longer known that they stand in. Pure. Follows templates §4.4. */
import { dirName, relativePath } from "@/base/path.ts";
import type { FunctionPlace } from "../resolve_functions.ts";

/** With a path from the base path in place of one that begins at the file. Bare paths begin at the base path anyway. */
export function movedPath(text: string, { file, root }: Pick<FunctionPlace, "file" | "root">): string {
  if (root === undefined) return text;
  const folder = dirName(file), below = relativePath(root, folder);
  const from = /^\.\.?(\/|$)/.test(below) ? folder : below;
  return text.trim().replace(/^(["']?)(?=\.\.?\/)/, (_, quote) => `${quote}${from}/`);
}
