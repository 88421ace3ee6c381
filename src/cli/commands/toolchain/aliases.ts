/** `atmos toolchain aliases`. Follows toolchain §13.2. */
import { command } from "@/cli/command.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { listAliases } from "@/features/toolchain/aliases.ts";
import { tableLines } from "@/ui/table.ts";
import { toolchainFlags } from "./flags.ts";

const WORDS = {
  alias: "toolchain.aliases",
  builtin: "a name that this program knows",
  local: "a definition of this project",
  id: "itself: it is an id",
  receipt: "what is installed",
  registry: "a registry",
};

export default command({
  summary: "List the short names of tools, or print what one of them means",
  args: { name: { summary: "a name", complete: "tool" } },
  flags: {
    ...toolchainFlags,
    format: {
      type: "string",
      summary: "table for people on stderr; plain and json on stdout",
      choices: ["table", "plain", "json"],
      default: "table",
    },
  },
  examples: ["atmos toolchain aliases", "atmos toolchain aliases tf"],
  async run(ctx, { args, flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given }, args.name === undefined ? [] : [args.name]);
    if (args.name !== undefined) {
      const { localIdOf } = await import("@/features/toolchain/core/names.ts");
      const { openServices } = await import("@/features/toolchain/open_services.ts");
      const known = localIdOf(args.name, toolchain.names);
      const id = known?.id ?? await (await openServices(ctx, toolchain)).idOf(args.name);
      const source = known?.source ?? "registry";
      if (flags.format === "json") {
        ctx.out.data(JSON.stringify({ alias: args.name, tool: id, source }, null, 2) + "\n");
      } else ctx.out.data(`${id}\n`);
      if (flags.format === "table") ctx.out.say("info", `Found by ${WORDS[source]}`);
      return 0;
    }
    const rows = listAliases(toolchain);
    if (flags.format === "json") ctx.out.data(JSON.stringify(rows, null, 2) + "\n");
    else if (flags.format === "plain") ctx.out.data(rows.map((row) => `${row.alias}=${row.tool}\n`).join(""));
    else {
      const cells = rows.map((row) => [row.alias, row.tool, row.source]);
      for (const line of tableLines({ head: ["ALIAS", "TOOL", "SOURCE"], rows: cells })) {
        ctx.out.say("info", line);
      }
    }
    return 0;
  },
});
