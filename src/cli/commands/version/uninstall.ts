/** `atmos version uninstall`. Follows toolchain §17.7. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { canAsk } from "@/ui/can_ask.ts";

export default command({
  summary: "Remove an installed release",
  args: { release: { summary: "its version; asked for on a terminal unless given" } },
  examples: ["atmos version uninstall 1.183.1"],
  staysHere: true,
  async run(ctx, { args }) {
    const { openReleaseSource } = await import("@/features/self/releases.ts");
    const { findForRemoval, removeVersion } = await import("@/features/toolchain/uninstall.ts");
    const { toolchain, id } = await openReleaseSource(ctx);
    const version = args.release ?? await picked(ctx, toolchain.installRoot, id);
    if (version === undefined) return 0;
    const { removed, absent } = await findForRemoval(ctx, toolchain, [`${id}@${version}`]);
    for (const tool of removed) {
      await removeVersion(ctx, toolchain, tool);
      ctx.out.say("info", `✓ Uninstalled ${tool.id}@${tool.version}`);
    }
    for (const spec of absent) ctx.out.say("info", `${spec} not installed`);
    return 0;
  },
});

/** Undefined when there is nothing to pick from. @throws Usage `self/no-terminal` (exit 1) */
async function picked(ctx: Context, installRoot: string, id: string): Promise<string | undefined> {
  const { listInstalled } = await import("@/features/toolchain/installed.ts");
  const versions = (await listInstalled(ctx, installRoot, id)).map(({ version }) => version);
  if (versions.length === 0) {
    ctx.out.say("info", `No release of ${id} is installed`);
    return undefined;
  }
  if (!canAsk(ctx)) {
    throw new UsageError("self/no-terminal", "there is no terminal to ask which release", {
      explanation: `Installed are ${versions.join(", ")}.`,
      hints: [`Name it: atmos version uninstall ${versions[0]}`],
      exitCode: 1,
    });
  }
  const { pick } = await import("@/io/prompt/prompts.ts");
  const choices = versions.map((value) => ({ value, label: value }));
  return await pick(ctx, { message: "Which release is to go?", choices });
}
