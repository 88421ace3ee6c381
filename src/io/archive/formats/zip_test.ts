import { deepEqual, equal, rejects } from "node:assert/strict";
import { type ArchiveItem, joinBytes, zipArchive } from "../../../../tests/support/archive.ts";
import { membersOf, memorySource } from "../../../../tests/support/unpacked.ts";
import { readMembers } from "./zip.ts";

const LARGE = "0123456789".repeat(500_000);

/** What is written, and what the reader says. */
const CASES: readonly [what: string, items: readonly ArchiveItem[], lines: readonly string[]][] = [
  ["nothing", [], []],
  ["kinds", [
    { path: "bin/", kind: "directory", mode: 0o755 },
    { path: "bin/x", content: "x", mode: 0o755 },
    { path: "bin/y", kind: "symlink", target: "x", mode: 0o777 },
    { path: "null", kind: "device" },
    { path: "pipe", kind: "fifo" },
    { path: "sock", zip: { attributes: 0o140644 * 0x10000 } },
    { path: "setuid", mode: 0o4755 },
  ], [
    "directory bin/ 755",
    "file bin/x 755 x",
    "symlink bin/y -> x 777",
    "device null 644",
    "fifo pipe 644",
    "socket sock 644",
    "file setuid 4755 ",
  ]],
  ["stored, deflated, with sizes behind the data, with wide sizes", [
    { path: "stored", content: "1", zip: { method: 0 } },
    { path: "deflated", content: "2" },
    { path: "behind", content: "3", zip: { descriptor: true } },
    { path: "behind, stored", content: "PK\u0003\u0004", zip: { descriptor: true, method: 0 } },
    { path: "wide", content: "4", zip: { zip64: true } },
    { path: "large", content: LARGE },
    { path: "large, stored", content: LARGE, zip: { method: 0 } },
  ], [
    "file stored 644 1",
    "file deflated 644 2",
    "file behind 644 3",
    "file behind, stored 644 PK\u0003\u0004",
    "file wide 644 4",
    `file large 644 ${LARGE}`,
    `file large, stored 644 ${LARGE}`,
  ]],
  ["members of DOS and Windows", [
    { path: "dir\\sub\\x", content: "1", zip: { madeBy: 0, attributes: 0x20 } },
    { path: "dir", zip: { madeBy: 0, attributes: 0x10 } },
    { path: "l", content: "no link", zip: { madeBy: 0, attributes: 0o120777 * 0x10000 } },
  ], ["file dir/sub/x 1", "directory dir ", "file l no link"].map((line) => line.trim())],
  ["a backslash that is part of a name", [{ path: "a/b\\c", content: "1" }], ["file a/b\\c 644 1"]],
];

Deno.test("readMembers() reads every kind of member", async () => {
  for (const [what, items, lines] of CASES) deepEqual(await membersOf("zip", zipArchive(items)), lines, what);
});

Deno.test("readMembers() finds the directory behind a comment, in zip64, before garbage", async () => {
  const items = [{ path: "x", content: "1" }], lines = ["file x 644 1"];
  for (
    const bytes of [
      zipArchive(items, { comment: "c".repeat(65_535) }),
      zipArchive(items, { comment: "PK\u0005\u0006".repeat(20) }),
      zipArchive(items, { zip64: true }),
      zipArchive(items, { zip64: true, comment: "c".repeat(65_535) }),
      joinBytes([zipArchive(items), new TextEncoder().encode("garbage")]),
    ]
  ) deepEqual(await membersOf("zip", bytes), lines);
});

Deno.test("readMembers() reads names as UTF-8, and as code page 437 where they are none", async () => {
  const bytes = zipArchive([{ path: "ünï" }, { path: "x?" }, { path: "x!" }]);
  const last = (char: string) => new TextDecoder("latin1").decode(bytes).lastIndexOf(char);
  bytes[last("x?") + 1] = 0x82;
  bytes[last("x!") + 1] = 0x81;
  deepEqual(await membersOf("zip", bytes), ["file ünï 644 ", "file xé 644 ", "file xü 644 "]);
});

