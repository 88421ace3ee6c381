/** Writes archives for tests, the demo and releases: tar, gzip and zip, byte for byte what their formats say.
 *  Invariant: nothing is checked or repaired, so that hostile archives can be written too. */
import { crc32, deflateRawSync, gzipSync } from "node:zlib";

/** A member to write. */
export interface ArchiveItem {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** 0644 unless given. */
  readonly mode?: number;
  /** A file unless given. */
  readonly kind?: "file" | "directory" | "symlink" | "hardlink" | "device" | "fifo";
  /** Of a link. */
  readonly target?: string;
  /** What only a tar has. */
  readonly tar?: TarOddities;
  /** What only a zip has. */
  readonly zip?: ZipOddities;
}

/** How a tar member differs from plain ustar. */
export interface TarOddities {
  /** Stands for the type of `kind`. */
  readonly type?: string;
  /** The ustar prefix. */
  readonly prefix?: string;
  /** Records of a pax header before the member. */
  readonly pax?: Readonly<Record<string, string>>;
  /** Path and target as GNU `L` and `K` members. */
  readonly gnuLong?: boolean;
  /** What the header says, instead of the true size. */
  readonly size?: number;
  /** Epoch seconds; 2023-11-14 unless given. */
  readonly time?: number;
  /** Size and time in base 256. */
  readonly base256?: boolean;
}

/** How a zip member differs from a deflated one of a Unix program. */
export interface ZipOddities {
  /** 8 unless given; the content of any other is written as it is. */
  readonly method?: number;
  /** Sizes and checksum behind the data and not in the local header. */
  readonly descriptor?: boolean;
  /** Sizes and offset in a zip64 field. */
  readonly zip64?: boolean;
  readonly flags?: number;
  /** What the directory says, instead of the truth. */
  readonly size?: number;
  readonly crc?: number;
  /** The system that made it; 3 (Unix) unless given. */
  readonly madeBy?: number;
  /** External attributes, instead of the mode. */
  readonly attributes?: number;
  /** Epoch seconds in Info-ZIP's field. */
  readonly time?: number;
}

const BLOCK = 512;
const TYPES = { file: "0", hardlink: "1", symlink: "2", device: "3", directory: "5", fifo: "6" } as const;

/** A gzip stream. */
export function gzip(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes));
}

/** A tar archive in the ustar format. */
export function tarArchive(items: readonly ArchiveItem[]): Uint8Array<ArrayBuffer> {
  return joinBytes([...items.flatMap(tarMember), new Uint8Array(2 * BLOCK)]);
}

function tarMember(item: ArchiveItem): readonly Uint8Array[] {
  const { pax, gnuLong } = item.tar ?? {}, before: Uint8Array[] = [];
  if (gnuLong) {
    before.push(...tarMember({ path: "././@LongLink", content: `${item.path}\0`, tar: { type: "L" } }));
  }
  if (gnuLong && item.target !== undefined) {
    before.push(...tarMember({ path: "././@LongLink", content: `${item.target}\0`, tar: { type: "K" } }));
  }
  if (pax) before.push(...tarMember({ path: "PaxHeaders/x", content: paxRecords(pax), tar: { type: "x" } }));
  const content = bytesOf(item.content);
  return [
    ...before,
    tarHeader(item, item.tar?.size ?? content.length),
    content,
    new Uint8Array((BLOCK - content.length % BLOCK) % BLOCK),
  ];
}

/** The text of a pax header: each record begins with its own length in bytes. */
export function paxRecords(records: Readonly<Record<string, string>>): string {
  return Object.entries(records).map(([key, value]) => {
    const rest = new TextEncoder().encode(` ${key}=${value}\n`).length;
    let length = rest;
    while (length !== rest + String(length).length) length = rest + String(length).length;
    return `${length} ${key}=${value}\n`;
  }).join("");
}

