/** Reads the name of a platform. Pure. Follows toolchain §8.3, §13.10, §13.13. */
import { UsageError } from "@/base/errors.ts";
import type { Platform } from "@/features/registry/core/effective.ts";

const SYSTEMS = ["linux", "darwin", "windows", "freebsd"];
const MACHINES = ["amd64", "arm64", "386", "arm"];

/** What `toolchain lock` records unless platforms are named. */
export const LOCKED_PLATFORMS: readonly Platform[] = ["linux", "darwin", "windows"].flatMap((os) =>
  ["amd64", "arm64"].map((arch) => ({ os, arch }))
);

/**
 * Reads `os/arch` or `os/arch/libc`, in Go's words.
 * @throws Usage `toolchain/bad-platform` (exit 1)
 * @example parsePlatform("linux/arm64") // { os: "linux", arch: "arm64", libc: undefined }
 */
export function parsePlatform(text: string): Platform {
  const [os = "", arch = "", libc, ...rest] = text.trim().split("/");
  if (SYSTEMS.includes(os) && MACHINES.includes(arch) && libc !== "" && rest.length === 0) {
    return { os, arch, libc };
  }
  throw new UsageError("toolchain/bad-platform", `"${text}" is no platform`, {
    explanation: `Systems are ${SYSTEMS.join(", ")}; machines are ${MACHINES.join(", ")}.`,
    hints: ["Write os/arch, for example linux/arm64."],
    exitCode: 1,
  });
}

/** The platform to install for: as asked, else ATMOS_TOOLCHAIN_PLATFORM, else this machine. Throws as `parsePlatform`. */
export function wantedPlatform(
  { env, host }: { readonly env: Readonly<Record<string, string>>; readonly host: Platform },
  asked: string | undefined = undefined,
): Platform {
  const wanted = asked ?? env["ATMOS_TOOLCHAIN_PLATFORM"];
  return wanted ? parsePlatform(wanted) : { os: host.os, arch: host.arch };
}

/** `os_arch`, the platform's key in the lock file. */
export function platformKeyOf({ os, arch }: Platform): string {
  return `${os}_${arch}`;
}
