/** The name that our program was started by: a shim of the Go program is a link to it, one on Windows a hard link.
 *  Follows toolchain §16. Invariant: costs no more than a look; the path of the executable has its links resolved, so it
 *  does not tell. */

/** The first word of the command line, as whoever started us wrote it; empty when nobody knows. */
export function invokedName(): string {
  if (Deno.build.os === "windows") return Deno.execPath().replaceAll("\\", "/");
  // Node's layer would know it on every system, and takes ten milliseconds to load.
  if (Deno.build.os !== "linux") return "";
  try {
    return Deno.readTextFileSync("/proc/self/cmdline").split("\0", 1)[0] ?? "";
  } catch {
    return "";
  }
}
