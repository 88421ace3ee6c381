/** `atmos toolchain lock`. Follows toolchain §13.13. */
import { command } from "@/cli/command.ts";
import { rememberLock } from "@/features/toolchain/lock.ts";
import { withListedNames } from "@/features/toolchain/listed_names.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { toolchainFlags } from "./flags.ts";

export default command({
  summary: "Record the hashes of tools in the lock file, without installing them",
  description: "Without arguments locks every version in the versions file, " +
    "for linux, darwin and windows on amd64 and arm64 as far as the tools are released for them.",
  args: { tools: { summary: "tool or tool@version", variadic: true, complete: "tool" } },
  flags: {
    ...toolchainFlags,
    platform: {
      type: "strings",
      summary: "Only this platform, may be given several times",
      placeholder: "os/arch",
    },
    check: { type: "boolean", summary: "Write nothing, but exit with 1 when the file would change" },
    prune: { type: "boolean", summary: "Drop versions that the project does not name any more" },
    "max-concurrency": {
      type: "number",
      summary: "Downloads at the same time",
      placeholder: "n",
      env: "ATMOS_TOOLCHAIN_MAX_CONCURRENCY",
    },
  },
  examples: [
    "atmos toolchain lock",
    "atmos toolchain lock terraform@1.9.8 --platform linux/amd64 --platform darwin/arm64",
    "atmos toolchain lock --check",
  ],
  async run(ctx, { args, flags, given }) {
    const { openServices } = await import("@/features/toolchain/open_services.ts");
    const { lockRequested } = await import("@/features/toolchain/lock_request.ts");
    const toolchain = await withListedNames(ctx, await openToolchain(ctx, { flags, given }, args.tools));
    const { platform: platforms, check, prune } = flags;
    const services = await openServices(ctx, toolchain);
    await lockRequested(ctx, services, { specs: args.tools, platforms, check, prune });
    await rememberLock(ctx, toolchain);
    return 0;
  },
});
