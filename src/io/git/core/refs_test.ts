import { deepEqual, equal } from "node:assert/strict";
import { packedCommit, parseRef } from "./refs.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";

Deno.test("parseRef() knows names and commits and refuses the rest", () => {
  deepEqual(parseRef("ref: refs/heads/a/b\n"), { kind: "name", name: "refs/heads/a/b" });
  deepEqual(parseRef("ref:refs/heads/ü\r\n"), { kind: "name", name: "refs/heads/ü" });
  deepEqual(parseRef(`${SHA}\n`), { kind: "commit", sha: SHA });
  deepEqual(parseRef("ab".repeat(32)), { kind: "commit", sha: "ab".repeat(32) });
  for (
    const text of [
      "",
      "ref: ",
      "ref: heads/x",
      "ref: refs/../../x",
      SHA.slice(1),
      "zz".repeat(20),
      `x ${SHA}`,
    ]
  ) {
    equal(parseRef(text), undefined, text);
  }
});

Deno.test("packedCommit() takes the line of exactly that name", () => {
  const other = SHA.replace("0", "f");
  const text =
    `# pack-refs with: peeled fully-peeled sorted \n${other} refs/heads/xa\n${SHA} refs/heads/a\n^${other}\n`;
  equal(packedCommit(text, "refs/heads/a"), SHA);
  equal(packedCommit(text.replaceAll("\n", "\r\n"), "refs/heads/a"), SHA);
  equal(packedCommit(text, "refs/heads/b"), undefined);
  equal(packedCommit(`junk refs/heads/a\n`, "refs/heads/a"), undefined);
});
