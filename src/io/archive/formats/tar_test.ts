import { deepEqual, equal, rejects } from "node:assert/strict";
import { type ArchiveItem, joinBytes, tarArchive } from "../../../../tests/support/archive.ts";
import { collect, membersOf, memorySource } from "../../../../tests/support/unpacked.ts";
import { byteStream, readRange } from "../_bytes.ts";
import { readMembers } from "./tar.ts";

const LONG = `${"d".repeat(90)}/${"e".repeat(90)}/${"f".repeat(90)}`;

/** What is written, and what the reader says. */
const CASES: readonly [what: string, items: readonly ArchiveItem[], lines: readonly string[]][] = [
  ["nothing", [], []],
  ["kinds", [
    { path: "bin/", kind: "directory", mode: 0o755 },
    { path: "bin/x", content: "x", mode: 0o755 },
    { path: "bin/y", kind: "symlink", target: "x", mode: 0o777 },
    { path: "bin/z", kind: "hardlink", target: "bin/x" },
    { path: "null", kind: "device" },
    { path: "pipe", kind: "fifo" },
  ], [
    "directory bin/ 755",
    "file bin/x 755 x",
    "symlink bin/y -> x 777",
    "hardlink bin/z -> bin/x 644",
    "device null 644",
    "fifo pipe 644",
  ]],
  ["other types", [
    { path: "old", content: "1", tar: { type: "\0" } },
    { path: "old/", tar: { type: "\0" } },
    { path: "dense", content: "2", tar: { type: "7" } },
    { path: "block", tar: { type: "4" } },
    { path: "dump", content: "names", tar: { type: "D" } },
    { path: "odd", content: "3", tar: { type: "Z" } },
    { path: "kit", tar: { type: "V" } },
    { path: "kit", content: "4" },
  ], [
    "file old 644 1",
    "directory old/ 644",
    "file dense 644 2",
    "device block 644",
    "directory dump 644",
    "unknown odd 644",
    "file kit 644 4",
  ]],
  ["a ustar prefix", [{ path: "x", content: "1", tar: { prefix: "a/b" } }], ["file a/b/x 644 1"]],
  ["GNU long names", [{ path: LONG, target: `${LONG}/t`, kind: "symlink", tar: { gnuLong: true } }], [
    `symlink ${LONG} -> ${LONG}/t 644`,
  ]],
  ["pax records", [
    { path: "cut", content: "1", tar: { pax: { path: LONG, comment: "c", "SCHILY.fflags": "x" } } },
    { path: "l", kind: "symlink", target: "cut", tar: { pax: { linkpath: "whole = é" } } },
    { path: "last wins", content: "2", tar: { pax: { mtime: "1.5" } } },
    { path: "size", content: "three", tar: { size: 0, pax: { size: "5" } } },
    { path: "empty", content: "4", tar: { pax: { path: "" } } },
  ], [
    `file ${LONG} 644 1`,
    "symlink l -> whole = é 644",
    "file last wins 644 2",
    "file size 644 three",
    "file empty 644 4",
  ]],
  ["records of Solaris and for all that follow", [
    { path: "h", content: "15 path=longer\n", tar: { type: "X" } },
    { path: "cut", content: "1" },
    { path: "h", content: "16 path=forever\n", tar: { type: "g" } },
    { path: "2", content: "2" },
    { path: "3", content: "3", tar: { pax: { path: "own" } } },
  ], ["file longer 644 1", "file forever 644 2", "file own 644 3"]],
  ["numbers in base 256", [{ path: "x", content: "12345", tar: { base256: true } }], ["file x 644 12345"]],
  ["bodies that links must not have", [
    { path: "l", kind: "symlink", target: "t", tar: { size: 1234 } },
    { path: "f", content: "1" },
    { path: "h", kind: "hardlink", target: "f", tar: { size: 99 } },
    { path: "d", kind: "directory", tar: { size: 99 } },
    { path: "g", content: "2" },
  ], ["symlink l -> t 644", "file f 644 1", "hardlink h -> f 644", "directory d 644", "file g 644 2"]],
  ["blocks that are full, and one byte more", [
    { path: "full", content: "x".repeat(512) },
    { path: "more", content: "x".repeat(513) },
    { path: "end" },
  ], [`file full 644 ${"x".repeat(512)}`, `file more 644 ${"x".repeat(513)}`, "file end 644 "]],
];

Deno.test("readMembers() reads every kind of member and header", async () => {
  for (const [what, items, lines] of CASES) deepEqual(await membersOf("tar", tarArchive(items)), lines, what);
});

Deno.test("readMembers() ends at the first block of zeros, whatever follows", async () => {
  const first = tarArchive([{ path: "a" }]), second = tarArchive([{ path: "b" }]);
  deepEqual(await membersOf("tar", joinBytes([first, second])), ["file a 644 "]);
  deepEqual(await membersOf("tar", first.subarray(0, 1024)), ["file a 644 "]);
  deepEqual(await membersOf("tar", joinBytes([first, new TextEncoder().encode("garbage")])), ["file a 644 "]);
});

