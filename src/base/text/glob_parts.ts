/** What can be told of a pattern of paths without compiling it. Pure. */

/** Whether it stands for several files. */
export function isGlob(path: string): boolean {
  return /[*?{[]/.test(path);
}

/** The directory that a pattern begins with, which has no pattern in it, and the rest.
 *  @example splitGlob("/a/b/*.yaml") // ["/a/b", "*.yaml"] */
export function splitGlob(pattern: string): readonly [dir: string, rest: string] {
  const parts = pattern.split("/");
  const first = parts.findIndex(isGlob);
  return [parts.slice(0, first).join("/") || "/", parts.slice(first).join("/")];
}
