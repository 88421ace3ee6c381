/** `atmos version show`. Follows toolchain §17.7. */
import { command } from "@/cli/command.ts";
import { styleOf } from "@/ui/style.ts";
import { releaseLines } from "./_texts.ts";

export default command({
  summary: "Print what is known about a release",
  args: { release: { summary: "its version; the newest unless given" } },
  flags: {
    format: {
      type: "string",
      summary: "json and yaml for programs",
      choices: ["text", "json", "yaml"],
      default: "text",
    },
  },
  examples: ["atmos version show", "atmos version show 1.183.1 --format json"],
  anyVersion: true,
  async run(ctx, { args, flags }) {
    const { findRelease, openReleaseSource } = await import("@/features/self/releases.ts");
    const { typedRelease } = await import("@/features/self/core/requested_version.ts");
    const version = typedRelease(args.release ?? "latest", "version show");
    const release = await findRelease(ctx, await openReleaseSource(ctx), version);
    if (flags.format === "json") ctx.out.data(JSON.stringify(release, null, 2) + "\n");
    else if (flags.format === "yaml") {
      const { renderYaml } = await import("@/lang/yaml/render.ts");
      ctx.out.data(renderYaml(release));
    } else {
      const style = styleOf(ctx.flags.color && ctx.term.stdoutIsTty);
      ctx.out.data(releaseLines(release, style).map((line) => `${line}\n`).join(""));
    }
    return 0;
  },
});
