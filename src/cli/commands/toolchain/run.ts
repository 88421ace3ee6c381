/** `atmos toolchain run`. Follows toolchain §13.17. */
import { quoteShWord } from "@/base/text/quote.ts";
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { planExec } from "@/features/toolchain/exec.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Run a tool as a child of this process",
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
  examples: ["atmos toolchain run terraform@1.9.8 -- plan", "atmos toolchain run jq -r .name package.json"],
  async run(ctx, { args, flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    const install = !flags["no-install"] && !flags["dry-run"];
    const plan = await planExec(ctx, toolchain, {
      spec: args.tool,
      args: args.args,
      install,
      command: flags.command,
      async services() {
        const { openServices } = await import("@/features/toolchain/open_services.ts");
        return await openServices(ctx, toolchain);
      },
    });
    if (!flags["dry-run"]) return await ctx.procs.run(plan);
    ctx.out.say("info", `Would execute: ${[plan.program, ...plan.args].map(quoteShWord).join(" ")}`);
    return 0;
  },
});