Deno.test("readMembers() keeps names that are no UTF-8 apart", async () => {
  const archive = tarArchive([{ path: "x?" }, { path: "x!" }]);
  for (const [at, byte] of [[1, 0xe9], [513, 0xe8]] as const) {
    archive[at] = byte;
    archive.set(checksum(archive.subarray(at - 1, at + 511)), at - 1 + 148);
  }
  deepEqual(await membersOf("tar", archive), ["file xé 644 ", "file xè 644 "]);
});

function checksum(header: Uint8Array): Uint8Array {
  const sum = header.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  return new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `);
}

const BROKEN: readonly [what: string, bytes: Uint8Array, code: string, member?: string][] = [
  ["a wrong checksum", spoiled(tarArchive([{ path: "x" }]), 0), "archive/corrupt"],
  ["text", new TextEncoder().encode("x".repeat(2000)), "archive/corrupt"],
  ["no end", tarArchive([{ path: "x" }]).subarray(0, 512), "archive/truncated"],
  ["half a header", tarArchive([{ path: "x" }]).subarray(0, 300), "archive/truncated"],
  [
    "half a body",
    tarArchive([{ path: "x", content: "x".repeat(999) }]).subarray(0, 1000),
    "archive/truncated",
    "x",
  ],
  ["half a padding", tarArchive([{ path: "x", content: "x" }]).subarray(0, 1000), "archive/truncated", "x"],
  [
    "half a long name",
    tarArchive([{ path: LONG, tar: { gnuLong: true } }]).subarray(0, 700),
    "archive/truncated",
  ],
  ["a long name of 2 MiB", tarArchive([{ path: "x", tar: { type: "L", size: 2 ** 21 } }]), "archive/bomb"],
  [
    "records without a length",
    tarArchive([{ path: "h", content: "path=x\n", tar: { type: "x" } }]),
    "archive/corrupt",
  ],
  [
    "records that are too short",
    tarArchive([{ path: "h", content: "99 path=x\n", tar: { type: "x" } }]),
    "archive/corrupt",
  ],
  [
    "records without a name",
    tarArchive([{ path: "h", content: "5 =x\n", tar: { type: "x" } }]),
    "archive/corrupt",
  ],
  ["a size of words", tarArchive([{ path: "x", tar: { pax: { size: "many" } } }]), "archive/corrupt", "x"],
  ["a negative size", tarArchive([{ path: "x", tar: { pax: { size: "-1" } } }]), "archive/corrupt", "x"],
  [
    "a sparse member of GNU tar",
    tarArchive([{ path: "x", tar: { type: "S" } }]),
    "archive/unsupported-format",
    "x",
  ],
  [
    "a sparse member in pax",
    tarArchive([{ path: "x", tar: { pax: { "GNU.sparse.major": "1" } } }]),
    "archive/unsupported-format",
    "x",
  ],
];

function spoiled(bytes: Uint8Array, at: number): Uint8Array {
  bytes[at] = (bytes[at] ?? 0) + 1;
  return bytes;
}

Deno.test("readMembers() refuses what it cannot read exactly", async () => {
  for (const [what, bytes, code, member] of BROKEN) {
    await rejects(
      membersOf("tar", bytes),
      (error: Error & { code: string; facts: Record<string, unknown> }) => {
        equal(error.code, code, what);
        equal(error.facts["member"], member, what);
        return true;
      },
    );
  }
});

Deno.test("readMembers() may miss the last blocks only where a compression vouches for the length", async () => {
  const bytes = tarArchive([{ path: "x", content: "1" }]).subarray(0, 1024);
  const names: string[] = [];
  for await (
    const { path } of readMembers(memorySource(bytes), {
      bytes: readRange(memorySource(bytes)),
      isChecked: true,
    })
  ) {
    names.push(path);
  }
  deepEqual(names, ["x"]);
});

Deno.test("readMembers() skips what nobody reads, in a stream of any chunks", async () => {
  const bytes = tarArchive([{ path: "a", content: "a".repeat(3000) }, { path: "b", content: "bb" }]);
  async function* chunks(size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  for (const size of [1, 7, 511, 512, 513, 100_000]) {
    const seen: string[] = [];
    for await (
      const { path, content } of readMembers(memorySource(bytes), { bytes: chunks(size), isChecked: false })
    ) {
      seen.push(path);
      if (path === "a") { for await (const _half of content) break; }
      else equal(new TextDecoder().decode(await collect(content)), "bb");
    }
    deepEqual(seen, ["a", "b"], `chunks of ${size}`);
  }
});

Deno.test("byteStream() gives what is asked for, across chunks, and less only at the end", async () => {
  async function* chunks() {
    yield Uint8Array.of(1, 2, 3);
    yield new Uint8Array(0);
    yield Uint8Array.of(4, 5);
  }
  const stream = byteStream(chunks());
  deepEqual([...await stream.take(2)], [1, 2]);
  deepEqual([...await stream.take(0)], []);
  deepEqual([...await stream.take(2)], [3, 4]);
  deepEqual([...await collect(stream.pieces(9))], [5]);
  deepEqual([...await stream.take(1)], []);
});