Deno.test("readMembers() tells times: Info-ZIP's exactly, those of DOS as UTC", async () => {
  const times: (number | undefined)[] = [];
  const bytes = zipArchive([{ path: "a", zip: { time: 1_700_000_001 } }, { path: "b" }]);
  for await (const { modifiedAt } of readMembers(memorySource(bytes))) times.push(modifiedAt);
  deepEqual(times, [1_700_000_001_000, Date.UTC(1980, 0, 1)]);
});

Deno.test("readMembers() counts what it unpacks, and nothing that nobody reads", async () => {
  const source = memorySource(zipArchive([{ path: "a", content: "12345" }, { path: "b", content: "123" }]));
  for await (const { path, content } of readMembers(source)) {
    if (path === "b") { for await (const _piece of content); }
  }
  equal(source.spent, 3);
});

const one = (item: Partial<ArchiveItem>) => zipArchive([{ path: "x", content: "some content", ...item }]);

/** The archive with one 32-bit number changed: at `at` from the start of the first `mark`. */
function changed(bytes: Uint8Array<ArrayBuffer>, mark: number, at: number, value: number): Uint8Array {
  const view = new DataView(bytes.buffer);
  let place = 0;
  while (view.getUint32(place, true) !== mark) place++;
  view.setUint32(place + at, value, true);
  return bytes;
}
const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50, END64 = 0x06064b50;

const BROKEN: readonly [what: string, bytes: Uint8Array, code: string, member?: string][] = [
  ["no zip", new TextEncoder().encode("PK\u0003\u0004 and so on".repeat(9)), "archive/truncated"],
  ["four bytes", new TextEncoder().encode("PK\u0003\u0004"), "archive/truncated"],
  ["no end", one({}).subarray(0, -1), "archive/truncated"],
  ["another checksum", one({ zip: { crc: 1 } }), "archive/corrupt", "x"],
  ["more bytes than it says", one({ zip: { size: 3 } }), "archive/corrupt"],
  ["fewer bytes than it says", one({ zip: { size: 300 } }), "archive/corrupt", "x"],
  ["more stored bytes than it says", one({ zip: { size: 3, method: 0 } }), "archive/corrupt", "x"],
  ["a method of others", one({ zip: { method: 12 } }), "archive/unsupported-format", "x"],
  ["encryption", one({ zip: { flags: 1 } }), "archive/unsupported-format", "x"],
  ["a hidden directory", one({ zip: { flags: 0x2000 } }), "archive/unsupported-format", "x"],
  ["several volumes", changed(one({}), END, 4, 1), "archive/unsupported-format"],
  ["data beyond the end", changed(one({}), CENTRAL, 20, 1000), "archive/truncated", "x"],
  ["a member beyond the end", changed(one({}), CENTRAL, 42, 10_000), "archive/truncated", "x"],
  ["a member elsewhere", changed(one({}), CENTRAL, 42, 1), "archive/corrupt", "x"],
  ["a directory beyond the end", changed(one({}), END, 16, 10_000), "archive/truncated"],
  ["a directory elsewhere", changed(one({}), END, 16, 0), "archive/corrupt"],
  ["a directory of 4 GB", changed(one({}), END, 12, 0xfffffffe), "archive/bomb"],
  ["more members than it says", changed(one({}), END, 8, 0x00050005), "archive/corrupt"],
  ["a name beyond the directory", changed(one({}), CENTRAL, 28, 0xffff), "archive/corrupt"],
  ["no zip64 record", changed(zipArchive([{ path: "x" }], { zip64: true }), END64, 0, 0), "archive/corrupt"],
  ["data that is no deflate", changed(one({}), LOCAL, 31, 0xffffffff), "archive/corrupt"],
];

Deno.test("readMembers() refuses what contradicts itself and names the member", async () => {
  for (const [what, bytes, code, member] of BROKEN) {
    await rejects(
      membersOf("zip", bytes),
      (error: Error & { code: string; facts: Record<string, unknown> }) => {
        equal(error.code, code, what);
        equal(error.facts["member"], member, what);
        return true;
      },
    );
  }
});

Deno.test("readMembers() finds every cut", async () => {
  const whole = zipArchive([{ path: "a", content: "content" }, {
    path: "b",
    content: "content",
    zip: { method: 0 },
  }]);
  for (let length = 1; length < whole.length; length++) {
    await rejects(membersOf("zip", whole.subarray(0, length)), { code: "archive/truncated" }, String(length));
  }
});
