/** `atmos toolchain get`. Follows toolchain §13.9. */
import type { Context } from "@/base/context.ts";
import { command } from "@/cli/command.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { findVersions } from "@/features/toolchain/get.ts";
import type { ToolVersions } from "@/features/toolchain/list.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { versionsJson, versionsLines, versionsPlain } from "./_rows.ts";
import { styleOf } from "@/ui/style.ts";
import { checkCount } from "@/cli/count.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print the configured or the available versions of a tool, oldest first",
  args: { tool: { summary: "tool; all of the versions file unless given", complete: "tool" } },
  flags: {
    ...toolchainFlags,
    all: {
      type: "boolean",
      summary: "What is released in place of what is configured",
      env: "ATMOS_TOOLCHAIN_ALL",
    },
    limit: {
      type: "number",
      summary: "With --all: the newest so many versions",
      placeholder: "n",
      default: 10,
      env: "ATMOS_TOOLCHAIN_LIMIT",
    },
    format: {
      type: "string",
      short: "f",
      summary: "table for people on stderr; plain and json on stdout",
      choices: ["table", "plain", "json"],
      default: "table",
      env: "ATMOS_TOOLCHAIN_GET_FORMAT",
    },
  },
  examples: [
    "atmos toolchain get terraform",
    "atmos toolchain get terraform --all --limit 20",
    "atmos toolchain get --format json",
  ],
  async run(ctx, { args, flags, given }) {
    const toolchain = await withListedNames(
      ctx,
      await openToolchain(ctx, { flags, given }, args.tool === undefined ? [] : [args.tool]),
    );
    const tools = flags.all
      ? await available(ctx, toolchain, { name: args.tool, limit: flags.limit })
      : await findVersions(ctx, toolchain, args.tool);
    const isSingle = args.tool !== undefined;
    if (flags.format === "json") ctx.out.data(versionsJson(tools, isSingle));
    else if (flags.format === "plain") ctx.out.data(versionsPlain(tools, isSingle));
    else for (const line of versionsLines(tools, styleOf(ctx.flags.color))) ctx.out.say("info", line);
    return 0;
  },
});

async function available(
  ctx: Context,
  toolchain: Toolchain,
  query: { readonly name: string | undefined; readonly limit: number },
): Promise<readonly ToolVersions[]> {
  checkCount("limit", query.limit, 1);
  const { openServices } = await import("@/features/toolchain/open_services.ts");
  const { availableVersions } = await import("@/features/toolchain/available.ts");
  return await availableVersions(ctx, await openServices(ctx, toolchain), query);
}
