/** `atmos version`, and what `atmos --version` prints. Follows config §9.8 and DECISIONS "Product" 3.
 *  Invariant: needs no configuration, no network and no file. */
import { followedVersion, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { command } from "@/cli/command.ts";

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
  async run(ctx, { flags }) {
    ctx.out.data(versionText(ctx.host, flags.format));
    return 0;
  },
});

/** Our version and the machine it was built for; the text for people also names the Atmos release that we follow. */
export function versionText(host: Pick<Context["host"], "os" | "arch">, format?: "json" | "yaml"): string {
  const facts = { version, os: host.os, arch: host.arch };
  switch (format) {
    case "json":
      return JSON.stringify(facts, undefined, 2) + "\n";
    case "yaml":
      return Object.entries(facts).map(([key, value]) => `${key}: ${value}\n`).join("");
    default:
      return `Atmos ${version} ${host.os}/${host.arch} (follows Atmos ${followedVersion})\n`;
  }
}
