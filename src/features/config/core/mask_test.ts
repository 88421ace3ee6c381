import assert from "node:assert/strict";
import { secretOf } from "@/base/schema/record.ts";
import { type Mask, withMask } from "./mask.ts";

const plain: Mask = { replacement: "<MASKED>", literals: [], patterns: [] };

Deno.test("withMask() hides what looks like a secret, and nothing else", () => {
  const cases: [string, string][] = [
    ["AKIAIOSFODNN7EXAMPLE", "<MASKED>"],
    ["x AKIAIOSFODNN7EXAMPLE.", "x <MASKED>."],
    [`ghp_${"a".repeat(36)}`, "<MASKED>"],
    [`glpat-${"a".repeat(20)}`, "<MASKED>"],
    ["Authorization: Bearer abcdefgh.ijk", "Authorization: Bearer <MASKED>"],
    ["https://me:pass@host/x", "https://me:<MASKED>@host/x"],
    ["redis://:pass@host", "redis://:<MASKED>@host"],
    ["https://host:80/a@b", "https://host:80/a@b"],
    ["git@host:owner/name", "git@host:owner/name"],
    ["the bearer of news", "the bearer of news"],
    ["AKIA", "AKIA"],
  ];
  for (const [text, expected] of cases) assert.equal(withMask(text, plain), expected);
});

Deno.test("withMask() hides secrets at any depth, literals longest first, and patterns", () => {
  const mask: Mask = {
    replacement: "$&",
    literals: ["bird", "birdsong", "a"],
    patterns: [(text, replacement) => text.replace(/key-\d/, () => replacement)],
  };
  const value = { a: ["a birdsong", { b: secretOf("t"), n: 5, z: null }], c: "key-1" };
  assert.deepEqual(withMask(value, mask), { a: ["a $&", { b: "$&", n: 5, z: null }], c: "$&" });
  assert.deepEqual(withMask(value, undefined), { a: ["a birdsong", { b: "t", n: 5, z: null }], c: "key-1" });
});
