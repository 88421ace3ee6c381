/** The version of a tool, without any component. Follows components §2 (step 3). Invariant: needs no stacks. */
import type { Context } from "@/base/context.ts";
import { loadWhole } from "@/features/config/whole.ts";
import type { ComponentType } from "./prepare.ts";
import { plainTooling } from "./tooling.ts";
import { withAdvice } from "./child.ts";

/** @returns the exit code of the tool */
export async function runToolVersion(ctx: Context, type: ComponentType): Promise<number> {
  const whole = await loadWhole(ctx, ctx.flags.typed ?? {});
  const tooling = await plainTooling(ctx, whole, type);
  try {
    return await ctx.procs.run({ ...tooling, args: ["version"], cwd: ctx.cwd });
  } catch (error) {
    throw withAdvice(error, tooling.program);
  }
}
