/** The facts about this machine, in Go's words, because the public tool definitions speak them.
 *  Follows aqua-registry §5.4 and toolchain §8.3, §22. Invariant: reading the facts starts nothing and reads no file. */
import type { Context, Host } from "@/base/context.ts";

const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** The host that this program was built for and runs on. On macOS under Rosetta `arch` is `amd64`: ask
 *  `hardwareArch` where the difference counts. */
export function systemHost(): Host {
  const windows = Deno.build.os === "windows";
  return {
    os: Deno.build.os,
    arch: ARCHITECTURES[Deno.build.arch] ?? Deno.build.arch,
    pathListSeparator: windows ? ";" : ":",
    executable: windows ? Deno.execPath().replaceAll("\\", "/") : Deno.execPath(),
    pid: Deno.pid,
  };
}

/** The architecture of the hardware: `arm64` when an Intel build of ours is translated on an Apple machine. */
export async function hardwareArch(ctx: Pick<Context, "host" | "procs">): Promise<string> {
  const { os, arch } = ctx.host;
  if (os !== "darwin" || arch !== "amd64") return arch;
  const plan = { program: "/usr/sbin/sysctl", args: ["-in", "sysctl.proc_translated"], env: {}, cwd: "/" };
  const { stdout } = await ctx.procs.capture(plan, { timeoutMs: 5_000 });
  return stdout.trim() === "1" ? "arm64" : arch;
}
