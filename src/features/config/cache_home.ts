/** Where things go that can be made again. Follows toolchain §3.1. */
import type { Context } from "@/base/context.ts";
import { resolvePath } from "@/base/path.ts";

/** The user's cache directory, absolute, forward slashes; undefined when the system names none. */
export function cacheHomeOf({ cwd, env, host }: Pick<Context, "cwd" | "env" | "host">): string | undefined {
  const windows = host.os === "windows";
  const home = env["HOME"] || env["USERPROFILE"];
  const named = env["ATMOS_XDG_CACHE_HOME"] || env["XDG_CACHE_HOME"] ||
    (windows ? env["LOCALAPPDATA"] : "") ||
    (home && `${home}/.cache`);
  return named ? resolvePath(cwd, windows ? named.replaceAll("\\", "/") : named) : undefined;
}
