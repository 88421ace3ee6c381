/** `atmos toolchain update`. Follows toolchain §13.20. */
import { command } from "@/cli/command.ts";
import { throwErrors } from "@/features/toolchain/failures.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { idInFile, readConfiguredTools } from "@/features/toolchain/toolset.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Move tools of the versions file to their newest versions",
  args: {
    tools: { summary: "tools; all of the versions file unless given", variadic: true, complete: "tool" },
  },
  flags: {
    ...toolchainFlags,
    "dry-run": { type: "boolean", summary: "Only say what is newer", env: "ATMOS_TOOLCHAIN_UPDATE_DRY_RUN" },
    check: { type: "boolean", summary: "As --dry-run, but exit with 1 when something is newer" },
    "max-concurrency": {
      type: "number",
      summary: "Tools at the same time",
      placeholder: "n",
      env: "ATMOS_TOOLCHAIN_MAX_CONCURRENCY",
    },
  },
  aliases: ["upgrade"],
  examples: ["atmos toolchain update", "atmos toolchain update terraform --dry-run"],
  async run(ctx, { args, flags, given }) {
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { findUpdates, takeUpdate } = await import("@/features/toolchain/update.ts");
    const toolchain = await openToolchain(ctx, { flags, given });
    if (!(await readConfiguredTools(ctx, toolchain))?.length) {
      ctx.out.say("info", `No tools found in ${toolchain.versionsFileName}`);
      return 0;
    }
    const services = await openServices(ctx, toolchain);
    const offers = await findUpdates(ctx, services, args.tools.map((name) => idInFile(name, toolchain)));
    const errors = offers.flatMap(({ error }) => error === undefined ? [] : [error]);
    let outdated = 0;
    for (const offer of offers.filter(({ error }) => error === undefined)) {
      ctx.signal.throwIfAborted();
      const { tool, current, newer } = offer;
      if (newer === undefined) {
        ctx.out.say("info", `${tool.name} is up to date (${current})`);
        continue;
      }
      outdated++;
      ctx.out.say("info", `${tool.name}: ${current} -> ${newer}`);
      if (flags["dry-run"] || flags.check) continue;
      await takeUpdate(ctx, services, offer).catch((error) => errors.push(error));
    }
    throwErrors(errors);
    return flags.check && outdated > 0 ? 1 : 0;
  },
});
