/** `atmos toolchain update`. Follows toolchain §13.20. */
import { UsageError } from "@/base/errors.ts";
import { command } from "@/cli/command.ts";
import { throwErrors } from "@/features/toolchain/failures.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { readConfiguredTools } from "@/features/toolchain/toolset.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Move tools of the versions file to their newest versions",
  description: "Installs first, then changes the versions file and the lock file. Prereleases count only " +
    "for tools that have one.",
  args: {
    tools: { summary: "tools; all of the versions file unless given", variadic: true, complete: "tool" },
  },
  flags: {
    ...toolchainFlags,
    "dry-run": { type: "boolean", summary: "Only say what is newer", env: "ATMOS_TOOLCHAIN_UPDATE_DRY_RUN" },
    check: { type: "boolean", summary: "As --dry-run, but exit with 1 when something is newer" },
    minor: { type: "boolean", summary: "Stay within the first number of the version" },
    patch: { type: "boolean", summary: "Stay within the first two numbers of the version" },
    "to-constraint": {
      type: "string",
      summary: 'Only to versions that satisfy this: "~> 1.9", ">= 1.5, < 2"',
      placeholder: "range",
    },
    format: {
      type: "string",
      summary: "table for people on stderr; json on stdout",
      choices: ["table", "json"],
      default: "table",
    },
    refresh: { type: "boolean", summary: "Ask the registries again, whatever is kept of them" },
    "max-concurrency": {
      type: "number",
      summary: "Tools at the same time",
      placeholder: "n",
      env: "ATMOS_TOOLCHAIN_MAX_CONCURRENCY",
    },
  },
  aliases: ["upgrade"],
  examples: [
    "atmos toolchain update",
    "atmos toolchain update terraform --minor",
    "atmos toolchain update --check --format json",
  ],
  async run(ctx, { args, flags, given }) {
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { findUpdates, takeUpdates } = await import("@/features/toolchain/update.ts");
    const { updateJson, updateLines, updateSummary } = await import("./_updates.ts");
    if (flags.minor && flags.patch) throw bothReaches();
    const toolchain = await withListedNames(
      ctx,
      await openToolchain(ctx, { flags, given }, args.tools),
      "asks",
    );
    if (!(await readConfiguredTools(ctx, toolchain))?.length) {
      ctx.out.say("info", `No tools found in ${toolchain.versionsFileName}`);
      if (flags.format === "json") ctx.out.data("[]\n");
      return 0;
    }
    const registries = flags.refresh ? "refreshed" : "newest";
    const services = await openServices(ctx, toolchain, { registries });
    const reach = flags.patch ? "patch" : flags.minor ? "minor" : "any";
    const offers = await findUpdates(ctx, services, {
      names: args.tools,
      reach,
      constraint: flags["to-constraint"],
    });
    for (const line of updateLines(offers)) ctx.out.say("info", line);
    const newer = offers.filter(({ isNewer }) => isNewer);
    const isDry = flags["dry-run"] || flags.check;
    const failed = isDry || newer.length === 0 ? new Map() : await takeUpdates(ctx, services, newer);
    const done = offers.map((offer) => ({ ...offer, error: offer.error ?? failed.get(offer.tool.id) }));
    if (flags.format === "json") ctx.out.data(updateJson(done, isDry));
    else for (const line of updateSummary(done, isDry)) ctx.out.say("info", line);
    throwErrors(done.flatMap(({ error }) => error === undefined ? [] : [error]));
    return flags.check && newer.length > 0 ? 1 : 0;
  },
});

function bothReaches(): UsageError {
  return new UsageError("toolchain/update-reach", "--minor and --patch exclude each other", {
    hints: ["Pass one of them."],
    exitCode: 1,
  });
}
