/** Tools that the versions file leaves to the machine by `system`. Follows toolchain §4.1.
 *  Invariant: a shim of ours is no program of the machine. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import { proxyDir } from "./core/proxy_dir.ts";
import { mergeToolLines } from "./core/versions_file.ts";
import type { Toolchain } from "./settings.ts";
import { idInFile, readVersionsFile } from "./toolset.ts";

type HostContext = Pick<Context, "disk" | "procs" | "env" | "host">;

/** What was asked for, and what to look for on PATH. */
export interface HostQuery {
  /** As typed, without a version. */
  readonly name: string;
  /** Another program than the one that the name means. */
  readonly command?: string | undefined;
}

/** Whether the versions file says `system`, and no version, of a tool. */
export async function isLeftToHost(
  ctx: Pick<Context, "disk">,
  toolchain: Toolchain,
  name: string,
): Promise<boolean> {
  const file = await readVersionsFile(ctx, toolchain);
  const idOf = (each: string) => idInFile(each, toolchain);
  const tool = mergeToolLines(file?.content.tools ?? [], idOf)
    .find(({ id }) => id.toLowerCase() === idOf(name).toLowerCase());
  return tool?.versions.every((version) => version === "system") ?? false;
}

/** The machine's program: called as typed, else as the last part of the id; undefined when PATH has none. */
export async function findHostProgram(
  ctx: HostContext,
  toolchain: Toolchain,
  { name, command }: HostQuery,
): Promise<string | undefined> {
  const { pathListSeparator } = ctx.host, proxies = proxyDir(toolchain.installRoot);
  const path = (ctx.env["PATH"] ?? "").split(pathListSeparator).filter((dir) => dir !== proxies);
  const names = command === undefined ? [name, idInFile(name, toolchain)] : [command];
  for (const each of names) {
    const found = await ctx.procs.find(each.slice(each.lastIndexOf("/") + 1), path.join(pathListSeparator));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The machine's program for a tool that is left to it; undefined for any other tool.
 * @throws Lookup `toolchain/no-such-program` (exit 127) when PATH has none
 */
export async function hostProgram(
  ctx: HostContext,
  toolchain: Toolchain,
  query: HostQuery,
): Promise<string | undefined> {
  if (!await isLeftToHost(ctx, toolchain, query.name)) return undefined;
  const found = await findHostProgram(ctx, toolchain, query);
  if (found !== undefined) return found;
  const program = query.command ?? query.name, file = toolchain.versionsFileName;
  throw new LookupError("toolchain/no-such-program", `PATH has no program "${program}"`, {
    explanation: `"${query.name} system" in ${file} leaves the tool to this machine.`,
    hints: [`Have a version of it installed: atmos toolchain set --only ${query.name} VERSION`],
    exitCode: 127,
  });
}
