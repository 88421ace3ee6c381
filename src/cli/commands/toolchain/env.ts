/** `atmos toolchain env`. Follows toolchain §13.6. */
import { command } from "@/cli/command.ts";
import { keepConfig } from "@/features/config/load.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { pathFacts, writePath } from "@/features/toolchain/path.ts";
import { usesProxies } from "@/features/toolchain/core/proxy_dir.ts";
import { renderPath } from "@/features/toolchain/core/path_lines.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Print shell lines that put the installed tools on PATH",
  flags: {
    ...toolchainFlags,
    format: {
      type: "string",
      short: "f",
      summary: "Syntax of the lines",
      choices: ["bash", "json", "dotenv", "fish", "powershell", "github", "zsh", "sh"],
      default: "bash",
      env: "ATMOS_TOOLCHAIN_ENV_FORMAT",
    },
    output: {
      type: "string",
      short: "o",
      summary: "Append to this file; for github $GITHUB_PATH unless given",
      placeholder: "file",
      env: "ATMOS_TOOLCHAIN_ENV_OUTPUT",
      complete: "file",
    },
    install: { type: "boolean", summary: "Install first what is not there" },
    relative: { type: "boolean", summary: "Relative directories", env: "ATMOS_TOOLCHAIN_RELATIVE" },
  },
  examples: ['eval "$(atmos toolchain env)"', "atmos toolchain env --install --format github"],
  async run(ctx, { flags, given }) {
    const toolchain = await openToolchain(ctx, { flags, given });
    if (flags.install) {
      const { installMissing } = await import("@/features/toolchain/install_missing.ts");
      await installMissing(ctx, toolchain);
    }
    if (usesProxies(toolchain)) {
      const { ensureProxies } = await import("@/features/proxies/sync.ts");
      await ensureProxies(ctx, toolchain);
    }
    const facts = await pathFacts(ctx, toolchain, flags.relative);
    const output = flags.output || // an empty variable of a workflow names no file
      (flags.format === "github" ? ctx.env["GITHUB_PATH"] || undefined : undefined);
    if (output === undefined) ctx.out.data(renderPath(facts, flags.format));
    else await writePath(ctx, { facts, format: flags.format, output });
    await keepConfig(ctx);
    return 0;
  },
});
