/** How `base_path` becomes a directory. Pure. Follows config §3.1, §3.2.
 *  Invariant: the result is absolute, whether or not it exists. */
import { isAbsolute, resolvePath } from "@/base/path.ts";

/** Where paths may begin. All are absolute. */
export interface PathAnchors {
  /** Directory of the file that counts most; undefined without any file. */
  readonly configDir: string | undefined;
  /** Undefined outside git, and where the git root is switched off. */
  readonly gitRoot: string | undefined;
  /** The git root whatever is switched off. */
  readonly gitTop: string | undefined;
  readonly cwd: string;
  /** Whether the working directory has something of a project's own. */
  readonly isLocal: boolean;
}

/** A setting of `base_path`. */
export interface BasePathSetting {
  /** As written; empty: not set. */
  readonly text: string;
  /** Whether a flag or a variable says so, rather than a file. */
  readonly isOfRun: boolean;
}

/** The directories that `base_path` may mean: the first that exists, else the last. */
export function basePathCandidates(
  { text, isOfRun }: BasePathSetting,
  { configDir, gitRoot, cwd, isLocal }: PathAnchors,
): readonly string[] {
  const home = configDir ?? cwd;
  if (text === "") return [gitRoot ?? home];
  if (isAbsolute(text)) return [resolvePath(cwd, text)];
  if (text === "." && !isLocal && !isOfRun && gitRoot !== undefined) return [gitRoot];
  if (/^\.\.?(\/|$)/.test(text)) return [resolvePath(isOfRun ? cwd : home, text)];
  const here = resolvePath(cwd, text), beside = resolvePath(home, text);
  if (gitRoot !== undefined) {
    const inGit = resolvePath(gitRoot, text);
    return [inGit, here, inGit];
  }
  return isOfRun || configDir === undefined ? [here, beside] : [beside, here, beside];
}

/** The setting as it is shown: the git root where nobody says a place of his own. */
export function shownBasePath({ text, isOfRun }: BasePathSetting, { gitRoot, isLocal }: PathAnchors): string {
  const isRoot = (text === "" || text === ".") && !isOfRun && !isLocal && gitRoot !== undefined;
  return isRoot ? gitRoot : text;
}
