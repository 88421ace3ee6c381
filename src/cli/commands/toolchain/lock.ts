/** `atmos toolchain lock`. Follows toolchain §13.13. */
import { command } from "@/cli/command.ts";
import { throwErrors } from "@/features/toolchain/failures.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Record the hashes of tools in the lock file, without installing them",
  description: "Without arguments locks every version in the versions file.",
  args: { tools: { summary: "tool or tool@version", variadic: true, complete: "tool" } },
  flags: {
    ...toolchainFlags,
    "max-concurrency": {
      type: "number",
      summary: "Downloads at the same time",
      placeholder: "n",
      env: "ATMOS_TOOLCHAIN_MAX_CONCURRENCY",
    },
  },
  examples: ["atmos toolchain lock", "atmos toolchain lock terraform@1.9.8"],
  async run(ctx, { args, flags, given }) {
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { lockTools } = await import("@/features/toolchain/lock_tools.ts");
    const { listedWishes, typedWishes } = await import("@/features/toolchain/wishes.ts");
    const services = await openServices(ctx, await openToolchain(ctx, { flags, given }));
    const wishes = args.tools.length > 0
      ? await typedWishes(ctx, services, args.tools)
      : await listedWishes(ctx, services);
    const concrete = await Promise.all(wishes.map(async ({ id, version }) => ({
      id,
      version: version === "latest" ? await services.latestVersion(id) : version,
    })));
    if (concrete.length > 0) ctx.out.say("info", `Locking ${concrete.length} tool(s)...`);
    const outcomes = await lockTools(ctx, services, concrete);
    const failed = outcomes.filter((outcome) => "error" in outcome);
    for (const { id, version } of outcomes.filter((outcome) => "entry" in outcome)) {
      ctx.out.say("info", `✓ ${id}@${version} locked`);
    }
    const summary = failed.length > 0 ? `, ${failed.length} failed` : "";
    if (outcomes.length > 0) {
      ctx.out.say("info", `Locked ${outcomes.length - failed.length} tool(s)${summary}`);
    }
    throwErrors(failed.map(({ error }) => error));
    return 0;
  },
});
