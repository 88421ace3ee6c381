/** Which program a name on PATH leads to. Pure. Follows toolchain §15.6, §16, trap 30.
 *  Invariant: a proxy counts as the project's program, because it becomes it. */
import type { Finding } from "./finding.ts";

/** A program of an installed tool of the project. */
export interface ProjectProgram {
  readonly name: string;
  /** Directory of the version that the project wants. */
  readonly dir: string;
  /** Where PATH leads; undefined when it leads nowhere. */
  readonly found: string | undefined;
}

/** PATH and what the project would have on it. */
export interface PathFacts {
  readonly dirs: readonly string[];
  readonly installRoot: string;
  readonly proxyDir: string;
  readonly programs: readonly ProjectProgram[];
}

const FIX = 'eval "$(atmos toolchain env)"';

/** What is to say about PATH. */
export function judgePath({ dirs, installRoot, proxyDir, programs }: PathFacts): Finding {
  const check = "path";
  if (programs.length === 0) {
    return { check, status: "ok", summary: "no installed tools to be found on PATH" };
  }
  const others = programs.filter(({ dir, found }) => !isIn(found, [dir, proxyDir]));
  const isThere = dirs.some((dir) => dir === proxyDir || programs.some((program) => program.dir === dir));
  if (others.length === 0) {
    return { check, status: "ok", summary: "PATH leads to the tools of the project" };
  }
  const details = others.map(({ name, found }) =>
    found === undefined
      ? `${name} is not on PATH`
      : found.startsWith(`${installRoot}/bin/`)
      ? `${name} is another version: ${found}`
      : `${name} is ${found}`
  );
  if (isThere || others.some(({ found }) => found?.startsWith(`${installRoot}/bin/`))) {
    return { check, status: "warning", summary: "other programs come first on PATH", details, fix: FIX };
  }
  const summary = "the tools of the project are not on PATH; `atmos exec` finds them anyway";
  return { check, status: "note", summary, details, fix: FIX };
}

function isIn(path: string | undefined, dirs: readonly string[]): boolean {
  return path !== undefined && dirs.includes(path.slice(0, path.lastIndexOf("/")));
}
