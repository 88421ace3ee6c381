/** `atmos toolchain du`. Follows toolchain §13.5. */
import { shortSizeText } from "@/base/text/size.ts";
import { command } from "@/cli/command.ts";
import { toolUsage } from "@/features/toolchain/disk_usage.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print how much space the installed tools take",
  flags: {
    ...toolchainFlags,
    format: { type: "string", summary: "json on stdout", choices: ["text", "json"], default: "text" },
    "by-tool": { type: "boolean", summary: "One line a version" },
  },
  examples: ["atmos toolchain du --by-tool"],
  async run(ctx, { flags, given }) {
    const usage = await toolUsage(ctx, await openToolchain(ctx, { flags, given }));
    const total = (usage ?? []).reduce((sum, { bytes }) => sum + bytes, 0);
    if (flags.format === "json") {
      ctx.out.data(JSON.stringify({ total_bytes: total, tools: usage ?? [] }, null, 2) + "\n");
      return 0;
    }
    if (usage === undefined) {
      ctx.out.say("info", "No tools installed (0 B)");
      return 0;
    }
    if (flags["by-tool"]) {
      for (const { tool, version, bytes } of usage) {
        ctx.out.say("info", `${shortSizeText(bytes)}  ${tool}@${version}`);
      }
    }
    ctx.out.say("info", `Total disk space used by installed tools: ${shortSizeText(total)}`);
    return 0;
  },
});
