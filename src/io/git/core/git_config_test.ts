import { equal } from "node:assert/strict";
import { configValue } from "./git_config.ts";

const url = (text: string) => configValue(text, { section: "remote", subsection: "origin", key: "url" });

Deno.test("configValue() reads what git writes and what people write", () => {
  const cases: [string, string | undefined][] = [
    ["", undefined],
    ['[remote "origin"]\n\turl = https://h/a/b.git\n\tfetch = +refs/heads/*:x\n', "https://h/a/b.git"],
    ['[remote "origin"]\r\n\turl = x\r\n', "x"],
    ['\uFEFF[remote "origin"]\nurl=x', "x"],
    ['[remote "other"]\nurl = no\n[remote "origin"]\nurl = yes', "yes"],
    ['[REMOTE "origin"]\nURL = x', "x"],
    ['[remote "Origin"]\nurl = x', undefined],
    ["[remote.origin]\nurl = x", "x"],
    ['[remote "origin"] url = x', "x"],
    ['[remote "origin"]\nurl = x # why\n', "x"],
    ['[remote "origin"]\nurl = "x # y" ; z\n', "x # y"],
    ['[remote "origin"]\nurl = a\\\nb\n', "ab"],
    ['[remote "origin"]\nurl = "a\\"b\\\\"\n', 'a"b\\'],
    ['[remote "origin"]\nurl = first\nurl = second\n', "first"],
    ['[remote "origin"]\npushurl = no\n', undefined],
    ['[remote "origin"]\nurl\n', undefined],
    ['[remote "origin"]\nurl =\n', ""],
    ["url = outside\n", undefined],
    ['# [remote "origin"]\nurl = x\n', undefined],
  ];
  for (const [text, expected] of cases) equal(url(text), expected, JSON.stringify(text));
});

Deno.test("configValue() undoes escapes in a subsection and needs none for a plain section", () => {
  equal(configValue('[a "b\\"c"]\nk = v', { section: "a", subsection: 'b"c', key: "k" }), "v");
  equal(
    configValue("[extensions]\nrefStorage = reftable", { section: "extensions", key: "refstorage" }),
    "reftable",
  );
  equal(configValue('[extensions "x"]\nk = v', { section: "extensions", key: "k" }), undefined);
});
