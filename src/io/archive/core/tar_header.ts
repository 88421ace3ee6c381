/** Reads the 512-byte header of a tar member and the records of a pax header. Pure.
 *  Follows deno §7.3, POSIX pax(1), GNU tar's "Basic Tar Format". Invariant: a header whose checksum is wrong is never
 *  believed. */
import { corrupt } from "./faults.ts";
import { decodeName } from "./member_name.ts";

/** Size of a tar block; headers fill one, bodies are padded to one. */
export const BLOCK = 512;

/** A header as it stands, before pax and GNU records change it. */
export interface TarHeader {
  readonly path: string;
  readonly target: string;
  /** The type as one character; "0" also for the NUL of old archives. */
  readonly type: string;
  readonly mode: number;
  readonly sizeBytes: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
}

/** Whether a block is a header: its sum fits. A block of zeros is none. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK) return false;
  const stored = number(block, 148, 8);
  let unsigned = 8 * 0x20;
  let signed = unsigned; // Some old programs summed signed characters.
  for (let i = 0; i < BLOCK; i++) {
    if (i >= 148 && i < 156) continue;
    const byte = block[i] ?? 0;
    unsigned += byte;
    signed += byte << 24 >> 24;
  }
  return stored === unsigned || stored === signed;
}

/** Whether all bytes are zero: the end of an archive. */
export function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/**
 * @param block one block
 * @throws Integrity `archive/corrupt` when it is no header
 */
export function parseTarHeader(block: Uint8Array): TarHeader {
  if (!isTarHeader(block)) throw corrupt("The checksum of a tar header does not match.");
  const name = text(block, 0, 100);
  const prefix = text(block, 257, 6) === "ustar" ? text(block, 345, 155) : "";
  const sizeBytes = number(block, 124, 12);
  if (!(sizeBytes >= 0)) throw corrupt("A tar header has no valid size.", { member: name });
  const type = String.fromCharCode(block[156] || 0x30);
  return {
    path: prefix === "" ? name : `${prefix}/${name}`,
    target: text(block, 157, 100),
    type,
    mode: number(block, 100, 8) || 0,
    sizeBytes,
    modifiedAt: (number(block, 136, 12) || 0) * 1000,
  };
}

/**
 * The records of a pax header; later ones win.
 * @example parsePax(bytes of "12 path=a/b\n") → { path: "a/b" }
 * @throws Integrity `archive/corrupt`
 */
export function parsePax(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? NaN : Number(decode(bytes.subarray(at, space)));
    const end = at + length;
    if (!Number.isInteger(length) || end <= space || end > bytes.length || bytes[end - 1] !== 0x0a) {
      throw corrupt("A pax header of the tar archive is malformed.");
    }
    const record = decode(bytes.subarray(space + 1, end - 1));
    const equals = record.indexOf("=");
    if (equals < 1) throw corrupt("A pax header of the tar archive is malformed.");
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}

/** Text up to the first NUL. */
export function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits among spaces and NULs, or base 256 when the top bit is set; NaN when it is neither. */
function number(block: Uint8Array, start: number, length: number): number {
  const first = block[start] ?? 0, end = start + length;
  let at = start, value = 0;
  if (first >= 0x80) {
    if (first !== 0x80) return NaN; // Negative, or beyond 2^88.
    while (++at < end) value = value * 256 + (block[at] ?? 0);
    return Number.isSafeInteger(value) ? value : NaN;
  }
  while (at < end && block[at] === 0x20) at++;
  for (; at < end; at++) {
    const digit = (block[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  while (at < end && block[at] === 0x20) at++;
  return at === end || block[at] === 0 ? value : NaN;
}

function decode(bytes: Uint8Array): string {
  return decodeName(bytes, "latin1");
}
