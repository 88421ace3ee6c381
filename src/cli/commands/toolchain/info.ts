/** `atmos toolchain info`. Follows toolchain §13.11. */
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print what is known about a tool",
  args: { tool: { summary: "tool or tool@version", required: true, complete: "tool" } },
  flags: {
    ...toolchainFlags,
    output: {
      type: "string",
      short: "o",
      summary: "table for people on stderr; yaml and json on stdout",
      choices: ["table", "yaml", "json"],
      default: "table",
      env: "ATMOS_TOOLCHAIN_OUTPUT",
    },
  },
  examples: ["atmos toolchain info terraform", "atmos toolchain info jq@1.7.1 -o yaml"],
  async run(ctx, { args, flags, given }) {
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { toolInfo } = await import("@/features/toolchain/info.ts");
    const services = await openServices(ctx, await openToolchain(ctx, { flags, given }));
    const listVersions = flags.output === "table" && !services.policy.offline;
    const info = await toolInfo(ctx, services, { spec: args.tool, listVersions });
    if (flags.output === "json") ctx.out.data(JSON.stringify(info.facts, null, 2) + "\n");
    else if (flags.output === "yaml") {
      const { renderYaml } = await import("@/lang/yaml/render.ts");
      ctx.out.data(renderYaml(info.facts));
    } else {
      const { type, repo_owner, repo_name, asset, version } = info.facts;
      const lines = [
        `${info.id} (registry: ${info.registry})`,
        `  Type: ${type}`,
        `  Repository: https://github.com/${repo_owner}/${repo_name}`,
        `  Download of ${version}: ${asset ?? "none for this platform"}`,
        info.installed.length > 0
          ? `  Installed Versions: ${info.installed.join(", ")}`
          : "  No versions installed",
        ...(info.available?.length ? [`  Available Versions: ${info.available.join(", ")}`] : []),
        `💡 atmos toolchain install ${info.id}@${version}`,
      ];
      for (const line of lines) ctx.out.say("info", line);
    }
    return 0;
  },
});
