import { deepEqual, equal, throws } from "node:assert/strict";
import { tarArchive, type TarOddities } from "../../../../tests/support/archive.ts";
import { isTarHeader, isZero, parsePax, parseTarHeader } from "./tar_header.ts";

function header(tar: TarOddities = {}): Uint8Array {
  return tarArchive([{ path: "x", mode: 0o755, tar }]).subarray(0, 512);
}

/** The header with other bytes at `at`, and the sum that they need. */
function changed(at: number, text: string, sum?: (byte: number) => number): Uint8Array {
  const block = header();
  block.set(Array.from(text, (char) => char.charCodeAt(0)), at);
  const all = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : sum?.(byte) ?? byte), 0);
  block.set(new TextEncoder().encode(`${all.toString(8).padStart(6, "0")}\0 `), 148);
  return block;
}

Deno.test("parseTarHeader() reads a header", () => {
  deepEqual(parseTarHeader(header()), {
    path: "x",
    target: "",
    type: "0",
    mode: 0o755,
    sizeBytes: 0,
    modifiedAt: 1_700_000_000_000,
  });
});

Deno.test("isTarHeader() believes the sum of signed and of unsigned bytes, and nothing else", () => {
  equal(isTarHeader(changed(0, "\u00e9")), true);
  equal(isTarHeader(changed(0, "\u00e9", (byte) => byte << 24 >> 24)), true);
  equal(isTarHeader(changed(0, "\u00e9", (byte) => byte + 1)), false);
  equal(isTarHeader(header().subarray(0, 511)), false);
  equal(isTarHeader(new Uint8Array(512)), false);
  equal(isTarHeader(new Uint8Array(512).fill(0x20)), false);
  throws(() => parseTarHeader(new Uint8Array(512)), { code: "archive/corrupt" });
});

const NUMBERS: readonly [field: string, sizeBytes: number | undefined][] = [
  ["00000000017 ", 15],
  ["         17 ", 15],
  ["17\0\0\0\0\0\0\0\0\0\0", 15],
  ["000000000017", 15],
  ["\0\0\0\0\0\0\0\0\0\0\0\0", 0],
  ["            ", 0],
  ["77777777777 ", 2 ** 33 - 1],
  ["\x80\0\0\0\0\0\0\x02\0\0\0\0", 2 ** 33],
  ["00000000018 ", undefined],
  ["-0000000001 ", undefined],
  ["0x1f\0\0\0\0\0\0\0\0", undefined],
  ["1 2         ", undefined],
  ["\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", undefined],
  ["\x80\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff", undefined],
];

Deno.test("parseTarHeader() reads sizes in octal and in base 256, up to what numbers hold", () => {
  for (const [field, sizeBytes] of NUMBERS) {
    const block = changed(124, field);
    if (sizeBytes !== undefined) equal(parseTarHeader(block).sizeBytes, sizeBytes, JSON.stringify(field));
    else throws(() => parseTarHeader(block), { code: "archive/corrupt" }, JSON.stringify(field));
  }
});

Deno.test("parseTarHeader() joins the prefix only where the header is ustar", () => {
  equal(parseTarHeader(header({ prefix: "a/b" })).path, "a/b/x");
  const gnu = changed(257, "ustar  \0");
  gnu.set(changed(345, "12345").subarray(345, 350), 345);
  gnu.set(changed(257, "ustar  \0" + "\0".repeat(80) + "12345").subarray(148, 156), 148);
  equal(isTarHeader(gnu) && parseTarHeader(gnu).path, "x");
});

Deno.test("isZero() is true for zeros", () => {
  equal(isZero(new Uint8Array(512)), true);
  equal(isZero(Uint8Array.of(0, 0, 1)), false);
});

const PAX: readonly [text: string, records: Readonly<Record<string, string>> | undefined][] = [
  ["", {}],
  ["12 path=a/b\n", { path: "a/b" }],
  ["9 path=a\n9 path=b\n", { path: "b" }],
  ["13 path=é=\n\n", { path: "é=\n" }],
  ["8 path=\n", { path: "" }],
  ["path=a\n", undefined],
  ["9 path=ab\n", undefined],
  ["90 path=a\n", undefined],
  ["3 path=a\n", undefined],
  ["1.5 a=b\n", undefined],
  ["8 pathab\n", undefined],
  ["0 a=b\n", undefined],
];

Deno.test("parsePax() reads records by their lengths", () => {
  for (const [text, records] of PAX) {
    const bytes = new TextEncoder().encode(text);
    if (records) deepEqual(Object.fromEntries(parsePax(bytes)), records, JSON.stringify(text));
    else throws(() => parsePax(bytes), { code: "archive/corrupt" }, JSON.stringify(text));
  }
});
