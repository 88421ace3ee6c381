/** zip. Follows deno §7.3: the central directory, zip64, stored and deflated members, CRC-32 of each.
 *  An own reader: the library that was measured (yauzl) needs 1.2 to 1.6 times as long as unzip(1), this one half.
 *  Invariant: a member is whole and its checksum right, or reading it throws. */
import { type ArchiveSource, readExactly, readRange } from "../_bytes.ts";
import { crc32, inflateRaw, inflateRawPiece } from "../_zlib.ts";
import { bomb, corrupt, truncated, unsupported } from "../core/faults.ts";
import type { ArchiveMember } from "../core/member.ts";
import {
  findZipEnd,
  parseZip64End,
  parseZipDirectory,
  ZIP64_END_BYTES,
  ZIP_TAIL_BYTES,
  type ZipDirectory,
  type ZipEntry,
} from "../core/zip_directory.ts";

const LOCAL_HEADER_BYTES = 30;
/** Packed and unpacked, up to which a member is unpacked in one piece. */
const PIECE_BYTES = 4 * 1024 * 1024;
/** 300 bytes for each of 200,000 members. */
const DIRECTORY_LIMIT_BYTES = 64 * 1024 * 1024;
/** One byte more than a usable target, so that the policy sees that it is too long. */
const TARGET_BYTES = 4096;

/**
 * The members in the order of the directory.
 * @throws Integrity `archive/truncated`, `archive/corrupt`, `archive/bomb`; Lookup `archive/unsupported-format` for
 *   encrypted members and other methods than deflate
 */
export async function* readMembers(source: ArchiveSource): AsyncGenerator<ArchiveMember> {
  const directory = await findDirectory(source);
  if (directory.sizeBytes > DIRECTORY_LIMIT_BYTES) {
    throw bomb("", "The directory of the zip archive exceeds 64 MiB.");
  }
  const bytes = await readExactly(source, directory.offset, directory.sizeBytes);
  if (bytes.length < directory.sizeBytes) throw truncated("The zip archive ends inside its directory.");
  for (const entry of parseZipDirectory(bytes, directory.entries)) {
    const content = contentOf(source, entry);
    if (entry.kind !== "symlink") yield { ...entry, content };
    else yield { ...entry, target: await targetOf(content), content };
  }
}

async function findDirectory(source: ArchiveSource): Promise<ZipDirectory> {
  const { sizeBytes } = source.file;
  const tail = await readExactly(source, Math.max(0, sizeBytes - ZIP_TAIL_BYTES), ZIP_TAIL_BYTES);
  const found = findZipEnd(tail);
  if (!("zip64Offset" in found)) return found;
  return parseZip64End(await readExactly(source, found.zip64Offset, ZIP64_END_BYTES));
}

async function targetOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const bytes: number[] = [];
  for await (const piece of content) {
    bytes.push(...piece.subarray(0, TARGET_BYTES - bytes.length));
    if (bytes.length === TARGET_BYTES) break;
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** The bytes of a member, counted and compared with its size and checksum. */
async function* contentOf(source: ArchiveSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  let crc = 0;
  let got = 0;
  for await (const piece of await unpackedPieces(source, entry)) {
    source.spend(piece.length);
    got += piece.length;
    crc = crc32(piece, crc);
    if (got > entry.sizeBytes) break;
    yield piece;
  }
  const member = entry.path;
  if (got !== entry.sizeBytes) {
    throw corrupt("A member has not the size that the directory says.", { member });
  }
  if (crc !== entry.crc32) throw corrupt("The checksum of a member does not match.", { member });
}

async function unpackedPieces(
  source: ArchiveSource,
  entry: ZipEntry,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  const { path: member, packedBytes } = entry;
  if (entry.isEncrypted) throw unsupported("encrypted zip", { facts: { member } });
  if (entry.method !== 0 && entry.method !== 8) {
    throw unsupported(`zip with method ${entry.method}`, { facts: { member } });
  }
  const start = await dataOffset(source, entry);
  if (entry.method === 0) return readRange(source, start, start + packedBytes);
  if (packedBytes > PIECE_BYTES || entry.sizeBytes > PIECE_BYTES) {
    return inflateRaw(readRange(source, start, start + packedBytes));
  }
  return [inflateRawPiece(await readExactly(source, start, packedBytes), entry.sizeBytes)];
}

/** The header before the data is read for its length only. */
async function dataOffset(source: ArchiveSource, entry: ZipEntry): Promise<number> {
  const { path: member, headerOffset } = entry;
  const header = await readExactly(source, headerOffset, LOCAL_HEADER_BYTES);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < LOCAL_HEADER_BYTES) throw truncated("The data of a member is missing.", { member });
  if (view.getUint32(0, true) !== 0x04034b50) {
    throw corrupt("A member is not where the directory says.", { member });
  }
  const start = headerOffset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + entry.packedBytes > source.file.sizeBytes) {
    throw truncated("The data of a member is missing.", { member });
  }
  return start;
}
