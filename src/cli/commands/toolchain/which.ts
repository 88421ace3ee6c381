/** `atmos toolchain which`. Follows toolchain §13.21. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { keepConfig } from "@/features/config/load.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { allPrograms, findOnPath, whichProgram } from "@/features/toolchain/which.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print the path of a tool's program",
  args: { tool: { summary: "tool, tool@version or program", required: true, complete: "installed-tool" } },
  flags: {
    ...toolchainFlags,
    all: { type: "boolean", short: "a", summary: "Every program that it may mean, the first one first" },
    "allow-path": { type: "boolean", summary: "Also a program that is on PATH and not managed" },
  },
  examples: [
    "atmos toolchain which terraform",
    "atmos toolchain which terraform@1.5.7",
    "atmos toolchain which jq --allow-path",
  ],
  async run(ctx, { args, flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    const allowsPath = flags["allow-path"];
    const programs = flags.all
      ? await everyProgram(ctx, toolchain, { tool: args.tool, allowsPath })
      : [await oneProgram(ctx, toolchain, { tool: args.tool, allowsPath })];
    ctx.out.data(programs.map((program) => `${program}\n`).join(""));
    await keepConfig(ctx);
    return 0;
  },
});

interface Wanted {
  readonly tool: string;
  readonly allowsPath: boolean;
}

async function oneProgram(ctx: Context, toolchain: Toolchain, { tool, allowsPath }: Wanted): Promise<string> {
  try {
    return await whichProgram(ctx, toolchain, tool);
  } catch (error) {
    const isAbsent = error instanceof AtmosError && error.kind === "lookup";
    const onPath = isAbsent && allowsPath ? await findOnPath(ctx, tool) : undefined;
    if (onPath === undefined) throw error;
    return onPath;
  }
}

async function everyProgram(ctx: Context, toolchain: Toolchain, wanted: Wanted): Promise<readonly string[]> {
  const managed = await allPrograms(ctx, toolchain, wanted.tool);
  const onPath = wanted.allowsPath ? await findOnPath(ctx, wanted.tool) : undefined;
  const all = [...new Set([...managed, ...onPath === undefined ? [] : [onPath]])];
  // With nothing to list the error of a single look-up says why.
  return all.length > 0 ? all : [await whichProgram(ctx, toolchain, wanted.tool)];
}
