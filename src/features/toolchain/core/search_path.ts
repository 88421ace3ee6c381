/** Puts tool directories in front of a PATH. Pure. Follows toolchain §13.6 and §15.6.
 *  Invariant: applying it twice gives what applying it once gives. */

/**
 * @param dirs the directories to put first, in order
 * @param current the text of PATH; undefined or empty uses the system's usual places
 * @param host its os and separator
 * @returns directories in order, without repetition; empty fields of the current PATH are dropped, because they mean
 *   the working directory
 */
export function prependDirs(
  dirs: readonly string[],
  current: string | undefined,
  host: { readonly os: string; readonly pathListSeparator: string },
): readonly string[] {
  const fallback = host.os === "windows"
    ? [
      "C:\\Windows\\System32",
      "C:\\Windows\\System32\\Wbem",
      "C:\\Windows\\System32\\WindowsPowerShell\\v1.0",
    ]
    : ["/usr/local/bin", "/usr/bin", "/bin"];
  const tail = current ? current.split(host.pathListSeparator) : fallback;
  return [...new Set([...dirs, ...tail.filter((dir) => dir !== "")])];
}

/** The environment with those directories first on its PATH, under the spelling that PATH already has. */
export function withPath(
  env: Readonly<Record<string, string>>,
  dirs: readonly string[],
  host: { readonly os: string; readonly pathListSeparator: string },
): Readonly<Record<string, string>> {
  const name = host.os === "windows"
    ? Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "Path"
    : "PATH";
  return { ...env, [name]: prependDirs(dirs, env[name], host).join(host.pathListSeparator) };
}
