/** The file of a download before it has its name: `<to>.part`, with what allows to go on later in `<to>.part.json`.
 *  Follows toolchain §3.2 (`.part`, rename) and its trap 44, RFC 9110 §13.1.5 (If-Range).
 *  Invariant: the note never describes other bytes than those in the part: it goes before a new part begins and comes
 *  after. The digests are those of the bytes in the file. */
import type { Disk, FileWriter } from "@/base/ports.ts";
import { addFile, type Hashes, startHashes } from "@/io/disk/hashes.ts";

/** The file being written. Between `openPart` and the first `restart` it may hold the bytes of an earlier run. */
export interface Part<A extends string> {
  readonly sizeBytes: number;
  /** Names the version that the bytes are of, for If-Range; undefined when they cannot be continued. */
  readonly validator: string | undefined;
  /** Begins anew with nothing. A part that is `worthNoting` can be continued by a later run. */
  restart(validator: string | undefined, worthNoting: boolean): Promise<void>;
  append(chunk: Uint8Array): Promise<void>;
  /** Writes what is left and gives the file its name. */
  finish(): Promise<Readonly<Partial<Record<A, string>>>>;
  /** Ends without success; keeps the bytes only when a later run can continue them. */
  leave(): Promise<void>;
  /** Removes the bytes. Never throws. */
  discard(): Promise<void>;
}

const BLOCK_BYTES = 256 * 1024;

/** What the part will be. */
export interface PartPlan<A extends string> {
  readonly url: string;
  readonly to: string;
  readonly algorithms: readonly A[];
}

/** Opens what an earlier run left of the same URL, or nothing. @throws Host `disk/…` */
export async function openPart<A extends string>(disk: Disk, plan: PartPlan<A>): Promise<Part<A>> {
  const path = `${plan.to}.part`;
  const note = `${path}.json`;
  let hashes: Hashes<A> = await startHashes(plan.algorithms);
  let validator = await notedValidator(disk, path, plan.url);
  let isNoted = validator !== undefined;
  let sizeBytes = isNoted ? await addFile(disk, path, hashes) : 0;
  let writer: FileWriter | undefined;
  const block = new Uint8Array(BLOCK_BYTES);
  let filled = 0;

  /** Hands what was gathered to the file; TLS brings 16 KiB at a time, each write of its own would cost more than it. */
  const flush = async () => {
    const gathered = block.subarray(0, filled);
    filled = 0;
    if (gathered.length === 0) return;
    writer ??= await disk.create(path, { append: true });
    hashes.update(gathered);
    await writer.write(gathered);
  };
  const close = async () => {
    const open = writer;
    writer = undefined;
    await open?.close();
  };
  const discard = async () => {
    for (const undo of [close, () => disk.remove(note), () => disk.remove(path)]) {
      await undo().catch(() => {}); // the first failure is the one to report
    }
  };
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    get validator() {
      return validator;
    },
    async restart(newValidator, worthNoting) {
      filled = 0;
      await close();
      await disk.remove(note);
      writer = await disk.create(path, { replace: true });
      hashes = await startHashes(plan.algorithms);
      sizeBytes = 0;
      validator = newValidator;
      isNoted = worthNoting && validator !== undefined;
      if (isNoted) await write(disk, note, JSON.stringify({ url: await digest(plan.url), validator }));
    },
    async append(chunk) {
      sizeBytes += chunk.length;
      for (let rest = chunk; rest.length > 0;) {
        const piece = rest.subarray(0, block.length - filled);
        block.set(piece, filled);
        filled += piece.length;
        rest = rest.subarray(piece.length);
        if (filled === block.length) await flush();
      }
    },
    async finish() {
      await flush();
      await close();
      await disk.rename(path, plan.to);
      if (isNoted) await disk.remove(note);
      return hashes.digests();
    },
    async leave() {
      if (!isNoted) return await discard();
      try {
        await flush();
      } finally {
        await close();
      }
    },
    discard,
  };
}

/** Not atomic: a torn note counts as none. */
async function write(disk: Disk, path: string, text: string): Promise<void> {
  const writer = await disk.create(path, { replace: true });
  try {
    await writer.write(new TextEncoder().encode(text));
  } finally {
    await writer.close();
  }
}

/** The validator beside a part of the same URL. */
async function notedValidator(disk: Disk, path: string, url: string): Promise<string | undefined> {
  if ((await disk.lstat(path))?.kind !== "file") return undefined;
  const { url: noted, validator } = parseNote(await disk.readText(`${path}.json`) ?? "");
  if (noted !== await digest(url)) return undefined;
  return typeof validator === "string" ? validator : undefined;
}

function parseNote(text: string): { readonly url?: unknown; readonly validator?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** URLs may carry secrets, so the note keeps only their digest. */
async function digest(url: string): Promise<string | undefined> {
  const hashes = await startHashes(["sha256"]);
  hashes.update(new TextEncoder().encode(url));
  return hashes.digests().sha256;
}
