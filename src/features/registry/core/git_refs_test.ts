import assert from "node:assert/strict";
import { commitInRefs, lsRefsBody } from "./git_refs.ts";

const a = "a".repeat(40);
const b = "b".repeat(40);

function packets(...lines: readonly string[]): Uint8Array {
  const text = lines.map((line) => (line.length + 4).toString(16).padStart(4, "0") + line).join("");
  return new TextEncoder().encode(`${text}0000`);
}

Deno.test("lsRefsBody() asks for a branch and a tag of the name", () => {
  assert.equal(
    lsRefsBody("main"),
    "0014command=ls-refs\n00010009peel\n001eref-prefix refs/tags/main\n001fref-prefix refs/heads/main\n0000",
  );
  assert.equal(lsRefsBody("HEAD"), "0014command=ls-refs\n00010009peel\n0014ref-prefix HEAD\n0000");
});

Deno.test("commitInRefs() finds the commit of exactly this ref", () => {
  const cases: [Uint8Array, string, string | undefined][] = [
    [packets(`${a} refs/heads/main\n`), "main", a],
    [packets(`${b} refs/heads/main-2\n`, `${a} refs/heads/main\n`), "main", a],
    [packets(`${a} refs/heads/v1\n`, `${b} refs/tags/v1\n`), "v1", b],
    [packets(`${a} refs/tags/v1 peeled:${b}\n`), "v1", b],
    [packets(`${a} HEAD symref-target:refs/heads/main\n`), "HEAD", a],
    [packets(`${a} refs/heads/main\n`), "other", undefined],
    [packets(), "main", undefined],
    [new TextEncoder().encode("<html>not git</html>"), "main", undefined],
    [new TextEncoder().encode("ffff short"), "main", undefined],
    [new Uint8Array([0xff, 0xfe, 0x00]), "main", undefined],
    [new Uint8Array(), "main", undefined],
  ];
  for (const [answer, ref, expected] of cases) assert.equal(commitInRefs(answer, ref), expected, ref);
});
