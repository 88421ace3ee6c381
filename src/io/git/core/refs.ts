/** Reads the texts of HEAD, of reference files and of `packed-refs`. Pure. Follows config §4.3 and gitrepository-layout(5).
 *  Invariant: a name that is answered stays below `refs/`, whatever a file says. */

/** What a reference file holds: the name of another reference or a commit. */
export type Ref = { readonly kind: "name"; readonly name: string } | {
  readonly kind: "commit";
  readonly sha: string;
};

/** Reads HEAD or a reference file; undefined for anything else than git writes. */
export function parseRef(text: string): Ref | undefined {
  const line = text.trim();
  const name = /^ref:\s*(refs\/\S+)$/.exec(line)?.[1];
  if (name !== undefined) return name.split("/").includes("..") ? undefined : { kind: "name", name };
  return isCommitId(line) ? { kind: "commit", sha: line } : undefined;
}

/** The commit of a reference in the text of `packed-refs`. */
export function packedCommit(text: string, name: string): string | undefined {
  const line = text.split("\n").find((it) => it.trimEnd().endsWith(` ${name}`) && !it.startsWith("#"));
  const sha = line?.split(" ", 1)[0] ?? "";
  return isCommitId(sha) ? sha : undefined;
}

/** Hexadecimal digits of SHA-1 or SHA-256. */
function isCommitId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
