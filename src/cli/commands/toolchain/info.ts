/** `atmos toolchain info`. Follows toolchain §13.11. */
import { command } from "@/cli/command.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print what is known about a tool",
  description: "Without a version shows the default of the versions file, else the newest.",
  args: { tool: { summary: "tool or tool@version", required: true, complete: "tool" } },
  flags: {
    ...toolchainFlags,
    output: {
      type: "string",
      short: "o",
      aliases: ["format"],
      summary: "table for people on stderr; yaml and json on stdout",
      choices: ["table", "yaml", "json"],
      default: "table",
      env: "ATMOS_TOOLCHAIN_OUTPUT",
    },
    refresh: { type: "boolean", summary: "Ask the registries again, whatever is kept of them" },
  },
  examples: ["atmos toolchain info terraform", "atmos toolchain info jq@1.7.1 -o yaml"],
  async run(ctx, { args, flags, given }) {
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { toolInfo } = await import("@/features/toolchain/info.ts");
    const registries = flags.refresh ? "refreshed" : undefined;
    const services = await openServices(
      ctx,
      await withListedNames(ctx, await openToolchain(ctx, { flags, given }, [args.tool])),
      {
        registries,
      },
    );
    const info = await toolInfo(ctx, services, args.tool);
    if (flags.output === "json") ctx.out.data(JSON.stringify(info.facts, null, 2) + "\n");
    else if (flags.output === "yaml") {
      const { renderYaml } = await import("@/lang/yaml/render.ts");
      ctx.out.data(renderYaml(info.facts));
    } else {
      const { infoLines } = await import("./_info_lines.ts");
      const width = ctx.term.stderrIsTty ? ctx.term.columns() : undefined;
      for (const line of infoLines(info, width)) ctx.out.say("info", line);
    }
    return 0;
  },
});
