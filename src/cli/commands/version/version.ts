/** `atmos version`. Follows config §9.8 and DECISIONS "Product" 3.
 *  Invariant: without `--check` it needs no configuration, no network and no file. */
import { command } from "@/cli/command.ts";
import { versionText } from "@/cli/version_text.ts";

export default command({
  summary: "Print the version of this program",
  flags: {
    check: { type: "boolean", summary: "Ask whether there is a newer release" },
    format: {
      type: "string",
      summary: "Print for programs",
      choices: ["json", "yaml"],
      choiceExit: 2,
    },
  },
  examples: ["atmos version", "atmos version --format json", "atmos version --check"],
  staysHere: true,
  async run(ctx, { flags }) {
    if (!flags.check) {
      ctx.out.data(versionText(ctx.host, flags));
      return 0;
    }
    const { findUpdate, openReleaseSource } = await import("@/features/self/releases.ts");
    const { newest, compared, isNewer } = await findUpdate(ctx, await openReleaseSource(ctx));
    ctx.out.data(versionText(ctx.host, { ...flags, ...isNewer ? { newest } : {} }));
    const verdict = isNewer
      ? `Atmos ${newest} is out, newer than ${compared}. Install it: atmos version install ${newest}`
      : `There is no release newer than ${compared}`;
    ctx.out.say("info", verdict);
    return 0;
  },
});
