import { equal } from "node:assert/strict";
import { zipArchive } from "../../../../tests/support/archive.ts";
import { executableKind } from "./executable.ts";

const latin = (value: string) => Uint8Array.from(value, (char) => char.charCodeAt(0));

function pe(at: number, mark = "PE\0\0"): Uint8Array {
  const head = new Uint8Array(1024);
  head.set(latin("MZ"));
  new DataView(head.buffer).setUint32(0x3c, at, true);
  if (at < 1000) head.set(latin(mark), at);
  return head;
}

const CASES: readonly [what: string, head: Uint8Array, kind: string | undefined][] = [
  ["ELF", latin("\x7fELF\x02\x01"), "elf"],
  ["Mach-O, 64 bits", latin("\xcf\xfa\xed\xfe\x0c\0\0\x01"), "mach-o"],
  ["Mach-O, big-endian", latin("\xfe\xed\xfa\xce\0\0\0\x12"), "mach-o"],
  ["Mach-O for two processors", latin("\xca\xfe\xba\xbe\0\0\0\x02"), "mach-o"],
  ["a Java class", latin("\xca\xfe\xba\xbe\0\0\0\x34"), undefined],
  ["four bytes of either", latin("\xca\xfe\xba\xbe"), undefined],
  ["PE", pe(0x80), "pe"],
  ["PE with a header further down", pe(5000), "pe"],
  ["DOS", pe(0x80, "NE\0\0"), undefined],
  ["a text of MZ", latin("MZ is no program"), undefined],
  ["a script", latin("#!/usr/bin/env node\n"), "script"],
  ["a short script", latin("#!"), "script"],
  ["a jar", zipArchive([{ path: "META-INF/" }]), "jar"],
  ["a zip", zipArchive([{ path: "x" }]), undefined],
  ["text", latin("echo hello\n"), undefined],
  ["a comment", latin("# !/bin/sh\n"), undefined],
  ["nothing", new Uint8Array(0), undefined],
];

Deno.test("executableKind() tells programs by their first bytes", () => {
  for (const [what, head, kind] of CASES) equal(executableKind(head), kind, what);
});
