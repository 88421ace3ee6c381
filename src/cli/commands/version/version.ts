/** `atmos version`. Follows config §9.8 and DECISIONS "Product" 3.
 *  Invariant: needs no configuration, no network and no file. */
import { command } from "@/cli/command.ts";
import { versionText } from "@/cli/version_text.ts";

export default command({
  summary: "Print the version of this program",
  flags: {
    format: {
      type: "string",
      summary: "Print for programs",
      choices: ["json", "yaml"],
      choiceExit: 2,
    },
  },
  examples: ["atmos version", "atmos version --format json"],
  staysHere: true,
  async run(ctx, { flags }) {
    ctx.out.data(versionText(ctx.host, flags.format));
    return 0;
  },
});
