/** Paths as the Context carries them: forward slashes on every system, a drive letter or a share where Windows has
 *  one. Pure. Follows house §7 (Paths) and its trap 10.
 *  Invariant: results are clean (no `.`, no `..` but in front of a relative path, no double or final slash). */

/** `/`, `C:/` or `//server/share/`: the part of a path that nothing climbs out of; empty for a relative path. */
function rootOf(path: string): string {
  const share = /^\/\/[^/]+\/[^/]+(\/|$)/.exec(path)?.[0];
  if (share !== undefined) return share.endsWith("/") ? share : `${share}/`;
  if (path.startsWith("/")) return "/";
  const drive = /^[A-Za-z]:(?=\/|$)/.exec(path)?.[0];
  return drive === undefined ? "" : `${drive}/`;
}

/** Whether a path begins at a root, a drive or a share. `C:x` does not: it hangs on the drive's own directory. */
export function isAbsolute(path: string): boolean {
  return rootOf(path) !== "";
}

/** Joins parts and cleans the result; empty parts count as absent, later absolute parts are taken as relative.
 *  @example joinPath("/a", "../b", "c/") // "/b/c" */
export function joinPath(...parts: readonly string[]): string {
  return cleanPath(parts.filter((part) => part !== "").join("/"));
}

/** A path seen from an absolute directory. On a drive a path such as `/x` stays on that drive.
 *  @example resolvePath("/a/b", "../c") // "/a/c" */
export function resolvePath(base: string, path: string): string {
  const onDrive = path.startsWith("/") && !path.startsWith("//") && /^[A-Za-z]:\//.test(base);
  if (onDrive) return cleanPath(base.slice(0, 2) + path);
  return isAbsolute(path) ? cleanPath(path) : joinPath(base, path);
}

/** The directory that holds a path; a root holds itself, a bare name lies in `.`. */
export function dirName(path: string): string {
  const clean = cleanPath(path);
  const root = rootOf(clean);
  const end = clean.lastIndexOf("/");
  if (end < 0) return ".";
  return end < root.length ? root : clean.slice(0, end);
}

/** The last name of a path; empty for a root. */
export function baseName(path: string): string {
  const clean = cleanPath(path);
  return clean.slice(Math.max(clean.lastIndexOf("/") + 1, rootOf(clean).length));
}

/** An absolute path and the directories above it, the nearest first, the root last.
 *  @example parents("/a/b") // ["/a/b", "/a", "/"] */
export function parents(path: string): readonly string[] {
  const found = [cleanPath(path)];
  for (let above = dirName(path); above !== found.at(-1); above = dirName(above)) found.push(above);
  return found;
}

/** How to get from an absolute directory to an absolute path: `.` for itself, the path when they share no root.
 *  @example relativePath("/a/b", "/a/c") // "../c" */
export function relativePath(from: string, to: string): string {
  const [start, target] = [cleanPath(from), cleanPath(to)];
  const root = rootOf(start);
  if (root.toLowerCase() !== rootOf(target).toLowerCase()) return target;
  const [here, there] = [start, target].map((path) => path.slice(root.length).split("/").filter(Boolean));
  const up = [...here ?? []];
  const down = [...there ?? []];
  while (up.length > 0 && down.length > 0 && up[0] === down[0]) {
    up.shift();
    down.shift();
  }
  return [...up.map(() => ".."), ...down].join("/") || ".";
}

function cleanPath(path: string): string {
  const root = rootOf(path);
  const kept: string[] = [];
  for (const name of path.slice(root.length).split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") kept.push(name);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (root === "") kept.push(name);
  }
  return root + kept.join("/") || ".";
}
