/** `atmos toolchain add`. Follows toolchain §13.1. */
import { command } from "@/cli/command.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { addTools } from "@/features/toolchain/add.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Add tools to the versions file, without installing them",
  description: "Without a version writes the newest one. A tool's first version is its default.",
  args: { tools: { summary: "tool or tool@version", required: true, variadic: true, complete: "tool" } },
  flags: {
    ...toolchainFlags,
    default: { type: "boolean", summary: "Put the version first", env: "ATMOS_TOOLCHAIN_DEFAULT" },
    only: { type: "boolean", summary: "Drop the tool's other versions" },
    latest: {
      type: "boolean",
      summary: "Where no version is given, write the moving pin in place of a version",
    },
  },
  examples: [
    "atmos toolchain add terraform@1.9.8",
    "atmos toolchain add jq yq",
    "atmos toolchain add terraform@1.10.0 --default",
  ],
  async run(ctx, { args, flags, given }) {
    const isSingle = args.tools.length === 1;
    if (flags.default && !isSingle) ctx.out.say("warning", "--default is for one tool, it is ignored");
    const placement = flags.only ? "only" : flags.default && isSingle ? "first" : "last";
    const toolchain = await withListedNames(ctx, await openToolchain(ctx, { flags, given }, args.tools));
    await addTools(ctx, toolchain, {
      specs: args.tools.map((spec) => flags.latest && !spec.includes("@") ? `${spec}@latest` : spec),
      placement,
    });
    return 0;
  },
});
