/** `atmos toolchain verify`. Follows toolchain §13.22. */
import { command } from "@/cli/command.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { styleOf } from "@/ui/style.ts";
import { tableLines } from "@/ui/table.ts";
import { harmless } from "@/ui/text.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Check what is installed against receipts, the lock file and the cache",
  description:
    "Hashes installed programs and kept archives again. Exits with 1 when something is modified, missing, " +
    "or not in the lock file.",
  args: {
    tools: {
      summary: "tool or tool@version; all of the versions file unless given",
      variadic: true,
      complete: "installed-tool",
    },
  },
  flags: {
    ...toolchainFlags,
    remote: { type: "boolean", summary: "Download again, and check what the publishers have now" },
    format: {
      type: "string",
      summary: "table for people on stderr; json on stdout",
      choices: ["table", "json"],
      default: "table",
    },
  },
  examples: ["atmos toolchain verify", "atmos toolchain verify terraform@1.9.8 --remote --format json"],
  async run(ctx, { args, flags, given }) {
    const { verifyTools } = await import("@/features/toolchain/verify.ts");
    const { platformKeyOf, wantedPlatform } = await import("@/features/toolchain/core/platform.ts");
    const toolchain = await withListedNames(ctx, await openToolchain(ctx, { flags, given }, args.tools));
    const remote = flags.remote ? await import("@/features/toolchain/ask_publisher.ts") : undefined;
    const rows = await verifyTools(ctx, toolchain, {
      specs: args.tools,
      platformKey: platformKeyOf(wantedPlatform(ctx)),
      ...(remote && { ask: await remote.askPublisher(ctx, toolchain) }),
    });
    const isGood = rows.every(({ status, remote }) =>
      (status === "ok" || status === "unknown") && remote !== "missing"
    );
    if (flags.format === "json") {
      ctx.out.data(JSON.stringify({ ok: isGood, tools: rows }, null, 2) + "\n");
      return isGood ? 0 : 1;
    }
    const style = styleOf(ctx.flags.color);
    const lines = tableLines({
      head: ["TOOL", "VERSION", "STATUS", "VERIFIED BY", "PROBLEMS"],
      rows: rows.map(({ tool, version, status, verified, problems }) => [
        tool,
        version,
        {
          text: status,
          paint: status === "ok" ? style.green : status === "unknown" ? style.yellow : style.red,
        },
        verified.join(", "),
        harmless(problems.join("; ")),
      ]),
    });
    for (const line of lines) ctx.out.say("info", line);
    return isGood ? 0 : 1;
  },
});
