/** Writes archives for tests and the demo: plain tar, gzip and zip, byte for byte what their formats say.
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
}

const BLOCK = 512;
const TYPES = { file: "0", hardlink: "1", symlink: "2", device: "3", directory: "5", fifo: "6" } as const;

/** A gzip stream. */
export function gzip(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes));
}

/** A tar archive in the ustar format. */
export function tarArchive(items: readonly ArchiveItem[]): Uint8Array<ArrayBuffer> {
  const parts = items.flatMap((item) => {
    const content = bytesOf(item.content);
    return [
      tarHeader(item, content.length),
      content,
      new Uint8Array((BLOCK - content.length % BLOCK) % BLOCK),
    ];
  });
  return join([...parts, new Uint8Array(2 * BLOCK)]);
}

function tarHeader(item: ArchiveItem, size: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  put(0, item.path.slice(0, 100));
  put(100, octal(item.mode ?? 0o644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(1_700_000_000, 11));
  put(148, "        ");
  put(156, TYPES[item.kind ?? "file"]);
  put(157, (item.target ?? "").slice(0, 100));
  put(257, "ustar\x0000");
  put(148, `${octal(header.reduce((sum, byte) => sum + byte, 0), 6)}\0 `);
  return header;
}

/** A zip archive made on Unix; members are deflated. */
export function zipArchive(items: readonly ArchiveItem[]): Uint8Array<ArrayBuffer> {
  const locals: Uint8Array<ArrayBuffer>[] = [], central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const item of items) {
    const name = new TextEncoder().encode(item.path),
      content = bytesOf(item.kind === "symlink" ? item.target : item.content);
    const packed = new Uint8Array(deflateRawSync(content)),
      fields = { name, packed, size: content.length, crc: crc32(content) };
    const local = join([zipHeader(0x04034b50, fields), name, packed]);
    const type = item.kind === "symlink" ? 0o120000 : item.kind === "directory" ? 0o040000 : 0o100000;
    central.push(zipDirectoryEntry(fields, { mode: type | (item.mode ?? 0o644), offset }));
    locals.push(local);
    offset += local.length;
  }
  const directory = join(central), end = new Uint8Array(22), view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, items.length, true);
  view.setUint16(10, items.length, true);
  view.setUint32(12, directory.length, true);
  view.setUint32(16, offset, true);
  return join([...locals, directory, end]);
}

interface ZipFields {
  readonly name: Uint8Array;
  readonly packed: Uint8Array;
  readonly size: number;
  readonly crc: number;
}

function zipHeader(signature: number, { name, packed, size, crc }: ZipFields): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(30), view = new DataView(header.buffer);
  view.setUint32(0, signature, true);
  view.setUint16(4, 20, true);
  view.setUint16(8, 8, true);
  view.setUint16(12, 0x21, true);
  view.setUint32(14, crc, true);
  view.setUint32(18, packed.length, true);
  view.setUint32(22, size, true);
  view.setUint16(26, name.length, true);
  return header;
}

function zipDirectoryEntry(
  { name, packed, size, crc }: ZipFields,
  { mode, offset }: { readonly mode: number; readonly offset: number },
): Uint8Array<ArrayBuffer> {
  const entry = new Uint8Array(46), view = new DataView(entry.buffer);
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, (3 << 8) | 20, true);
  view.setUint16(6, 20, true);
  view.setUint16(10, 8, true);
  view.setUint16(14, 0x21, true);
  view.setUint32(16, crc, true);
  view.setUint32(20, packed.length, true);
  view.setUint32(24, size, true);
  view.setUint16(28, name.length, true);
  view.setUint32(38, mode * 0x10000, true);
  view.setUint32(42, offset, true);
  return join([entry, name]);
}

function bytesOf(content: string | Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  return typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content ?? []);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
