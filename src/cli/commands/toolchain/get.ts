/** `atmos toolchain get`. Follows toolchain §13.9. */
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { findVersions } from "@/features/toolchain/get.ts";
import { versionsJson, versionsLines } from "./_rows.ts";
import { styleOf } from "@/ui/style.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print the configured versions of a tool, oldest first",
  args: { tool: { summary: "tool; all of the versions file unless given", complete: "tool" } },
  flags: {
    ...toolchainFlags,
    format: {
      type: "string",
      short: "f",
      summary: "table for people on stderr; plain and json on stdout",
      choices: ["table", "plain", "json"],
      default: "table",
      env: "ATMOS_TOOLCHAIN_GET_FORMAT",
    },
  },
  examples: ["atmos toolchain get terraform", "atmos toolchain get --format json"],
  async run(ctx, { args, flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    const tools = await findVersions(ctx, toolchain, args.tool);
    if (flags.format === "json") ctx.out.data(versionsJson(tools, args.tool !== undefined));
    else if (flags.format === "plain") {
      ctx.out.data(tools.flatMap((tool) => tool.versions).map(({ version }) => `${version}\n`).join(""));
    } else {
      for (const line of versionsLines(tools, styleOf(ctx.flags.color))) ctx.out.say("info", line);
    }
    return 0;
  },
});
