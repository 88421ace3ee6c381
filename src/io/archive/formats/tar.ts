/** tar. Follows deno §7.3: ustar, pax, GNU long names and big numbers; ends at the first block of zeros.
 *  Invariant: what cannot be read exactly is an error, never a file with other bytes (GNU sparse members). An own
 *  reader: libraries either take a wrong checksum or refuse an archive without its last blocks, and write the map of a
 *  sparse member as if it were the file. */
import { type ArchiveSource, type ByteStream, byteStream, type UnpackedBytes } from "../_bytes.ts";
import { bomb, corrupt, truncated, unsupported } from "../core/faults.ts";
import type { ArchiveMember, MemberKind } from "../core/member.ts";
import { BLOCK, isZero, parsePax, parseTarHeader, type TarHeader, text } from "../core/tar_header.ts";

const KINDS: Readonly<Record<string, MemberKind>> = {
  "0": "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "device",
  "4": "device",
  "5": "directory",
  "6": "fifo",
  "7": "file",
  D: "directory",
};
/** Types that never have a body, whatever their size says. */
const BODILESS = "123456";
const EXTENSION_LIMIT_BYTES = 1024 * 1024;

/** What changes the next member, under its pax key. */
type Records = ReadonlyMap<string, string>;
const USED_RECORDS = new Set(["path", "linkpath", "size", "mtime"]);
const SPARSE = "GNU.sparse";

/**
 * The members in order. The last blocks may be missing only where something around the tar vouches for its length.
 * @throws Integrity `archive/truncated`, `archive/corrupt`, `archive/bomb`; Lookup `archive/unsupported-format`
 */
export async function* readMembers(
  _source: ArchiveSource,
  { bytes, isChecked }: UnpackedBytes,
): AsyncGenerator<ArchiveMember> {
  const stream = byteStream(bytes);
  try {
    const globals = new Map<string, string>();
    for (let records = new Map<string, string>();;) {
      const header = await nextHeader(stream, isChecked);
      if (header === undefined) return;
      if ("xXgLK".includes(header.type)) {
        const into = header.type === "g" ? globals : records;
        for (const [key, value] of await extension(stream, header)) into.set(key, value);
        continue;
      }
      if (header.type !== "V") yield* member(stream, header, new Map([...globals, ...records]));
      records = new Map();
    }
  } finally {
    await stream.close();
  }
}

/** Undefined at the end, after the rest was read: only then a checksum around the tar is verified. */
async function nextHeader(stream: ByteStream, isChecked: boolean): Promise<TarHeader | undefined> {
  const block = await stream.take(BLOCK);
  if (block.length === 0 && isChecked) return undefined;
  if (block.length < BLOCK) throw truncated("The tar archive ends without its last blocks.");
  if (!isZero(block)) return parseTarHeader(block);
  for await (const _rest of stream.pieces(Infinity));
  return undefined;
}

/** A header that describes the one after it. */
async function extension(stream: ByteStream, header: TarHeader): Promise<Records> {
  if (header.sizeBytes > EXTENSION_LIMIT_BYTES) {
    throw bomb("", "A name in the tar archive is longer than 1 MiB.");
  }
  const body = await stream.take(padded(header.sizeBytes));
  if (body.length < padded(header.sizeBytes)) throw truncated("The tar archive ends inside a long name.");
  const bytes = body.subarray(0, header.sizeBytes);
  if (header.type === "L") return new Map([["path", text(bytes, 0, bytes.length)]]);
  if (header.type === "K") return new Map([["linkpath", text(bytes, 0, bytes.length)]]);
  const records = new Map<string, string>();
  for (const [key, value] of parsePax(bytes)) {
    if (USED_RECORDS.has(key)) records.set(key, value);
    else if (key.startsWith(`${SPARSE}.`)) records.set(SPARSE, value);
  }
  return records;
}

async function* member(
  stream: ByteStream,
  header: TarHeader,
  records: Records,
): AsyncGenerator<ArchiveMember> {
  const path = records.get("path") || header.path;
  if (header.type === "S" || records.has(SPARSE)) {
    throw unsupported("GNU sparse tar", { facts: { member: path } });
  }
  const sizeBytes = BODILESS.includes(header.type) ? 0 : bodySize(header, records, path);
  let left = sizeBytes;
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const piece of stream.pieces(left)) {
      left -= piece.length;
      yield piece;
    }
    if (left > 0) throw truncated("The tar archive ends inside a member.", { member: path });
  }
  const kind = KINDS[header.type] ?? "unknown";
  yield {
    path,
    kind: kind === "file" && path.endsWith("/") ? "directory" : kind, // As tar wrote it before POSIX.
    target: records.get("linkpath") || header.target,
    mode: header.mode,
    sizeBytes,
    modifiedAt: Number(records.get("mtime") ?? NaN) * 1000 || header.modifiedAt,
    content: content(),
  };
  for await (const _left of content());
  const padding = padded(sizeBytes) - sizeBytes;
  if ((await stream.take(padding)).length < padding) {
    throw truncated("The tar archive ends inside a member.", { member: path });
  }
}

function bodySize(header: TarHeader, records: Records, member: string): number {
  const size = records.get("size") || String(header.sizeBytes);
  if (!/^\d{1,15}$/.test(size)) {
    throw corrupt("The size of a member is no number.", { member });
  }
  return Number(size);
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
