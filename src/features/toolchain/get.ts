/** The configured versions of one tool or of all. Follows toolchain §13.9. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import { parseToolSpec } from "./core/tool_spec.ts";
import { listVersions, type ToolVersions } from "./list.ts";
import type { Toolchain } from "./settings.ts";
import { idInFile, noToolsConfigured } from "./toolset.ts";

/**
 * @param name a tool; undefined means every tool of the file
 * @throws Lookup `toolchain/not-configured`; Config `toolchain/no-tools-configured` when nothing is configured
 */
export async function findVersions(
  ctx: Pick<Context, "disk" | "out" | "procs" | "env" | "host">,
  toolchain: Toolchain,
  name: string | undefined,
): Promise<readonly ToolVersions[]> {
  const all = await listVersions(ctx, toolchain);
  if (name === undefined) {
    if (all.length === 0) {
      throw noToolsConfigured(toolchain, await ctx.disk.stat(toolchain.versionsFile) !== undefined);
    }
    return all;
  }
  const id = idInFile(parseToolSpec(name).name, toolchain);
  const tool = all.find((each) => each.id.toLowerCase() === id.toLowerCase());
  if (tool) return [tool];
  const { findHostProgram, isLeftToHost } = await import("./host_program.ts");
  if (await isLeftToHost(ctx, toolchain, id)) {
    const installed = await findHostProgram(ctx, toolchain, { name }) !== undefined;
    const versions = [{ version: "system", installed }];
    return [{ id, defaultVersion: "system", isDefaultInstalled: installed, versions }];
  }
  throw new LookupError(
    "toolchain/not-configured",
    `tool '${name}' not configured in ${toolchain.versionsFileName}`,
    {
      explanation: "It is neither in the versions file nor known by another name that is.",
      hints: [`atmos toolchain add ${name}`, `See which registry has it: atmos toolchain search ${name}`],
    },
  );
}
