/** `atmos toolchain proxy install`. Follows toolchain §13.14, §16. */
import { command } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";
import { openToolchain } from "@/features/toolchain/open.ts";

/** Said where there are none. */
export const NO_PROXIES = "No proxies: name some under toolchain.proxies in atmos.yaml, or use --all";

export default command({
  summary: "Make the proxies of the configuration, or of every tool",
  description:
    "Put the directory on PATH once, in the profile of your shell: the proxies then become the version that " +
    "the directory's project wants. Those that no project wants any more are removed.",
  args: { names: { summary: "a tool or program of the versions file", variadic: true, complete: "tool" } },
  flags: {
    ...toolchainFlags,
    all: {
      type: "boolean",
      summary: "Also one for every program of the versions file; --no-all ends that",
    },
  },
  aliases: ["sync"],
  examples: [
    "atmos toolchain proxy install",
    "atmos toolchain proxy install kubectl helm",
    "atmos toolchain proxy install --all",
  ],
  async run(ctx, { args, flags, given }) {
    const { syncProxies } = await import("@/features/proxies/sync.ts");
    const { proxyDir } = await import("@/features/toolchain/core/proxy_dir.ts");
    const toolchain = await openToolchain(ctx, { flags, given });
    const all = given.has("all") ? flags.all : undefined;
    const { made, removed, kept } = await syncProxies(ctx, toolchain, { names: args.names, all });
    for (const name of made) ctx.out.say("info", `Made ${name}`);
    for (const name of removed) ctx.out.say("info", `Removed ${name}`);
    const dir = proxyDir(toolchain.installRoot);
    if (made.length + removed.length + kept === 0) ctx.out.say("info", NO_PROXIES);
    else if (made.length + removed.length === 0) {
      ctx.out.say("info", `${kept} proxies are in place in ${dir}`);
    } else if (!(ctx.env["PATH"] ?? "").split(ctx.host.pathListSeparator).includes(dir)) {
      ctx.out.say("info", `Put them on PATH: export PATH="${dir}:$PATH"`);
    }
    return 0;
  },
});
