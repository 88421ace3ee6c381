/** Decides for each member of an archive: refuse the archive, leave the member out, or write it where. Pure.
 *  Follows toolchain §10.5, aqua-registry §14 and DECISIONS ("Archives"). Invariants: nothing is written outside the
 *  folder or through a link of the archive; every path is written in one kind only; what is left out has a reason. */
import { bomb, collision, corrupt, escape } from "./faults.ts";
import { type Link, strayLinks } from "./links.ts";
import type { MemberHeader } from "./member.ts";
import { isWindowsName, memberPath, parentOf } from "./member_path.ts";

/** How much an archive may become. */
export interface Limits {
  /** Unpacked bytes in all. */
  readonly totalBytes: number;
  /** Unpacked bytes for each byte of the archive … */
  readonly ratio: number;
  /** … from this many unpacked bytes on. */
  readonly ratioFreeBytes: number;
  /** Members and the folders that they imply. */
  readonly members: number;
}

/** 3 GB, 100 times the archive once 64 MiB are out, 200,000 members. */
export const DEFAULT_LIMITS: Limits = {
  totalBytes: 3 * 1024 ** 3,
  ratio: 100,
  ratioFreeBytes: 64 * 1024 ** 2,
  members: 200_000,
};

/** What the policy must know beside the members. */
export interface PolicySettings {
  readonly limits: Limits;
  readonly archiveBytes: number;
  /** Whether the target disk takes names that differ only in case for one. */
  readonly caseInsensitive: boolean;
  /** Whether the target is Windows: backslashes are separators, many names mean something else. */
  readonly windows: boolean;
}

/** A member that was not made. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
}

/** What to do with a member; its folder is to be made first. `replaces` tells that an earlier member of the same path
 *  is in the way: the last one wins. `nothing` is for the folder itself, for what is left out, and for symbolic links:
 *  `settleLinks` decides about those when all are known. */
export type Decision =
  | { readonly kind: "nothing" }
  | { readonly kind: "directory"; readonly path: string; readonly mode: number | undefined }
  | { readonly kind: "file"; readonly path: string; readonly mode: number; readonly replaces: boolean }
  /** `target` is the path of a file that was written. */
  | { readonly kind: "hardlink"; readonly path: string; readonly target: string; readonly replaces: boolean };

interface Seen {
  readonly path: string;
  readonly kind: "directory" | "file" | "hardlink" | "symlink" | "left-out";
}

/** The state between members; only the functions of this file change it. */
export interface Policy {
  readonly settings: PolicySettings;
  readonly seen: Map<string, Seen>;
  readonly links: Map<string, Link>;
  readonly leftOut: LeftOut[];
  members: number;
  spentBytes: number;
}

/** A policy that has seen nothing yet. */
export function newPolicy(settings: PolicySettings): Policy {
  const root: Seen = { path: "", kind: "directory" };
  return { settings, seen: new Map([["", root]]), links: new Map(), leftOut: [], members: 0, spentBytes: 0 };
}

/**
 * Decides about the next member.
 * @example decideMember(policy, { path: "./bin/x", kind: "file", mode: 0o4755, … })
 *   → { kind: "file", path: "bin/x", mode: 0o755, replaces: false }
 * @throws Integrity `archive/escape`, `archive/collision`, `archive/bomb`; `archive/corrupt` for a hard link to no file
 */
export function decideMember(policy: Policy, header: MemberHeader): Decision {
  countMember(policy, header.path);
  checkBytes(policy, header.path, policy.spentBytes + (header.sizeBytes ?? 0));
  const path = placeOf(policy, header.path);
  const target = header.kind === "hardlink" ? placeOf(policy, header.target, header.path) : "";
  if (policy.settings.windows && !(isWindowsName(path) && isWindowsName(target))) {
    policy.leftOut.push({ path, why: "has a name that Windows does not allow" });
    return { kind: "nothing" };
  }
  if (header.kind === "directory") {
    enter(policy, path, "directory");
    return path === "" ? { kind: "nothing" } : { kind: "directory", path, mode: folderMode(header.mode) };
  }
  if (header.kind === "hardlink") return decideHardLink(policy, path, target);
  if (header.kind === "symlink") return decideLink(policy, path, header.target);
  if (header.kind !== "file") return leaveOut(policy, path, `is a ${WORDS[header.kind]}`);
  return { kind: "file", path, mode: fileMode(header.mode), replaces: enter(policy, path, "file") };
}

function placeOf({ settings: { windows } }: Policy, name: string, linkOf?: string): string {
  return memberPath(windows ? name.replaceAll("\\", "/") : name, linkOf);
}

/**
 * Counts bytes as they are unpacked, whoever wants them.
 * @param member in whose reading they came; only for the message
 * @throws Integrity `archive/bomb`
 */
