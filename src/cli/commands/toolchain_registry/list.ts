/** `atmos toolchain registry list`. Follows toolchain §13.15. */
import { command } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { listRegistries } from "@/features/toolchain/registries.ts";
import { tableLines } from "@/ui/table.ts";

export default command({
  summary: "List the registries, or the packages of one",
  args: { name: { summary: "registry" } },
  flags: {
    ...toolchainFlags,
    limit: { type: "number", summary: "The most packages", placeholder: "n", default: 50 },
    offset: { type: "number", summary: "Packages to leave out first", placeholder: "n", default: 0 },
    format: { type: "string", summary: "json for programs", choices: ["table", "json"], default: "table" },
  },
  examples: ["atmos toolchain registry list", "atmos toolchain registry list aqua-public --limit 100"],
  async run(ctx, { args, flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    if (args.name === undefined) {
      const rows = listRegistries(toolchain);
      if (flags.format === "json") ctx.out.data(JSON.stringify(rows, null, 2) + "\n");
      else {
        const head = ["NAME", "TYPE", "SOURCE", "REF", "PRIORITY"];
        const cells = rows.map((row) => [row.name, row.type, row.source, row.ref, String(row.priority)]);
        ctx.out.data(tableLines({ head, rows: cells }).map((line) => `${line}\n`).join(""));
      }
      return 0;
    }
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { packagesOf } = await import("@/features/toolchain/registries.ts");
    const packages = await packagesOf(await openServices(ctx, toolchain), args.name);
    const shown = packages.slice(flags.offset, flags.offset + flags.limit);
    if (flags.format === "json") ctx.out.data(JSON.stringify(shown, null, 2) + "\n");
    else {ctx.out.data(
        tableLines({ head: ["TOOL", "TYPE"], rows: shown.map((row) => [row.tool, row.type]) }).map((line) =>
          `${line}\n`
        ).join(""),
      );}
    return 0;
  },
});
