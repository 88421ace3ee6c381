/** `atmos toolchain proxy list`. Follows toolchain §13.14. */
import { command } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { tableLines } from "@/ui/table.ts";
import { NO_PROXIES } from "./install.ts";

export default command({
  summary: "List the proxies and whether they are in place",
  flags: {
    ...toolchainFlags,
    format: { type: "string", summary: "json for programs", choices: ["table", "json"], default: "table" },
  },
  examples: ["atmos toolchain proxy list", "atmos toolchain proxy list --format json"],
  async run(ctx, { flags, given }) {
    const { listProxies } = await import("@/features/proxies/list.ts");
    const rows = await listProxies(ctx, await openToolchain(ctx, { flags, given }));
    if (flags.format === "json") ctx.out.data(`${JSON.stringify(rows, null, 2)}\n`);
    else if (rows.length === 0) {
      ctx.out.say("info", NO_PROXIES);
    } else {
      const cells = rows.map(({ name, tool, args, state }) => [name, [tool, ...args].join(" "), state]);
      ctx.out.data(
        tableLines({ head: ["NAME", "TOOL", "STATE"], rows: cells }).map((line) => `${line}\n`).join(""),
      );
    }
    return 0;
  },
});
