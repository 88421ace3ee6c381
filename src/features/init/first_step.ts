/** What a folder looks like to this program, and the one command that leads on. Follows config §6.2, toolchain §13.12.
 *  Invariant: whatever is broken is told, never thrown; nothing is written, no network is asked. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { proxyDir } from "@/features/toolchain/core/proxy_dir.ts";
import { openQuietly } from "@/features/toolchain/open.ts";
import { binDirs, findReadyTools, readConfiguredTools } from "@/features/toolchain/toolset.ts";

/** One sentence without a final full stop, and a whole command. */
export interface FirstStep {
  readonly sees: string;
  readonly command: string;
}

/** Looks at the working directory. */
export async function firstStep(ctx: Context): Promise<FirstStep> {
  try {
    return await look(ctx);
  } catch (error) {
    if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
    return { sees: `This project cannot be read: ${error.title}`, command: "atmos doctor" };
  }
}

async function look(ctx: Context): Promise<FirstStep> {
  const toolchain = await openQuietly(ctx);
  const { configFile, versionsFileName: name } = toolchain;
  const tools = await readConfiguredTools(ctx, toolchain);
  if (tools === undefined && configFile === undefined) {
    return { sees: `There is no project here: no atmos.yaml and no ${name}`, command: "atmos init" };
  }
  if (tools === undefined || tools.length === 0) {
    const sees = tools === undefined ? `This project has no ${name} yet` : `${name} names no tool yet`;
    return { sees, command: "atmos toolchain install terraform@1.9.8" };
  }
  const ready = await findReadyTools(ctx, toolchain, tools), missing = tools.length - ready.length;
  if (missing > 0) {
    const sees = `${name} names ${tools.length} ${
      tools.length === 1 ? "tool" : "tools"
    }, ${missing} not installed`;
    return { sees, command: "atmos toolchain install" };
  }
  const path = (ctx.env["PATH"] ?? "").split(ctx.host.pathListSeparator);
  const wanted = [proxyDir(toolchain.installRoot), ...ready.flatMap(({ installed }) => binDirs(installed))];
  return wanted.some((dir) => path.includes(dir))
    ? { sees: `All tools of ${name} are installed and on PATH`, command: "atmos toolchain list" }
    : {
      sees: `All tools of ${name} are installed, but not on PATH`,
      command: 'eval "$(atmos toolchain env)"',
    };
}
