/** `atmos toolchain list`. Follows toolchain §13.12. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { listTools } from "@/features/toolchain/list.ts";
import { listJson, listPlain, listTable } from "./_rows.ts";
import { styleOf } from "@/ui/style.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "List the tools of the versions file and what of them is installed",
  flags: {
    ...toolchainFlags,
    format: {
      type: "string",
      summary: "table for people on stderr; plain and json on stdout",
      choices: ["table", "plain", "json"],
      default: "table",
      env: "ATMOS_TOOLCHAIN_FORMAT",
    },
    all: { type: "boolean", summary: "Also what is installed and not in the versions file" },
    "installed-only": { type: "boolean", summary: "Only what is installed" },
    "pending-only": { type: "boolean", summary: "Only what is not installed" },
  },
  aliases: ["ls"],
  examples: [
    "atmos toolchain list",
    "atmos toolchain list --all --installed-only",
    "atmos toolchain list --format json",
  ],
  async run(ctx, { flags, given }) {
    if (flags["installed-only"] && flags["pending-only"]) {
      throw new UsageError(
        "toolchain/list-filters",
        "--installed-only and --pending-only exclude each other",
        {
          hints: ["Pass one of them."],
          exitCode: 1,
        },
      );
    }
    const toolchain = await withListedNames(ctx, await openToolchain(ctx, { flags, given }));
    const all = await listTools(ctx, toolchain, flags);
    const rows = (all ?? []).filter((row) =>
      flags["installed-only"] ? row.installed : flags["pending-only"] ? !row.installed : true
    );
    if (!all?.length && flags.format !== "json") {
      const what = all
        ? `${toolchain.versionsFileName} names no tools`
        : `There is no ${toolchain.versionsFileName}`;
      ctx.out.say("info", `${what}. Add one: atmos toolchain add terraform@1.9.8`);
    }
    if (flags.format === "json") ctx.out.data(listJson(rows));
    else if (flags.format === "plain") ctx.out.data(listPlain(rows));
    else if (rows.length > 0) {
      const look = {
        style: styleOf(ctx.flags.color),
        width: ctx.term.stderrIsTty ? ctx.term.columns() : undefined,
      };
      for (const line of listTable(rows, look)) ctx.out.say("info", line);
    }
    return 0;
  },
});
