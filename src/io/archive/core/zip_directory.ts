/** Reads the directory at the end of a zip: where it is and what it lists. Pure.
 *  Follows deno §7.3 and PKWARE's APPNOTE 6.3 (§4.3.12 to §4.3.16, §4.5.3). Invariant: names, sizes and methods come
 *  from the central directory only, never from the headers before the data. */
import { corrupt, truncated, unsupported } from "./faults.ts";
import { decodeName } from "./member_name.ts";
import type { MemberHeader, MemberKind } from "./member.ts";

/** How much of the end of the file may hold the end record: its largest comment and the zip64 locator. */
export const ZIP_TAIL_BYTES = 20 + 22 + 0xffff;
/** Size of a zip64 end record without its extensions. */
export const ZIP64_END_BYTES = 56;
const END_BYTES = 22;
const ENTRY_BYTES = 46;

/** Where the directory is. */
export interface ZipDirectory {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly entries: number;
}

/** A member with what is needed to find its data. */
export interface ZipEntry extends MemberHeader {
  readonly sizeBytes: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly headerOffset: number;
}

/**
 * Finds the end record.
 * @param tail the last `ZIP_TAIL_BYTES` of the file, or all of it
 * @returns the directory, or the offset of the zip64 record that tells it
 * @throws Integrity `archive/truncated` when there is no end record
 */
export function findZipEnd(tail: Uint8Array): ZipDirectory | { readonly zip64Offset: number } {
  const view = viewOf(tail);
  let at = tail.length - END_BYTES;
  while (at >= 0 && !(view.getUint32(at, true) === 0x06054b50 && fitsComment(view, at))) at--;
  if (at < 0) throw truncated("The zip archive has no directory at its end.");
  const directory = {
    entries: view.getUint16(at + 10, true),
    sizeBytes: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
  };
  const isFull = directory.entries === 0xffff || directory.sizeBytes === 0xffffffff ||
    directory.offset === 0xffffffff;
  if (isFull && at >= 20 && view.getUint32(at - 20, true) === 0x07064b50) {
    return { zip64Offset: big(view, at - 20 + 8) };
  }
  if (view.getUint16(at + 4, true) !== 0) throw unsupported("zip in several volumes");
  return directory;
}

/** Reads a zip64 end record of `ZIP64_END_BYTES`. Throws Integrity `archive/corrupt`. */
export function parseZip64End(record: Uint8Array): ZipDirectory {
  const view = viewOf(record);
  if (record.length < ZIP64_END_BYTES || view.getUint32(0, true) !== 0x06064b50) {
    throw corrupt("The zip64 end record is not where the archive says.");
  }
  return { entries: big(view, 32), sizeBytes: big(view, 40), offset: big(view, 48) };
}

/**
 * The entries in the order of the directory.
 * @param bytes the directory
 * @param entries how many the end record promises; programs without zip64 count modulo 65536
 * @throws Integrity `archive/corrupt`
 */
export function* parseZipDirectory(bytes: Uint8Array, entries: number): Generator<ZipEntry> {
  const view = viewOf(bytes);
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw malformed();
    const nameAt = at + ENTRY_BYTES;
    const extraAt = nameAt + view.getUint16(at + 28, true);
    const commentAt = extraAt + view.getUint16(at + 30, true);
    const end = commentAt + view.getUint16(at + 32, true);
    if (end > bytes.length) throw malformed();
    yield entryOf(view, at, bytes.subarray(nameAt, extraAt), extraFields(view, extraAt, commentAt));
    at = end;
  }
  if ((count & 0xffff) !== (entries & 0xffff)) throw malformed();
}

function entryOf(view: DataView, at: number, name: Uint8Array, extra: ExtraFields): ZipEntry {
  const path = slashed(decodeName(name, "cp437"));
  const attributes = view.getUint32(at + 38, true);
  const mode = view.getUint8(at + 5) === 3 ? attributes >>> 16 : 0; // Only Unix programs leave a mode there.
  const flags = view.getUint16(at + 8, true);
  const wide = extra.get(1);
  let wideAt = 0;
  // The 64-bit fields are there only for values that are full here, in this order.
  function size(offset: number): number {
    const value = view.getUint32(at + offset, true);
    if (value !== 0xffffffff || wide === undefined) return value;
    if (wideAt + 8 > wide.byteLength) throw malformed();
    wideAt += 8;
    return big(wide, wideAt - 8);
  }
  const sizeBytes = size(24);
  const packedBytes = size(20);
  return {
    path,
    kind: kindOf(mode, path, attributes),
    target: "",
    mode: (mode & 0o7777) === 0 ? undefined : mode & 0o7777,
    sizeBytes,
    packedBytes,
    headerOffset: size(42),
    modifiedAt: modifiedAt(view, at, extra),
    method: view.getUint16(at + 10, true),
    isEncrypted: (flags & 0x2041) !== 0,
    crc32: view.getUint32(at + 16, true),
  };
}

/** Windows programs that write backslashes use nothing else; a single one in a Unix name is part of the name. */
function slashed(name: string): string {
  const backslashes = name.split("\\").length;
  return backslashes > name.split("/").length ? name.replaceAll("\\", "/") : name;
}

const KINDS: Readonly<Record<number, MemberKind>> = {
  0o010000: "fifo",
  0o020000: "device",
  0o040000: "directory",
  0o060000: "device",
  0o120000: "symlink",
  0o140000: "socket",
};

function kindOf(mode: number, path: string, attributes: number): MemberKind {
  if (path.endsWith("/")) return "directory";
  const kind = KINDS[mode & 0o170000];
  if (kind !== undefined) return kind;
  return mode === 0 && (attributes & 0x10) !== 0 ? "directory" : "file"; // The attribute of DOS.
}

type ExtraFields = ReadonlyMap<number, DataView>;

/** The extra fields by id, the first of each; a broken tail is ignored as other programs do. */
function extraFields(view: DataView, start: number, end: number): ExtraFields {
  const fields = new Map<number, DataView>();
  for (let at = start; at + 4 <= end;) {
    const id = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    if (at + 4 + length > end) break;
    if (!fields.has(id)) fields.set(id, new DataView(view.buffer, view.byteOffset + at + 4, length));
    at += 4 + length;
  }
  return fields;
}

/** Info-ZIP's time (seconds, UTC) when there is one; the time of DOS, which has no zone, is read as UTC. */
function modifiedAt(view: DataView, at: number, extra: ExtraFields): number | undefined {
  const unix = extra.get(0x5455);
  if (unix !== undefined && unix.byteLength >= 5 && (unix.getUint8(0) & 1) === 1) {
    return unix.getInt32(1, true) * 1000;
  }
  const time = view.getUint16(at + 12, true);
  const date = view.getUint16(at + 14, true);
  if (date === 0) return undefined;
  return Date.UTC(
    1980 + (date >> 9),
    (date >> 5 & 15) - 1,
    date & 31,
    time >> 11,
    time >> 5 & 63,
    (time & 31) * 2,
  );
}

function fitsComment(view: DataView, at: number): boolean {
  return at + END_BYTES + view.getUint16(at + 20, true) <= view.byteLength;
}

/** A 64-bit number; one past 2^53 stays larger than any file. */
function big(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function malformed() {
  return corrupt("The directory of the zip archive is malformed.");
}
