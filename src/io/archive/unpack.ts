/** Unpacks an archive into a folder.
 *  Follows toolchain §10.5 and DECISIONS ("Archives"); what may be written is decided in core/policy.
 *  Invariants: every change goes through the Disk port, one after the other; symbolic links are made last; signals and
 *  the screen get their turn meanwhile. */
import type { Context } from "@/base/context.ts";
import { startHashes } from "@/io/disk/hashes.ts";
import type { ArchiveSource } from "./_bytes.ts";
import type { ArchiveFormat } from "./core/detect.ts";
import { located, truncated } from "./core/faults.ts";
import type { ArchiveMember } from "./core/member.ts";
import type { Link } from "./core/links.ts";
import { memberPath, parentOf } from "./core/member_path.ts";
import {
  decideMember,
  DEFAULT_LIMITS,
  type LeftOut,
  type Limits,
  newPolicy,
  type Policy,
  settleLinks,
  spendBytes,
} from "./core/policy.ts";
import { readMembers } from "./formats/table.ts";

/** What to unpack, and where. */
export interface UnpackPlan {
  readonly archive: string;
  readonly format: ArchiveFormat;
  /** A folder of our own, empty or missing. After an error it holds a part of the tree: remove it. */
  readonly into: string;
  /** Name of the asset, for messages and for the name of a single file. */
  readonly assetName: string;
  readonly limits?: Partial<Limits>;
  /** The system that `into` belongs to, in Go's word; `linux` unless given. Others take names that differ only in
   *  case for one; Windows knows other names, and its symbolic links are not for everybody: hard links stand in. */
  readonly os?: string;
}

/** A member that was made. */
export interface Member {
  /** Inside the folder: forward slashes, no `.`, `..` or double slashes. */
  readonly path: string;
  /** A hard link is a file. */
  readonly kind: "file" | "directory" | "symlink";
  /** Of a file that is no hard link; otherwise 0. */
  readonly sizeBytes: number;
  /** Permission bits as they were asked for; 0 for a link. The umask takes from those of files. */
  readonly mode: number;
  /** Target of a symbolic link as written, relative and inside the folder; otherwise empty. */
  readonly target: string;
  /** SHA-256 in hexadecimal of what may be a program: a file that is executable, or of which no mode is known. Absent
   *  where the asset itself is the file. */
  readonly sha256?: string | undefined;
}

/** What became of an archive. */
export interface Unpacked {
  /** In the order of the archive, symbolic links last; no path twice, folders without a member of their own absent. */
  readonly members: readonly Member[];
  /** Links to the outside, devices, pipes, sockets: worth a warning each. */
  readonly leftOut: readonly LeftOut[];
}

/** Where the work stands. */
interface Work {
  readonly ctx: Pick<Context, "disk" | "signal">;
  readonly into: string;
  readonly format: ArchiveFormat;
  readonly policy: Policy;
  readonly members: Map<string, Member>;
  readonly folders: Set<string>;
  /** When signals and timers last had their turn, in ms. */
  turnAt: number;
}

/**
 * Unpacks `archive` into `into`. Files keep their times and permission bits (no setuid, setgid, sticky).
 * @throws Integrity `archive/truncated`, `archive/corrupt`, `archive/escape`, `archive/collision`, `archive/bomb`, all
 *   with the archive and the member in their facts; Lookup `archive/unsupported-format`; Host errors of the disk;
 *   the signal's reason
 */
export async function unpack(ctx: Pick<Context, "disk" | "signal">, plan: UnpackPlan): Promise<Unpacked> {
  const file = await ctx.disk.openRead(plan.archive);
  const { os = "linux" } = plan;
  let current = "";
  try {
    if (file.sizeBytes === 0) throw truncated("The file is empty.");
    const policy = newPolicy({
      limits: { ...DEFAULT_LIMITS, ...plan.limits },
      archiveBytes: file.sizeBytes,
      caseInsensitive: os === "darwin" || os === "windows",
      windows: os === "windows",
    });
    const source: ArchiveSource = {
      file,
      signal: ctx.signal,
      assetName: plan.assetName,
      spend: (bytes) => spendBytes(policy, bytes, current),
    };
    const { into, format } = plan;
    const work: Work = { ctx, into, format, policy, members: new Map(), folders: new Set(), turnAt: 0 };
    await makeFolder(work, "");
    for await (const member of readMembers(format, source)) {
      current = member.path;
      await writeMember(work, member);
      current = "";
    }
    return await finish(work, os);
  } catch (error) {
    throw located(error, plan.assetName, current);
  } finally {
    file.close();
  }
}

