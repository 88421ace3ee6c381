/** Asks a git server which commit a branch or tag is at: the `ls-refs` command of protocol version 2. Pure.
 *  Follows gitprotocol-v2 and gitprotocol-common (pkt-line). Used for DECISIONS Toolchain: the commit of a floating
 *  registry goes into the lock file; unlike the hosting API this has no quota. */

/** Headers of the request. */
export const LS_REFS_HEADERS: Readonly<Record<string, string>> = {
  "git-protocol": "version=2",
  "content-type": "application/x-git-upload-pack-request",
  "accept": "application/x-git-upload-pack-result",
};

/** Body of a request for one branch, tag or `HEAD`. Send it to `<repository>.git/git-upload-pack`. */
export function lsRefsBody(ref: string): string {
  const prefixes = namesOf(ref).map((name) => packet(`ref-prefix ${name}\n`)).join("");
  return `${packet("command=ls-refs\n")}0001${packet("peel\n")}${prefixes}0000`;
}

/**
 * The commit in an answer; of a tag object, the commit that it points to.
 * @returns undefined when the answer is none of a git server, or has no such ref
 */
export function commitInRefs(answer: Uint8Array, ref: string): string | undefined {
  const commits = new Map<string, string>();
  // One character a byte, because packets count bytes; of names only ASCII ones are found then.
  for (const line of packetLines(new TextDecoder("latin1").decode(answer))) {
    const found = /^([0-9a-f]{40}) (\S+)(?:.* peeled:([0-9a-f]{40}))?/.exec(line);
    if (found !== null) commits.set(found[2] ?? "", found[3] ?? found[1] ?? "");
  }
  return namesOf(ref).map((name) => commits.get(name)).find((commit) => commit !== undefined);
}

/** Full names that a short ref may have, in git's order of preference. */
function namesOf(ref: string): readonly string[] {
  return ref === "HEAD" || ref.startsWith("refs/") ? [ref] : [`refs/tags/${ref}`, `refs/heads/${ref}`];
}

function packet(line: string): string {
  const bytes = new TextEncoder().encode(line).length + 4;
  return bytes.toString(16).padStart(4, "0") + line;
}

/** Lines of all packets up to the first that is broken. */
function* packetLines(answer: string): Generator<string> {
  for (let at = 0; at < answer.length;) {
    const header = answer.slice(at, at + 4);
    if (!/^[0-9a-f]{4}$/.test(header)) return;
    const length = parseInt(header, 16);
    if (length >= 4) yield answer.slice(at + 4, at + length);
    at += Math.max(length, 4);
  }
}
