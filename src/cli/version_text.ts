/** What `atmos version` and `atmos --version` print. Pure. Follows config §9.8 and DECISIONS "Product" 3. */
import { followedVersion, version } from "@/base/build_info.ts";
import type { Host } from "@/base/context.ts";

/** How to print, and what else is known. */
export interface VersionTextOptions {
  readonly format?: "json" | "yaml" | undefined;
  /** A newer release. */
  readonly newest?: string;
}

/** Our version and the machine it was built for; the text for people also names the Atmos release that we follow. */
export function versionText(host: Pick<Host, "os" | "arch">, options: VersionTextOptions = {}): string {
  const { format, newest } = options;
  const facts = { version, os: host.os, arch: host.arch, ...newest ? { update_version: newest } : {} };
  switch (format) {
    case "json":
      return JSON.stringify(facts, undefined, 2) + "\n";
    case "yaml":
      return Object.entries(facts).map(([key, value]) => `${key}: ${value}\n`).join("");
    default:
      return `Atmos ${version} ${host.os}/${host.arch} (follows Atmos ${followedVersion})\n`;
  }
}
