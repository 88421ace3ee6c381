/** Where things go that can be made again. Follows toolchain §3.1. */
import { resolvePath } from "@/base/path.ts";

/** What names it. On Windows the names of variables are in upper case. */
export interface CacheFacts {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly host: { readonly os: string };
}

/** Variables that may name it. */
export const CACHE_VARIABLES = [
  "ATMOS_XDG_CACHE_HOME",
  "XDG_CACHE_HOME",
  "LOCALAPPDATA",
  "HOME",
  "USERPROFILE",
];

/** The user's cache directory, absolute, forward slashes; undefined when the system names none. */
export function cacheHomeOf({ cwd, env, host }: CacheFacts): string | undefined {
  const windows = host.os === "windows";
  const home = env["HOME"] || env["USERPROFILE"];
  const named = env["ATMOS_XDG_CACHE_HOME"] || env["XDG_CACHE_HOME"] ||
    (windows ? env["LOCALAPPDATA"] : "") ||
    (home && `${home}/.cache`);
  return named ? resolvePath(cwd, windows ? named.replaceAll("\\", "/") : named) : undefined;
}
