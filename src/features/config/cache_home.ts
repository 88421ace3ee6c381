/** Where things go that can be made again. Follows toolchain §3.1. */
import type { Context } from "@/base/context.ts";

/** The user's cache directory, forward slashes, without a final one; undefined when the system names none. */
export function cacheHomeOf({ env, host }: Pick<Context, "env" | "host">): string | undefined {
  const windows = host.os === "windows";
  const home = env["HOME"] || env["USERPROFILE"];
  const named = env["ATMOS_XDG_CACHE_HOME"] || env["XDG_CACHE_HOME"] ||
    (windows ? env["LOCALAPPDATA"] : "") ||
    (home && `${home}/.cache`);
  return named ? named.replaceAll(windows ? "\\" : "/", "/").replace(/\/+$/, "") : undefined;
}
