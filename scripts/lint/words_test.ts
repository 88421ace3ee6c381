import assert from "node:assert/strict";
import { forbiddenWords } from "./words.ts";

/** Written in two halves, so that this file is not a finding itself. */
const BAD = [
  ["see /wo", "rk/main/deno.json"],
  ["home = /ro", "ot/.cache"],
  ['"/ho', 'me/jo/project"'],
  ["https://registry.", "npmjs.org/deno"],
  ["https://proxy.", "golang.org/x"],
  ["deb http://deb.", "debian.org/debian"],
];

const GOOD = [
  "src/work/main.ts",
  "$HOME/work/x",
  "chroot/root/x",
  "/home/",
  "the registry of npm",
  "/rooted/x",
];

for (const halves of BAD) {
  Deno.test(`forbiddenWords() finds ${halves.join("|")}`, () => {
    const found = forbiddenWords("docs/a.md", `first line\n${halves.join("")}\n`);
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", /^docs\/a\.md:2: /);
  });
}

for (const text of GOOD) {
  Deno.test(`forbiddenWords() leaves ${text} alone`, () => {
    assert.deepEqual(forbiddenWords("docs/a.md", text), []);
  });
}
