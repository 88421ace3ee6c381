import assert from "node:assert/strict";
import { trimToBase } from "./base.ts";

/** A base, an appended program, and the trailer that tells how long the appended part is. */
function compiled(base: string, program: string): Uint8Array<ArrayBuffer> {
  const trailer = new DataView(new ArrayBuffer(16));
  trailer.setUint32(0, 0x501e, true);
  trailer.setBigUint64(8, BigInt(program.length + 16), true);
  return new Uint8Array([...new TextEncoder().encode(base + program), ...new Uint8Array(trailer.buffer)]);
}

Deno.test("trimToBase() cuts the program and its trailer off", () => {
  assert.equal(new TextDecoder().decode(trimToBase(compiled("the base", "the program"))), "the base");
});

Deno.test("trimToBase() refuses what has no trailer", () => {
  assert.throws(() => trimToBase(new TextEncoder().encode("any other program on this machine")), /trailer/);
});
