/** Compresses bytes for tests: zstd by the runtime, xz and bzip2 by writers that do not make them smaller.
 *  Invariant: what comes out is what xz(1) and bzip2(1) read; the checksums are true. */
import { constants, crc32, zstdCompressSync } from "node:zlib";
import { joinBytes } from "./archive.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A zstd frame with a checksum. */
export function zstd(bytes: Uint8Array): Bytes {
  return new Uint8Array(zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }));
}

/** An xz stream: one block of LZMA2 chunks that hold the bytes as they are, with CRC-32 checks. */
export function xz(bytes: Uint8Array): Bytes {
  const flags = [0, 1];
  const header = [2, 0, 0x21, 1, 22, 0, 0, 0]; // 12 bytes, one filter: LZMA2 with a dictionary of 8 MiB
  const chunks = lzma2Chunks(bytes), block = joinBytes([sealed(header), chunks]);
  const check = little(crc32(bytes), 4), unpadded = block.length + 4;
  const records = bytes.length === 0 ? [] : [...variable(unpadded), ...variable(bytes.length)];
  const index = sealed(aligned([0, ...variable(records.length === 0 ? 0 : 1), ...records]));
  const footer = [...little(index.length / 4 - 1, 4), ...flags];
  return joinBytes([
    Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...flags, ...little(crc32(Uint8Array.from(flags)), 4)]),
    ...(bytes.length === 0 ? [] : [Uint8Array.from(aligned([...block])), Uint8Array.from(check)]),
    index,
    Uint8Array.from([...little(crc32(Uint8Array.from(footer)), 4), ...footer, 0x59, 0x5a]),
  ]);
}

function lzma2Chunks(bytes: Uint8Array): Bytes {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 0x10000) {
    const chunk = bytes.subarray(at, at + 0x10000), size = chunk.length - 1;
    parts.push(Uint8Array.from([at === 0 ? 1 : 2, size >> 8, size & 255]), chunk);
  }
  return joinBytes([...parts, new Uint8Array(1)]);
}

function sealed(bytes: readonly number[]): Bytes {
  return Uint8Array.from([...bytes, ...little(crc32(Uint8Array.from(bytes)), 4)]);
}

function aligned(bytes: readonly number[]): readonly number[] {
  return [...bytes, ...Array<number>((4 - bytes.length % 4) % 4).fill(0)];
}

function little(value: number, length: number): readonly number[] {
  return Array.from({ length }, (_, i) => Math.floor(value / 2 ** (8 * i)) & 255);
}

function variable(value: number): readonly number[] {
  return value < 128 ? [value] : [value & 127 | 128, ...variable(Math.floor(value / 128))];
}

/** How many bytes a bzip2 block holds here: sorting them is slow. */
const BLOCK_BYTES = 4096;

/** A bzip2 stream; every symbol takes nine bits. */
export function bzip2(bytes: Uint8Array): Bytes {
  const bits: string[] = ["BZh1"].map((text) => bitsOf([...text].map((char) => char.charCodeAt(0))));
  let sum = 0;
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = bytes.subarray(at, at + BLOCK_BYTES), crc = bzip2Crc(block);
    sum = (sum << 1 | sum >>> 31) ^ crc;
    bits.push(bzip2Block(runs(block), crc));
  }
  const all = `${bits.join("")}${number(0x177245385090, 48)}${number(sum >>> 0, 32)}`;
  const octets = all.padEnd(Math.ceil(all.length / 8) * 8, "0").match(/.{8}/g) ?? [];
  return Uint8Array.from(octets, (octet) => parseInt(octet, 2));
}

/** The bits of a block whose runs of four are counted already. */
function bzip2Block(bytes: readonly number[], crc: number): string {
  const doubled = Uint8Array.from([...bytes, ...bytes]), length = bytes.length;
  const order = bytes.map((_, i) => i).sort((a, b) => {
    for (let i = 0; i < length; i++) {
      const difference = (doubled[a + i] ?? 0) - (doubled[b + i] ?? 0);
      if (difference !== 0) return difference;
    }
    return a - b;
  });
  const sorted = order.map((at) => doubled[at + length - 1] ?? 0);
  const used = [...new Set(bytes)].sort((a, b) => a - b), end = used.length + 1;
  const symbols = [...moveToFront(sorted, used), end];
  const groups = Math.ceil(symbols.length / 50);
  const lengths = number(9, 5) + "0".repeat(end + 1);
  return [
    number(0x314159265359, 48) + number(crc, 32) + "0" + number(order.indexOf(0), 24),
    usedBits(used),
    number(2, 3) + number(groups, 15) + "0".repeat(groups) + lengths + lengths,
    ...symbols.map((symbol) => number(symbol, 9)),
  ].join("");
}

/** Symbols of bzip2: 0 and 1 are digits of a run of the front byte, the others places in the list plus one. */
function moveToFront(bytes: readonly number[], used: readonly number[]): readonly number[] {
  const list = [...used], symbols: number[] = [];
  let run = 0;
  const flush = () => {
    for (; run > 0; run = (run - 1) >> 1) symbols.push(run & 1 ? 0 : 1);
  };
  for (const byte of bytes) {
    const place = list.indexOf(byte);
    if (place === 0) {
      run++;
      continue;
    }
    flush();
    list.unshift(...list.splice(place, 1));
    symbols.push(place + 1);
  }
  flush();
  return symbols;
}

/** After four equal bytes a count of those that follow. */
function runs(bytes: Uint8Array): readonly number[] {
  const out: number[] = [];
  for (let at = 0; at < bytes.length;) {
    let length = 1;
    while (length < 255 && bytes[at + length] === bytes[at]) length++;
    out.push(
      ...Array<number>(Math.min(length, 4)).fill(bytes[at] ?? 0),
      ...(length >= 4 ? [length - 4] : []),
    );
    at += length;
  }
  return out;
}

function usedBits(used: readonly number[]): string {
  const groups = Array.from({ length: 16 }, (_, group) => used.filter((byte) => byte >> 4 === group));
  const map = (has: (i: number) => boolean) =>
    Array.from({ length: 16 }, (_, i) => has(i) ? "1" : "0").join("");
  return map((i) => (groups[i]?.length ?? 0) > 0) + groups.filter((group) => group.length > 0)
    .map((group) => map((i) => group.some((byte) => (byte & 15) === i))).join("");
}

function bzip2Crc(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
  }
  return ~crc >>> 0;
}

function number(value: number, length: number): string {
  return value.toString(2).padStart(length, "0");
}

function bitsOf(bytes: readonly number[]): string {
  return bytes.map((byte) => number(byte, 8)).join("");
}
