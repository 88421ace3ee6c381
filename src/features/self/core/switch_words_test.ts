import { deepEqual, equal } from "node:assert/strict";
import { readSwitchWords } from "./switch_words.ts";

Deno.test("readSwitchWords() takes out the two flags in every form, before -- only", () => {
  const cases: [words: string[], kept: string[]][] = [
    [[], []],
    [["list"], ["list"]],
    [["--use-version", "1.2.3", "list", "-v"], ["list", "-v"]],
    [["list", "--use-version=1.2.3", "--x=1"], ["list", "--x=1"]],
    [["-C", "dir", "list", "-Cdir", "-C=dir", "--chdir=dir", "--chdir", "dir", "end"], ["list", "end"]],
    [["list", "--", "-C", "keep", "--use-version", "1"], ["list", "--", "-C", "keep", "--use-version", "1"]],
    [["--use-version"], []],
    [["--use-version", "--", "x"], ["--", "x"]],
    [["--use-versions", "1", "--chdirs=2", "-c", "3", "", "*", "a b"], [
      "--use-versions",
      "1",
      "--chdirs=2",
      "-c",
      "3",
      "",
      "*",
      "a b",
    ]],
  ];
  for (const [words, kept] of cases) deepEqual(readSwitchWords(words).forwarded, kept, words.join(" "));
  const exec = ["-C", "dir", "toolchain", "exec", "jq", "-C", ".", "--use-version", "1"];
  deepEqual(readSwitchWords(exec, 5), { version: undefined, forwarded: exec.slice(2) });
});

Deno.test("readSwitchWords() takes the last version before --, and tells one without a value", () => {
  const cases: [words: string, version: string | undefined][] = [
    ["list", undefined],
    ["list -- --use-version 1.2.3", undefined],
    ["no-such --use-version=1.2.3 -x", "1.2.3"],
    ["--use-version 1.2.3 --use-version=1.2.4", "1.2.4"],
    ["list --use-version", ""],
    ["list --use-version=", ""],
    ["--use-version -- 1.2.3", ""],
  ];
  for (const [words, version] of cases) equal(readSwitchWords(words.split(" ")).version, version, words);
});
