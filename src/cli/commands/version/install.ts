/** `atmos version install`. Follows toolchain §17.7. Invariant: the versions file stays as it is. */
import { command } from "@/cli/command.ts";

export default command({
  summary: "Install a release of Atmos, without registering it anywhere",
  args: { release: { summary: "its version, or latest", required: true } },
  examples: ["atmos version install 1.183.1", "atmos version install latest"],
  staysHere: true,
  async run(ctx, { args }) {
    const { typedRelease } = await import("@/features/self/core/requested_version.ts");
    const version = typedRelease(args.release, "version install");
    const { openReleaseSource } = await import("@/features/self/releases.ts");
    const { installRelease } = await import("@/features/self/install_release.ts");
    const { services, id } = await openReleaseSource(ctx);
    const tool = await installRelease(ctx, services, { id, version, refreshLatest: true });
    ctx.out.say("info", `To run it here, write \`use: "${tool.version}"\` into atmos.yaml`);
    ctx.out.say("info", `To run it once: atmos --use-version ${tool.version} COMMAND`);
    return 0;
  },
});
