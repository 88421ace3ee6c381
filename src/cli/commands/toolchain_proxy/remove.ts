/** `atmos toolchain proxy remove`. Follows toolchain §13.14. */
import { command } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";
import { openToolchain } from "@/features/toolchain/open.ts";

export default command({
  summary: "Remove proxies",
  description:
    "Without names removes all that this project has. Those that other projects want stay, and files that are no proxies.",
  args: { names: { summary: "proxy", variadic: true } },
  flags: toolchainFlags,
  aliases: ["rm"],
  examples: ["atmos toolchain proxy remove k", "atmos toolchain proxy remove"],
  async run(ctx, { args, flags, given }) {
    const { removeProxies } = await import("@/features/proxies/sync.ts");
    const { removed } = await removeProxies(ctx, await openToolchain(ctx, { flags, given }), args.names);
    for (const name of removed) ctx.out.say("info", `Removed ${name}`);
    if (removed.length === 0) ctx.out.say("info", "No such proxy was made here");
    return 0;
  },
});
