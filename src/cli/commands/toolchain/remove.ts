/** `atmos toolchain remove`. Follows toolchain §13.16, §12.2. */
import { command } from "@/cli/command.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { removeFromFile } from "@/features/toolchain/edit.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Take tools or versions out of the versions file; installed files stay",
  description: "Their entries leave the lock file too. To delete files: atmos toolchain uninstall.",
  args: { tools: { summary: "tool or tool@version", required: true, variadic: true, complete: "tool" } },
  flags: { ...toolchainFlags },
  aliases: ["rm"],
  examples: ["atmos toolchain remove terraform@1.5.7", "atmos toolchain remove jq yq"],
  async run(ctx, { args, flags, given }) {
    const { dropFromLock } = await import("@/features/toolchain/drop_from_lock.ts");
    const { readLock } = await import("@/features/toolchain/lock.ts");
    const { parseToolSpec } = await import("@/features/toolchain/core/tool_spec.ts");
    const { idInFile } = await import("@/features/toolchain/toolset.ts");
    const toolchain = await withListedNames(ctx, await openToolchain(ctx, { flags, given }, args.tools));
    await readLock(ctx, toolchain); // one that cannot be read stops the command before anything is edited
    await removeFromFile(ctx, toolchain, args.tools);
    for (const tool of args.tools) ctx.out.say("info", `Removed ${tool} from ${toolchain.versionsFileName}`);
    await dropFromLock(
      ctx,
      toolchain,
      args.tools.map((tool) => idInFile(parseToolSpec(tool).name, toolchain)),
    );
    return 0;
  },
});