function tarHeader(item: ArchiveItem, size: number): Uint8Array<ArrayBuffer> {
  const { type = TYPES[item.kind ?? "file"], prefix = "", time = 1_700_000_000, base256 } = item.tar ?? {};
  const header = new Uint8Array(BLOCK);
  const put = (at: number, text: string, limit = 100) =>
    header.set(new TextEncoder().encode(text).subarray(0, limit), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  const number = (at: number, value: number) =>
    base256 ? new DataView(header.buffer).setBigUint64(at + 4, BigInt(value)) : put(at, octal(value, 11));
  put(0, item.path);
  put(100, octal(item.mode ?? 0o644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  number(124, size);
  number(136, time);
  if (base256) header[124] = header[136] = 0x80;
  put(148, "        ");
  put(156, type);
  put(157, item.target ?? "");
  put(257, "ustar\x0000");
  put(345, prefix, 155);
  put(148, `${octal(header.reduce((sum, byte) => sum + byte, 0), 6)}\0 `);
  return header;
}

/** A zip archive made on Unix; members are deflated. */
export function zipArchive(
  items: readonly ArchiveItem[],
  { comment = "", zip64 = false }: { readonly comment?: string; readonly zip64?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const locals: Uint8Array<ArrayBuffer>[] = [], central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const item of items) {
    const member = zipMember(item);
    const local = zipLocal(member);
    central.push(zipDirectoryEntry(member, offset));
    locals.push(local);
    offset += local.length;
  }
  const directory = joinBytes(central), count = items.length, size = directory.length;
  const end = new Uint8Array(22), view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, zip64 ? 0xffff : count, true);
  view.setUint16(10, zip64 ? 0xffff : count, true);
  view.setUint32(12, zip64 ? 0xffffffff : size, true);
  view.setUint32(16, zip64 ? 0xffffffff : offset, true);
  view.setUint16(20, bytesOf(comment).length, true);
  const end64 = zip64 ? zip64End({ count, size, offset }) : bytesOf("");
  return joinBytes([...locals, directory, end64, end, bytesOf(comment)]);
}

/** A member with everything that its headers say. */
interface ZipMember {
  readonly item: ArchiveItem;
  readonly name: Uint8Array;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly crc: number;
  readonly method: number;
  readonly flags: number;
}

function zipMember(item: ArchiveItem): ZipMember {
  const { method = 8, descriptor = false, flags = 0, size, crc } = item.zip ?? {};
  const content = bytesOf(item.kind === "symlink" ? item.target : item.content);
  return {
    item,
    name: bytesOf(item.path),
    packed: method === 8 ? new Uint8Array(deflateRawSync(content)) : content,
    size: size ?? content.length,
    crc: crc ?? crc32(content),
    method,
    flags: flags | (descriptor ? 8 : 0),
  };
}

function zipLocal({ item, name, packed, size, crc, method, flags }: ZipMember): Uint8Array<ArrayBuffer> {
  const later = item.zip?.descriptor ?? false;
  const header = new Uint8Array(30), view = new DataView(header.buffer);
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, 20, true);
  view.setUint16(6, flags, true);
  view.setUint16(8, method, true);
  view.setUint16(12, 0x21, true);
  view.setUint32(14, later ? 0 : crc, true);
  view.setUint32(18, later ? 0 : packed.length, true);
  view.setUint32(22, later ? 0 : size, true);
  view.setUint16(26, name.length, true);
  const descriptor = new Uint8Array(later ? 16 : 0), behind = new DataView(descriptor.buffer);
  if (later) {
    [0x08074b50, crc, packed.length, size].forEach((value, i) => behind.setUint32(i * 4, value, true));
  }
  return joinBytes([header, name, packed, descriptor]);
}

function zipDirectoryEntry(member: ZipMember, offset: number): Uint8Array<ArrayBuffer> {
  const { item: { kind, mode = 0o644, zip = {} }, name, packed, size, crc, method, flags } = member;
  const { zip64 = false, madeBy = 3, time } = zip;
  const type = kind === "symlink" ? 0o120000 : kind === "directory" ? 0o040000 : 0o100000;
  const special = kind === "device" ? 0o020000 : kind === "fifo" ? 0o010000 : type;
  const extra = joinBytes([zip64 ? zip64Field([size, packed.length, offset]) : bytesOf(""), timeField(time)]);
  const entry = new Uint8Array(46), view = new DataView(entry.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, (madeBy << 8) | 20, true);
  view.setUint16(6, 20, true);
  view.setUint16(8, flags, true);
  view.setUint16(10, method, true);
  view.setUint16(14, 0x21, true);
  view.setUint32(16, crc, true);
  view.setUint32(20, zip64 ? 0xffffffff : packed.length, true);
  view.setUint32(24, zip64 ? 0xffffffff : size, true);
  view.setUint16(28, name.length, true);
  view.setUint16(30, extra.length, true);
  view.setUint32(38, zip.attributes ?? (special | mode) * 0x10000, true);
  view.setUint32(42, zip64 ? 0xffffffff : offset, true);
  return joinBytes([entry, name, extra]);
}

function zip64Field(values: readonly number[]): Uint8Array {
  const field = new Uint8Array(4 + 8 * values.length), view = new DataView(field.buffer);
  view.setUint16(0, 1, true);
  view.setUint16(2, 8 * values.length, true);
  values.forEach((value, i) => view.setBigUint64(4 + 8 * i, BigInt(value), true));
  return field;
}

function timeField(time: number | undefined): Uint8Array {
  if (time === undefined) return new Uint8Array(0);
  const field = new Uint8Array(9), view = new DataView(field.buffer);
  view.setUint16(0, 0x5455, true);
  view.setUint16(2, 5, true);
  view.setUint8(4, 1);
  view.setInt32(5, time, true);
  return field;
}

/** The end record of zip64 and its locator. */
function zip64End(
  { count, size, offset }: { readonly count: number; readonly size: number; readonly offset: number },
): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(76), view = new DataView(record.buffer);
  view.setUint32(0, 0x06064b50, true);
  view.setBigUint64(4, 44n, true);
  view.setUint16(12, (3 << 8) | 45, true);
  view.setUint16(14, 45, true);
  [count, count, size, offset].forEach((value, i) => view.setBigUint64(24 + 8 * i, BigInt(value), true));
  view.setUint32(56, 0x07064b50, true);
  view.setBigUint64(64, BigInt(offset + size), true);
  view.setUint32(72, 1, true);
  return record;
}

function bytesOf(content: string | Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  return typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content ?? []);
}

/** Parts as one. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