export function spendBytes(policy: Policy, bytes: number, member = ""): void {
  policy.spentBytes += bytes;
  checkBytes(policy, member, policy.spentBytes);
}

/**
 * Decides about all symbolic links, when every other member is written.
 * @returns the links to make, and all that was left out in the order of its finding
 * @throws Integrity `archive/bomb`
 */
export function settleLinks(
  policy: Policy,
): { readonly links: readonly Link[]; readonly leftOut: readonly LeftOut[] } {
  const stray = strayLinks(policy.links, (path) => keyOf(policy, path));
  const links: Link[] = [];
  for (const [key, link] of policy.links) {
    const reason = stray.get(key);
    if (reason === undefined) links.push(link);
    else policy.leftOut.push({ path: link.path, why: `symbolic link to ${shown(link.target)} ${reason}` });
  }
  return { links, leftOut: policy.leftOut };
}

const WORDS = {
  device: "device",
  fifo: "named pipe",
  socket: "socket",
  unknown: "member of an unknown type",
};

function decideLink(policy: Policy, path: string, target: string): Decision {
  enter(policy, path, "symlink");
  policy.links.set(keyOf(policy, path), { path, target });
  return { kind: "nothing" };
}

function decideHardLink(policy: Policy, path: string, target: string): Decision {
  const existing = policy.seen.get(keyOf(policy, target));
  const isFile = existing?.kind === "file" || existing?.kind === "hardlink";
  if (isFile && path === target) return { kind: "nothing" }; // A file that was archived twice.
  if (existing?.kind === "left-out") {
    return leaveOut(policy, path, `is a hard link to ${target}, which was left out`);
  }
  const link = policy.links.get(keyOf(policy, target));
  if (link !== undefined) return decideLink(policy, path, link.target);
  if (!isFile) {
    throw corrupt(`It is a hard link to ${shown(target)}, which is no file before it.`, { member: path });
  }
  return { kind: "hardlink", path, target: existing.path, replaces: enter(policy, path, "hardlink") };
}

function leaveOut(policy: Policy, path: string, why: string): Decision {
  enter(policy, path, "left-out");
  policy.leftOut.push({ path, why });
  return { kind: "nothing" };
}

/** Takes a place in the tree; answers whether an earlier member has it. */
function enter(policy: Policy, path: string, kind: Seen["kind"]): boolean {
  enterParents(policy, path);
  const key = keyOf(policy, path);
  const existing = policy.seen.get(key);
  policy.seen.set(key, { path, kind });
  if (existing === undefined) return false;
  refuseOtherCase(existing, path);
  if (existing.kind !== kind) {
    throw collision(path, `It is there as a ${existing.kind} and again as a ${kind}.`);
  }
  return true;
}

/** A folder that is known has parents that are known: the walk up ends there. */
function enterParents(policy: Policy, path: string): void {
  for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) {
    const existing = policy.seen.get(keyOf(policy, folder));
    if (existing === undefined) {
      countMember(policy, path);
      policy.seen.set(keyOf(policy, folder), { path: folder, kind: "directory" });
      continue;
    }
    refuseOtherCase(existing, folder);
    if (existing.kind === "symlink") {
      throw escape(path, `It would be written through the symbolic link ${folder}.`);
    }
    if (existing.kind !== "directory") {
      throw collision(path, `It lies below ${folder}, which is a ${existing.kind}.`);
    }
    return;
  }
}

function refuseOtherCase(existing: Seen, path: string): void {
  if (existing.path !== path) throw collision(path, `This disk takes it and ${existing.path} for one name.`);
}

/** NFC as well: disks that ignore case ignore how accents are composed. */
function keyOf({ settings }: Policy, path: string): string {
  return settings.caseInsensitive ? path.normalize("NFC").toLowerCase() : path;
}

function countMember(policy: Policy, member: string): void {
  const limit = policy.settings.limits.members;
  if (++policy.members > limit) throw bomb(member, `The archive has more than ${limit} members.`);
}

function checkBytes({ settings: { limits, archiveBytes } }: Policy, member: string, bytes: number): void {
  if (bytes > limits.totalBytes) throw bomb(member, `It unpacks to more than ${limits.totalBytes} bytes.`);
  if (bytes > limits.ratioFreeBytes && bytes > limits.ratio * archiveBytes) {
    throw bomb(member, `It unpacks to more than ${limits.ratio} times its size.`);
  }
}

/** The owner can always read and write, so that a tree can be moved and removed; no setuid, setgid or sticky bit. */
function fileMode(mode = 0): number {
  return (mode & 0o777 || 0o644) | 0o600;
}

function folderMode(mode: number | undefined): number | undefined {
  return mode === undefined ? undefined : mode & 0o777 | 0o700;
}

function shown(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