async function writeMember(work: Work, member: ArchiveMember): Promise<void> {
  const { ctx: { disk, signal }, policy, members } = work;
  await giveTurn(work);
  signal.throwIfAborted();
  const decision = decideMember(policy, member);
  if (decision.kind === "nothing") return;
  const path = inside(work, decision.path);
  if (decision.kind === "directory") {
    await makeFolder(work, decision.path);
    if (decision.mode !== undefined) await disk.chmod(path, decision.mode);
    const mode = decision.mode ?? 0o755;
    members.set(decision.path, { path: decision.path, kind: "directory", sizeBytes: 0, mode, target: "" });
    return;
  }
  await makeFolder(work, parentOf(decision.path));
  if (decision.replaces) await disk.remove(path); // A hard link to the old file keeps the old bytes.
  if (decision.kind === "hardlink") {
    await disk.hardLink(inside(work, decision.target), path);
    const mode = members.get(decision.target)?.mode ?? 0;
    members.set(decision.path, { path: decision.path, kind: "file", sizeBytes: 0, mode, target: "" });
    return;
  }
  const written = await writeFile(work, path, decision.mode, member);
  members.set(decision.path, {
    path: decision.path,
    kind: "file",
    mode: decision.mode,
    target: "",
    ...written,
  });
}

async function writeFile(
  work: Work,
  path: string,
  mode: number,
  { content, mode: known = 0o111, modifiedAt = 0 }: ArchiveMember,
): Promise<Pick<Member, "sizeBytes" | "sha256">> {
  const { ctx: { disk, signal } } = work;
  let sizeBytes = 0;
  // While the bytes are at hand: reading them again costs as much as the digest.
  const hashes = work.format !== "raw" && (known & 0o111) !== 0 ? await startHashes(["sha256"]) : undefined;
  const writer = await disk.create(path, { mode });
  try {
    for await (const piece of content) {
      sizeBytes += piece.length;
      hashes?.update(piece);
      await writer.write(piece);
      await giveTurn(work);
      signal.throwIfAborted();
    }
  } finally {
    await writer.close();
  }
  if (modifiedAt > 0) await disk.touch(path, modifiedAt); // No time, or none that is true: now.
  return { sizeBytes, ...hashes?.digests() };
}

const TURN_MS = 50;

/** Reading, unpacking and writing stay on the thread and would keep all others off it until the end. */
async function giveTurn(work: Work): Promise<void> {
  if (performance.now() - work.turnAt < TURN_MS) return;
  await new Promise((resolve) => setTimeout(resolve, 0));
  work.turnAt = performance.now();
}

/** Makes the symbolic links and tells the result. */
async function finish(work: Work, os: string): Promise<Unpacked> {
  const { links, leftOut } = settleLinks(work.policy);
  const stuck = os === "windows" ? await makeHardLinks(work, links) : await makeLinks(work, links);
  const why = "is a symbolic link to something else than a file, which Windows keeps for administrators";
  return {
    members: [...work.members.values()],
    leftOut: [...leftOut, ...stuck.map(({ path }) => ({ path, why }))],
  };
}

async function makeLinks(work: Work, links: readonly Link[]): Promise<readonly Link[]> {
  const { ctx: { disk, signal }, members } = work;
  for (const { path, target } of links) {
    signal.throwIfAborted();
    await makeFolder(work, parentOf(path));
    await disk.symlink(target, inside(work, path));
    members.set(path, { path, kind: "symlink", sizeBytes: 0, mode: 0, target });
  }
  return [];
}

/** Links to files as hard links; those to other links after them. Answers what leads to no file. */
async function makeHardLinks(work: Work, links: readonly Link[]): Promise<readonly Link[]> {
  const { ctx: { disk, signal }, members } = work;
  const stuck: Link[] = [];
  for (const link of links) {
    signal.throwIfAborted();
    const parent = parentOf(link.path), target = link.target.replaceAll("\\", "/");
    const file = members.get(memberPath(parent === "" ? target : `${parent}/${target}`, link.path));
    if (file?.kind !== "file") {
      stuck.push(link);
      continue;
    }
    await makeFolder(work, parent);
    await disk.hardLink(inside(work, file.path), inside(work, link.path));
    members.set(link.path, { ...file, path: link.path, sizeBytes: 0 });
  }
  return stuck.length < links.length ? await makeHardLinks(work, stuck) : stuck;
}

async function makeFolder(work: Work, path: string): Promise<void> {
  if (work.folders.has(path)) return;
  await work.ctx.disk.makeDir(inside(work, path));
  work.folders.add(path);
}

function inside({ into }: Pick<Work, "into">, path: string): string {
  return path === "" ? into : `${into}/${path}`;
}
