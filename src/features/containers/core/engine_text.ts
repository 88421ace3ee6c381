/** What docker and podman say, read. Pure. Follows containers §1.7 to §1.10. */
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

const MISSING = [
  ...["no such image", "image not known", "manifest unknown", "unable to find image", "image not found"],
  ...["pull access denied", "repository does not exist", "short-name", "name unknown"],
];
const TRANSIENT = [
  ...["context deadline exceeded", "timeout", "timed out", "connection refused", "connection reset"],
  ...["no route to host", "network is unreachable", "temporary failure in name resolution", "no such host"],
  ...["server misbehaving", "request canceled", "unexpected eof", "toomanyrequests", "too many requests"],
  ...["500 internal server error", "502 bad gateway", "503 service unavailable", "504 gateway"],
  ...["service unavailable", "bad gateway", "registry is unavailable"],
];

/** Whether an image is not on this machine. */
export function isMissingImage(text: string): boolean {
  return MISSING.some((mark) => text.toLowerCase().includes(mark));
}

/** Whether the same call may go well a little later. */
export function isTransient(text: string): boolean {
  return TRANSIENT.some((mark) => text.toLowerCase().includes(mark));
}

/** The id that `create` prints: progress comes before it. */
export function createdId(stdout: string): string | undefined {
  const last = stdout.trim().split(/\r?\n/).at(-1)?.trim() ?? "";
  return /^\S+$/.test(last) ? last : undefined;
}

/** The digest that docker prints after a push. */
export function pushedDigest(text: string): string | undefined {
  return /digest:\s*(sha256:[0-9a-f]+)/.exec(text)?.[1];
}

/** Texts of podman in which line ends are written out. */
export function readable(text: string): string {
  return text.replaceAll("\\n", "\n").replaceAll("\\t", "\t").trim();
}

/** What is known of an image: docker prints an object, podman a list. Undefined when it is neither. */
export function imageFacts(text: string): Tree | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return isTree(first) ? first : undefined;
  } catch {
    return undefined;
  }
}
