/** The name that our program was started by: a shim of the Go program is a link to it, one on Windows a hard link.
 *  Follows toolchain §16. Invariant: costs no more than a look; the path of the executable has its links resolved, so it
 *  does not tell. */

/** The first word of the command line, as whoever started us wrote it; empty when nobody knows. */
export function invokedName(): string {
  if (Deno.build.os === "windows") return Deno.execPath().replaceAll("\\", "/");
  // Named through a text, so that the bundler does not pull in Node's layer.
  const node: unknown = Reflect.get(globalThis, "process");
  const argv0: unknown = typeof node === "object" && node !== null ? Reflect.get(node, "argv0") : undefined;
  return typeof argv0 === "string" ? argv0 : "";
}
