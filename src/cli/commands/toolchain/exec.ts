/** `atmos toolchain exec`. Follows toolchain §13.8. */
import type { Context } from "@/base/context.ts";
import type { ProcessPlan } from "@/base/ports.ts";
import { command } from "@/cli/command.ts";
import { type GivenFlags, keepConfig } from "@/features/config/load.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { planExec } from "@/features/toolchain/exec.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Become a tool: run it in the place of this process",
  description: "A missing version is installed first. Everything after the tool goes to it untouched.",
  args: {
    tool: { summary: "tool or tool@version", required: true, complete: "tool" },
    args: { summary: "words for the tool", passthrough: true },
  },
  flags: {
    ...toolchainFlags,
    "dry-run": { type: "boolean", summary: "Print what would be run", env: "ATMOS_TOOLCHAIN_DRY_RUN" },
    "no-install": { type: "boolean", summary: "Fail when the tool is not installed" },
    command: { type: "string", summary: "Another program of the tool", placeholder: "name" },
  },
  examples: ["atmos toolchain exec terraform@1.9.8 -- plan", "atmos toolchain exec jq -r .name package.json"],
  run: (ctx, input) => startTool(ctx, input, ctx.procs.replace),
});

/** The words of `exec` and `run`. */
export interface ToolCall extends GivenFlags {
  readonly args: { readonly tool: string; readonly args: readonly string[] };
  readonly flags: {
    readonly "dry-run": boolean;
    readonly "no-install": boolean;
    readonly command: string | undefined;
  };
}

/** Plans a call and starts it, or tells what would be started. */
export async function startTool(
  ctx: Context,
  { args, flags, given }: ToolCall,
  start: (plan: ProcessPlan) => Promise<number>,
): Promise<number> {
  const toolchain = await openToolchain(ctx, { flags, given });
  const request = { spec: args.tool, args: args.args, install: !flags["no-install"], command: flags.command };
  if (flags["dry-run"]) return await (await import("./_would_execute.ts")).tellCall(ctx, toolchain, request);
  const plan = await planExec(ctx, toolchain, request);
  await keepConfig(ctx);
  return await start(plan);
}
