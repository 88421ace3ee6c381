/** What `atmos version` and `atmos --version` print. Pure. Follows config §9.8 and DECISIONS "Product" 3. */
import { followedVersion, version } from "@/base/build_info.ts";
import type { Host } from "@/base/context.ts";

/** Our version and the machine it was built for; the text for people also names the Atmos release that we follow. */
export function versionText(host: Pick<Host, "os" | "arch">, format?: "json" | "yaml"): string {
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
