/** `atmos toolchain registry list`. Follows toolchain §13.15. */
import type { Context } from "@/base/context.ts";
import { command } from "@/cli/command.ts";
import { checkCount } from "@/cli/count.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { type TableContent, tableLines } from "@/ui/table.ts";
import { harmless } from "@/ui/text.ts";

export default command({
  summary: "List the registries, or the packages of one",
  args: { name: { summary: "registry" } },
  flags: {
    ...toolchainFlags,
    limit: { type: "number", summary: "The most packages", placeholder: "n", default: 50 },
    offset: { type: "number", summary: "Packages to leave out first", placeholder: "n", default: 0 },
    sort: {
      type: "string",
      summary: "Order of packages; registries know names only",
      choices: ["name", "date", "popularity"],
      default: "name",
    },
    format: {
      type: "string",
      summary: "json or yaml for programs",
      choices: ["table", "json", "yaml"],
      default: "table",
    },
  },
  examples: ["atmos toolchain registry list", "atmos toolchain registry list aqua-public --limit 100"],
  async run(ctx, { args, flags, given }) {
    checkCount("limit", flags.limit, 1);
    checkCount("offset", flags.offset, 0);
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { packagesOf, readRegistries } = await import("@/features/toolchain/registries.ts");
    const services = await openServices(ctx, await openToolchain(ctx, { flags, given }));
    const { format } = flags;
    if (args.name === undefined) {
      const rows = await readRegistries(services);
      await show(ctx, {
        format,
        rows,
        head: ["NAME", "TYPE", "SOURCE", "REF", "PRIORITY", "PACKAGES", "STATUS"],
      });
      return 0;
    }
    if (flags.sort !== "name") ctx.out.say("warning", `registries do not tell the ${flags.sort} of packages`);
    const packages = await packagesOf(services, args.name);
    const rows = packages.slice(flags.offset, flags.offset + flags.limit);
    await show(ctx, { format, rows, head: ["TOOL", "TYPE", "DESCRIPTION"] });
    if (packages.length > rows.length) {
      ctx.out.say("info", `${rows.length} of ${packages.length} packages, see --limit and --offset`);
    }
    return 0;
  },
});

interface Listing {
  readonly format: "table" | "json" | "yaml";
  readonly head: readonly string[];
  /** Members in the order of the head. */
  readonly rows: readonly object[];
}

async function show(ctx: Context, { format, head, rows }: Listing): Promise<void> {
  if (format === "json") ctx.out.data(JSON.stringify(rows, null, 2) + "\n");
  else if (format === "yaml") {
    const { renderYaml } = await import("@/lang/yaml/render.ts");
    ctx.out.data(renderYaml(rows));
  } else {
    const cells = rows.map((row) => Object.values(row).map((value) => harmless(String(value ?? ""))));
    const table: TableContent = { head, rows: cells, uncut: 0 };
    const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
    ctx.out.data(tableLines(table, width).map((line) => `${line}\n`).join(""));
  }
}
