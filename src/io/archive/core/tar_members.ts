/** A tar archive of files. Pure. Follows workflows §11.4, POSIX pax(1).
 *  Invariant: the same files give the same bytes: owner 0, no directories, in the order given. */
import { BLOCK } from "./tar_header.ts";

/** A file for an archive. */
export interface PackedFile {
  /** Relative, forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** Pieces of the archive, with its end. */
export function tarPieces(files: readonly PackedFile[]): readonly Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (const file of files) {
    const name = encode(file.path);
    if (name.length > 100) pieces.push(...paxPath(file));
    pieces.push(header({ ...file, name: name.subarray(0, 100), sizeBytes: file.content.length, type: "0" }));
    pieces.push(padded(file.content));
  }
  return [...pieces, new Uint8Array(2 * BLOCK)];
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A record for a name that does not fit. Its length counts itself. */
function paxPath({ path, modifiedAt }: PackedFile): readonly Uint8Array<ArrayBuffer>[] {
  const rest = encode(` path=${path}\n`).length;
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length = rest + String(length).length;
  const record = encode(`${length} path=${path}\n`);
  const name = encode("PaxHeader");
  return [header({ name, mode: 0o644, modifiedAt, sizeBytes: record.length, type: "x" }), padded(record)];
}

function header(member: {
  readonly name: Uint8Array;
  readonly mode: number;
  readonly modifiedAt: number;
  readonly sizeBytes: number;
  readonly type: string;
}): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    block.set(encode(value.toString(8).padStart(digits, "0")), at);
  block.set(member.name, 0);
  octal(member.mode & 0o777, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(member.sizeBytes, 124, 11);
  octal(Math.max(0, Math.floor(member.modifiedAt / 1000)), 136, 11);
  block.fill(0x20, 148, 156);
  block.set(encode(member.type), 156);
  block.set(encode("ustar\0" + "00"), 257);
  octal(block.reduce((sum, byte) => sum + byte, 0), 148, 6);
  block[154] = 0;
  return block;
}

function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK);
  whole.set(bytes);
  return whole;
}
