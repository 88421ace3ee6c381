/** Where the shims of the toolchain are, and what tells them their project. Pure. Follows toolchain §3.1, §13.6, §16. */
import type { Toolchain } from "../settings.ts";

/** The directory of the shims: the one that the Go program uses, so that both know each other's. */
export function proxyDir(installRoot: string): string {
  return `${installRoot}/bin/proxy`;
}

/** Whether a project has shims, so that their directory belongs on PATH. */
export function usesProxies({ config }: Pick<Toolchain, "config">): boolean {
  return config.proxiesAll || Object.keys(config.proxies).length > 0;
}

/** Variables by which a shim finds the project that it was put on PATH for. */
export const PROXY_VARIABLES = {
  configPath: "ATMOS_TOOLCHAIN_PROXY_CONFIG_PATH",
  versionsFile: "ATMOS_TOOLCHAIN_PROXY_VERSIONS_FILE",
  installPath: "ATMOS_TOOLCHAIN_PROXY_INSTALL_PATH",
} as const;

/** Values of these variables for a project. */
export function proxyVariables(
  { root, versionsFile, installRoot }: Pick<Toolchain, "root" | "versionsFile" | "installRoot">,
): Readonly<Record<string, string>> {
  return {
    [PROXY_VARIABLES.configPath]: root,
    [PROXY_VARIABLES.versionsFile]: versionsFile,
    [PROXY_VARIABLES.installPath]: installRoot,
  };
}
