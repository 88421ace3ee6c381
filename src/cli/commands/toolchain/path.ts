/** `atmos toolchain path`. Follows toolchain §13.7. */
import { command } from "@/cli/command.ts";
import { keepConfig } from "@/features/config/load.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { pathFacts } from "@/features/toolchain/path.ts";
import { usesProxies } from "@/features/toolchain/core/proxy_dir.ts";
import { renderPath } from "@/features/toolchain/core/path_lines.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print the directories of the installed tools as one PATH",
  flags: {
    ...toolchainFlags,
    lines: { type: "boolean", summary: "One directory a line" },
    full: { type: "boolean", summary: "With the current PATH behind them" },
    format: {
      type: "string",
      short: "f",
      summary: "path: as the flags say; github: one directory a line",
      choices: ["path", "github"],
      default: "path",
    },
    export: { type: "boolean", summary: "Same as env --format bash", env: "ATMOS_TOOLCHAIN_EXPORT" },
    json: { type: "boolean", summary: "Same as env --format json", env: "ATMOS_TOOLCHAIN_JSON" },
    relative: { type: "boolean", summary: "Relative directories", env: "ATMOS_TOOLCHAIN_RELATIVE" },
  },
  examples: ['export PATH="$(atmos toolchain path):$PATH"', "atmos toolchain path --lines"],
  async run(ctx, { flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    if (usesProxies(toolchain)) {
      const { ensureProxies } = await import("@/features/proxies/sync.ts");
      await ensureProxies(ctx, toolchain);
    }
    const facts = await pathFacts(ctx, toolchain, flags.relative);
    // Those two have no variable, so whoever gives them means this call; json and export may come from one.
    const isForm = given.has("lines") || given.has("format");
    if (flags.json && !isForm) ctx.out.data(renderPath(facts, "json"));
    else if (flags.export && !isForm) ctx.out.data(renderPath(facts, "bash"));
    else if (flags.format === "github") ctx.out.data(renderPath(facts, "github"));
    else {
      const dirs = flags.full ? facts.fullPath : facts.dirs;
      ctx.out.data(`${dirs.join(flags.lines ? "\n" : facts.separator)}\n`);
    }
    await keepConfig(ctx);
    return 0;
  },
});
