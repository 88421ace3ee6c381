import assert from "node:assert/strict";
import { readText } from "../checkout.ts";
import { modificationTime, stampInto } from "./stamp.ts";

const STAMP = { version: "1.2.3", commit: "abc$&", builtAt: "2026-01-02T03:04:05Z" };

Deno.test("stampInto() replaces every development value of the real build_info.ts and nothing else", async () => {
  const source = await readText("src/base/build_info.ts");
  const stamped = stampInto(source, STAMP);
  for (const [name, value] of Object.entries(STAMP)) {
    assert.ok(stamped.includes(`export const ${name}: string = "${value}";`));
  }
  const rest = (text: string) => text.split("\n").filter((it) => !it.includes(": string = "));
  assert.deepEqual(rest(stamped), rest(source));
});

Deno.test("stampInto() refuses a text that lacks a fact", () => {
  assert.throws(() => stampInto(`export const version: string = "0";\n`, STAMP), /no line for commit/);
});

Deno.test("modificationTime() is the build time, or the epoch", () => {
  assert.equal(modificationTime(STAMP).getTime(), Date.UTC(2026, 0, 2, 3, 4, 5));
  assert.equal(modificationTime({ ...STAMP, builtAt: "unknown" }).getTime(), 0);
});
