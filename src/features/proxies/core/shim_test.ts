import assert from "node:assert/strict";
import { isShim, isShimName, renderShim } from "./shim.ts";

Deno.test("isShimName() takes plain words that are files on every system", () => {
  for (
    const name of [
      "k",
      "kubectl",
      "aws_completer",
      "g++",
      "python3.12",
      "ü",
      "a-b",
      "%x",
      "atmosphere",
      "console",
    ]
  ) {
    assert.ok(isShimName(name), name);
  }
  const bad = [
    "",
    ".",
    "..",
    ".k",
    "-k",
    "a/b",
    "a\\b",
    "a b",
    "it's",
    "$x",
    "a\nb",
    "a:b",
    "a*",
    "a.",
    "[",
    "a\0",
  ];
  for (const name of [...bad, "atmos", "ATMOS", "atmos.exe", "con", "NUL.txt", "Com1", "lpt9.k"]) {
    assert.ok(!isShimName(name), name);
  }
});

Deno.test("renderShim() is known as a shim and quotes the program", () => {
  const text = renderShim({ name: "k", program: "/it's/$(here)/atmos" });
  assert.ok(isShim(text));
  assert.ok(text.length < 4096, String(text.length));
  assert.ok(text.startsWith("#!/bin/sh\n"));
  assert.match(text, /exec '\/it'\\''s\/\$\(here\)\/atmos' __proxy 'k' "\$@"/);
  assert.ok(!isShim("#!/bin/sh\nexec kubectl\n"));
});
