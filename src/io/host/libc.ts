/** Finds out which C library the machine's programs are linked with. Follows aqua-registry §5.4.
 *  Invariant: looks only when asked, at files first, because starting a program costs milliseconds. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";

const MUSL_FILES = [
  "/lib/ld-musl-x86_64.so.1",
  "/lib/ld-musl-aarch64.so.1",
  "/lib/libc.musl-x86_64.so.1",
  "/lib/libc.musl-aarch64.so.1",
];

/** `musl` or `glibc`; empty on systems other than Linux and where nothing tells. */
export async function detectLibc(
  ctx: Pick<Context, "host" | "disk" | "procs" | "env" | "cwd">,
): Promise<"musl" | "glibc" | ""> {
  if (ctx.host.os !== "linux") return "";
  for (const path of MUSL_FILES) {
    if (await ctx.disk.stat(path)) return "musl";
  }
  const said = await lddVersion(ctx);
  if (said.includes("musl")) return "musl";
  return said.trim() === "" ? "" : "glibc";
}

/** What `ldd --version` prints on either stream (musl's complains on stderr); empty when there is no ldd. */
async function lddVersion(ctx: Pick<Context, "procs" | "env" | "cwd">): Promise<string> {
  try {
    const plan = { program: "ldd", args: ["--version"], env: ctx.env, cwd: ctx.cwd };
    const { stdout, stderr } = await ctx.procs.capture(plan, { timeoutMs: 5_000 });
    return stdout + stderr;
  } catch (error) {
    if (error instanceof HostError) return "";
    throw error;
  }
}
