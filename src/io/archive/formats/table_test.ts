import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { gzip, joinBytes } from "../../../../tests/support/archive.ts";
import { bzip2, xz, zstd } from "../../../../tests/support/compress.ts";
import { collect, memorySource } from "../../../../tests/support/unpacked.ts";
import type { Compression } from "../core/detect.ts";
import { unpackedBytes } from "./table.ts";

const WRITERS: Readonly<Record<Compression, (bytes: Uint8Array) => Uint8Array<ArrayBuffer>>> = {
  gz: gzip,
  xz,
  bz2: bzip2,
  zst: zstd,
};
const COMPRESSIONS = Object.keys(WRITERS) as Compression[];

function unpacked(compression: Compression, bytes: Uint8Array): Promise<Uint8Array> {
  return collect(unpackedBytes(compression, memorySource(bytes)));
}

/** The code of the error, or undefined when there is none. */
async function codeOf(compression: Compression, bytes: Uint8Array): Promise<string | undefined> {
  try {
    await unpacked(compression, bytes);
    return undefined;
  } catch (error) {
    ok(error instanceof AtmosError, `${compression}: ${error}`);
    return error.code;
  }
}

const text = (value: string) => new TextEncoder().encode(value);
const mixed = Uint8Array.from({ length: 20_000 }, (_, i) => i % 1000 < 400 ? 65 : (i * i) >> 5);
const CONTENTS = [text(""), text("a"), text("banana"), text("a".repeat(300)), new Uint8Array(9000), mixed];

Deno.test("unpackedBytes() undoes every compression", async () => {
  for (const compression of COMPRESSIONS) {
    for (const content of CONTENTS) {
      deepEqual(await unpacked(compression, WRITERS[compression](content)), content, compression);
    }
  }
});

Deno.test("unpackedBytes() reads streams one after the other, empty ones too", async () => {
  for (const compression of COMPRESSIONS) {
    const write = WRITERS[compression];
    const streams = joinBytes([write(text("one ")), write(text("")), write(mixed), write(text(" two"))]);
    deepEqual(
      await unpacked(compression, streams),
      joinBytes([text("one "), mixed, text(" two")]),
      compression,
    );
  }
});

/** What may follow the last stream: as the real program of each format sees it. */
const BEHIND: readonly [compression: Compression, bytes: Uint8Array, code: string | undefined][] = [
  ["gz", new Uint8Array(700_000), undefined],
  ["gz", text("garbage"), "archive/corrupt"],
  ["gz", Uint8Array.of(0x1f), "archive/truncated"],
  ["xz", new Uint8Array(8), undefined],
  ["xz", new Uint8Array(3), "archive/corrupt"],
  ["xz", text("garbage of some length"), "archive/corrupt"],
  ["bz2", new Uint8Array(700), undefined],
  ["bz2", text("garbage"), undefined],
  ["bz2", text("BZ"), "archive/truncated"],
  ["zst", Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9), undefined],
  ["zst", Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9), "archive/truncated"],
  ["zst", text("garbage"), "archive/corrupt"],
];

Deno.test("unpackedBytes() takes behind the last stream what the real programs take", async () => {
  for (const [compression, behind, code] of BEHIND) {
    const bytes = joinBytes([WRITERS[compression](text("content")), behind]);
    equal(await codeOf(compression, bytes), code, `${compression} and ${behind.length} bytes`);
  }
});

Deno.test("unpackedBytes() finds every cut", async () => {
  for (const compression of COMPRESSIONS) {
    const whole = WRITERS[compression](mixed.subarray(0, 600));
    for (let length = 1; length < whole.length; length++) {
      equal(
        await codeOf(compression, whole.subarray(0, length)),
        "archive/truncated",
        `${compression} ${length}`,
      );
    }
  }
});

Deno.test("unpackedBytes() finds every changed byte, or gives the bytes that it should", async () => {
  for (const compression of COMPRESSIONS) {
    const content = mixed.subarray(500, 900), whole = WRITERS[compression](content);
    let harmless = 0;
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.slice();
      changed[at] = (changed[at] ?? 0) ^ 1 << at % 8;
      const code = await codeOf(compression, changed);
      if (code !== undefined) ok(code.startsWith("archive/"), code);
      else {
        deepEqual(await unpacked(compression, changed), content, `${compression} ${at}`);
        harmless++;
      }
    }
    ok(harmless <= 8, `${compression}: ${harmless} changes are not seen`); // Time and system of gzip, padding bits.
  }
});

Deno.test("unpackedBytes() stops when it is told to", async () => {
  for (const compression of COMPRESSIONS) {
    const source = {
      ...memorySource(WRITERS[compression](mixed)),
      signal: AbortSignal.abort(new Error("enough")),
    };
    await rejects(collect(unpackedBytes(compression, source)), { message: "enough" });
  }
});

Deno.test("unpackedBytes() can be left before the end", async () => {
  for (const compression of COMPRESSIONS) {
    for await (const piece of unpackedBytes(compression, memorySource(WRITERS[compression](mixed)))) {
      ok(piece.length > 0);
      break;
    }
    deepEqual(
      await unpacked(compression, WRITERS[compression](mixed)),
      mixed,
      "it holds nothing that the next needs",
    );
  }
});
