/** `atmos about`. Follows config §9.6. Invariant: needs no configuration and no file. */
import { command } from "@/cli/command.ts";
import { versionText } from "@/cli/version_text.ts";

export default command({
  summary: "Tell what this program is",
  examples: ["atmos about"],
  staysHere: true,
  run(ctx) {
    ctx.out.data(`${versionText(ctx.host)}
Installs the command-line tools of a project, verified, and runs what the project needs with
them: the same versions on every machine, chosen by files in the repository.

  atmos toolchain install    install what .tool-versions lists
  atmos help                 all commands
  atmos support              facts for a report of a mistake
`);
    return Promise.resolve(0);
  },
});
