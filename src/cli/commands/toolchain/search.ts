/** `atmos toolchain search`. Follows toolchain §13.15. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { styleOf } from "@/ui/style.ts";
import { tableLines } from "@/ui/table.ts";
import { harmless } from "@/ui/text.ts";
import { checkCount } from "@/cli/count.ts";
import { toolchainFlags } from "./flags.ts";

/** Columns where there is no terminal to ask. */
const WIDTH_OF_LOGS = 120;

export default command({
  summary: "Find tools in the registries by name, program or description",
  args: { query: { summary: "a word", required: true } },
  flags: {
    ...toolchainFlags,
    limit: { type: "number", summary: "The most results", placeholder: "n", default: 20 },
    registry: { type: "string", summary: "Only in this registry", placeholder: "name" },
    format: {
      type: "string",
      summary: "table for people on stderr; json and yaml on stdout",
      choices: ["table", "json", "yaml"],
      default: "table",
    },
    "installed-only": { type: "boolean", summary: "Only what is installed" },
    "available-only": { type: "boolean", summary: "Only what is not installed" },
    refresh: { type: "boolean", summary: "Ask the registries again, whatever is kept of them" },
  },
  examples: ["atmos toolchain search tofu", "atmos toolchain search lint --limit 50 --format json"],
  async run(ctx, { args, flags, given }) {
    if (flags["installed-only"] && flags["available-only"]) throw bothFilters();
    checkCount("limit", flags.limit, 1);
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { searchTools } = await import("@/features/toolchain/search.ts");
    const toolchain = await openToolchain(ctx, { flags, given });
    const registries = flags.refresh ? "refreshed" : undefined;
    const services = await openServices(ctx, toolchain, { registries });
    const hits = (await searchTools(ctx, services, { word: args.query, registry: flags.registry }))
      .filter((hit) =>
        flags["installed-only"] ? hit.installed : flags["available-only"] ? !hit.installed : true
      )
      .slice(0, flags.limit);
    if (flags.format === "json") ctx.out.data(JSON.stringify(hits, null, 2) + "\n");
    else if (flags.format === "yaml") {
      const { renderYaml } = await import("@/lang/yaml/render.ts");
      ctx.out.data(renderYaml(hits));
    } else if (hits.length === 0) ctx.out.say("info", `Nothing found for "${args.query}"`);
    else {
      const style = styleOf(ctx.flags.color);
      const rows = hits.map((hit) => [
        { text: hit.installed ? "●" : " ", paint: style.green },
        hit.tool,
        hit.registry,
        harmless(hit.description),
      ]);
      const width = ctx.term.stderrIsTty ? ctx.term.columns() : WIDTH_OF_LOGS;
      const head = ["", "TOOL", "REGISTRY", "DESCRIPTION"];
      for (const line of tableLines({ head, rows, uncut: 1 }, width)) ctx.out.say("info", line);
    }
    return 0;
  },
});

function bothFilters(): UsageError {
  const title = "--installed-only and --available-only exclude each other";
  return new UsageError("toolchain/search-filters", title, { hints: ["Pass one of them."], exitCode: 1 });
}
