import { equal } from "node:assert/strict";
import { decodeName } from "./member_name.ts";

Deno.test("decodeName() reads UTF-8, and keeps other names apart", () => {
  equal(decodeName(new TextEncoder().encode("\ufeffünï/文 🚀"), "cp437"), "\ufeffünï/文 🚀");
  equal(decodeName(Uint8Array.of(0x61, 0x82, 0x84, 0xff), "cp437"), "aéä\u00a0");
  equal(decodeName(Uint8Array.of(0x61, 0x82, 0xe9, 0xff), "latin1"), "a\u0082éÿ");
  const names = new Set<string>();
  for (let byte = 0x80; byte < 0x100; byte++) names.add(decodeName(Uint8Array.of(0xff, byte), "cp437"));
  equal(names.size, 128);
});
