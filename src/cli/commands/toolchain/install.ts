/** `atmos toolchain install`. Follows toolchain §13.10. */
import type { Context } from "@/base/context.ts";
import { command } from "@/cli/command.ts";
import { keepConfig } from "@/features/config/load.ts";
import { rememberLock } from "@/features/toolchain/lock.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { throwFailures } from "@/features/toolchain/failures.ts";
import { proxyDir, usesProxies } from "@/features/toolchain/core/proxy_dir.ts";
import { isCi } from "@/ui/style.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Install tools",
  description: "Without arguments installs every version in the versions file. " +
    "Tools that are named are also registered in it.",
  args: { tools: { summary: "tool or tool@version", variadic: true, complete: "tool" } },
  flags: {
    ...toolchainFlags,
    reinstall: { type: "boolean", summary: "Install again what is there", env: "ATMOS_TOOLCHAIN_REINSTALL" },
    default: { type: "boolean", summary: "Make it the default version", env: "ATMOS_TOOLCHAIN_DEFAULT" },
    save: {
      type: "boolean",
      summary: "Register the tools that are named; not with --no-save",
      default: true,
    },
    "dry-run": {
      type: "boolean",
      summary: "Only say what would be installed, and from where",
      env: "ATMOS_TOOLCHAIN_DRY_RUN",
    },
    locked: {
      type: "boolean",
      summary: "Fail when the lock file lacks an entry or would change",
      env: "ATMOS_TOOLCHAIN_LOCKED",
    },
    platform: {
      type: "string",
      summary: "Install for another platform",
      placeholder: "os/arch",
      env: "ATMOS_TOOLCHAIN_PLATFORM",
    },
    refresh: { type: "boolean", summary: "Ask the registries again, whatever is kept of them" },
    "max-concurrency": {
      type: "number",
      summary: "Tools installed at the same time",
      placeholder: "n",
      env: "ATMOS_TOOLCHAIN_MAX_CONCURRENCY",
    },
  },
  aliases: ["i"],
  examples: [
    "atmos toolchain install",
    "atmos toolchain install terraform@1.9.8 jq",
    "atmos toolchain install --locked",
  ],
  async run(ctx, { args, flags, given }) {
    const { servicesLater } = await import("@/features/toolchain/services_later.ts");
    const { installRequested } = await import("@/features/toolchain/install_request.ts");
    const opened = await openToolchain(ctx, { flags, given }, args.tools);
    const toolchain = args.tools.length > 0 ? await withListedNames(ctx, opened) : opened;
    const { platform, reinstall } = flags;
    const registries = flags.refresh ? "refreshed" : undefined;
    const services = servicesLater(ctx, toolchain, { platform, registries });
    if (flags["dry-run"]) {
      const { planInstall } = await import("@/features/toolchain/install_plan.ts");
      for (const line of await planInstall(ctx, services, { specs: args.tools, reinstall })) {
        ctx.out.say("info", line);
      }
      return 0;
    }
    await keepConfig(ctx);
    const save = !flags.save ? "no" : flags.default ? "first" : "last";
    const outcomes = await installRequested(ctx, services, { specs: args.tools, reinstall, save });
    await rememberLock(ctx, toolchain);
    if (usesProxies(toolchain) || await ctx.disk.stat(proxyDir(toolchain.installRoot))) {
      const { ensureProxies } = await import("@/features/proxies/sync.ts");
      await ensureProxies(ctx, toolchain);
    }
    throwFailures(outcomes);
    if (ctx.term.stderrIsTty && !isCi(ctx.env) && outcomes.some(({ outcome }) => outcome === "installed")) {
      ctx.out.say("info", pathHint(ctx));
    }
    return 0;
  },
});

/** How to put the tools on the PATH of the shell that we were started from. */
function pathHint({ env, host }: Pick<Context, "env" | "host">): string {
  const shell = (env["SHELL"] ?? "").split("/").pop();
  if (shell === "fish") return "Put them on PATH: atmos toolchain env --format fish | source";
  if (host.os === "windows" && shell === "") {
    return "Put them on PATH: atmos toolchain env --format powershell | Out-String | Invoke-Expression";
  }
  return 'Put them on PATH: eval "$(atmos toolchain env)"';
}
