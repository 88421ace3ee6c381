/** Finds programs as a shell does: the first executable file on PATH, on Windows by the extensions of PATHEXT.
 *  Follows deno §5 ("execve does no PATH search") and toolchain §18.
 *  Invariant: relative and empty entries of PATH are skipped, so the working directory never supplies a program. */

/** How programs are named on this system. */
export interface ProgramRules {
  readonly windows: boolean;
  /** Extensions that make a file a program on Windows, in order, such as `.exe`; empty elsewhere. */
  readonly extensions: readonly string[];
}

const DEFAULT_PATHEXT = ".COM;.EXE;.BAT;.CMD";

/** The rules of a system; `pathExt` is the text of PATHEXT and only counts on Windows. */
export function programRules(os: string, pathExt: string | undefined): ProgramRules {
  if (os !== "windows") return { windows: false, extensions: [] };
  const extensions = (pathExt || DEFAULT_PATHEXT).toLowerCase().split(";").filter((text) =>
    text.startsWith(".")
  );
  return { windows: true, extensions };
}

/** Absolute path of the first program of that name on a PATH text. A name that is an absolute path is looked at
 *  itself; a relative one with a slash is nowhere on a PATH. */
export async function findProgram(
  rules: ProgramRules,
  name: string,
  path: string,
): Promise<string | undefined> {
  const forward = rules.windows ? name.replaceAll("\\", "/") : name;
  if (isAbsolute(rules, forward)) return await programAt(rules, forward);
  if (forward === "" || forward.includes("/")) return undefined;
  for (const folder of folders(rules, path)) {
    const found = await programAt(rules, `${folder}/${forward}`);
    if (found !== undefined) return found;
  }
}

/** Whether a path is absolute on this system. */
export function isAbsolute(rules: ProgramRules, path: string): boolean {
  return path.startsWith("/") || (rules.windows && /^[A-Za-z]:\//.test(path));
}

/** The program at a path, with the extension that it needs on Windows; undefined when it is none. */
export async function programAt(rules: ProgramRules, path: string): Promise<string | undefined> {
  for (const candidate of candidates(rules, path)) {
    const info = statOf(candidate); // unreadable folders are skipped, as shells do
    if (info?.isFile && (rules.windows || ((info.mode ?? 0) & 0o111) !== 0)) return candidate;
  }
}

function candidates(rules: ProgramRules, path: string): string[] {
  if (!rules.windows) return [path];
  const lower = path.toLowerCase();
  const extended = rules.extensions.map((extension) => path + extension);
  return rules.extensions.some((extension) => lower.endsWith(extension)) ? [path, ...extended] : extended;
}

function folders(rules: ProgramRules, path: string): string[] {
  return path.split(rules.windows ? ";" : ":")
    .map((entry) => rules.windows ? entry.replaceAll('"', "").replaceAll("\\", "/") : entry)
    .filter((entry) => isAbsolute(rules, entry))
    .map((entry) => entry.replace(/\/+$/, ""));
}

/** On the thread: see `io/disk`. */
function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}
