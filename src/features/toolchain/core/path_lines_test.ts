import assert from "node:assert/strict";
import { type EnvFormat, newLines, type PathFacts, renderPath } from "./path_lines.ts";

const facts: PathFacts = {
  tools: [{ tool: "widget", version: "1.2.0", path: "/t/it's" }],
  dirs: ["/t/it's"],
  fullPath: ["/t/it's", "/a\\b", "/c`d$e"],
  separator: ":",
};

Deno.test("renderPath() speaks every format", () => {
  const joined = "/t/it's:/a\\b:/c`d$e";
  const cases: [EnvFormat, string][] = [
    ["bash", "export PATH='/t/it'\\''s:/a\\b:/c`d$e'\n"],
    ["dotenv", "PATH='/t/it'\\''s:/a\\b:/c`d$e'\n"],
    ["fish", "set -gx PATH '/t/it\\'s' '/a\\\\b' '/c`d$e'\n"],
    ["powershell", '$env:PATH = "/t/it\'s:/a\\b:/c``d`$e"\n'],
    ["github", "/t/it's\n"],
  ];
  for (const [format, expected] of cases) assert.equal(renderPath(facts, format), expected);
  assert.deepEqual(JSON.parse(renderPath(facts, "json")), {
    tools: facts.tools,
    final_path: joined,
    count: 1,
  });
});

Deno.test("newLines() appends only what is missing at the end", () => {
  assert.equal(newLines("", "/a\n/b\n"), "/a\n/b\n");
  assert.equal(newLines("/a\n", "/a\n/b\n"), "/a\n/b\n");
  assert.equal(newLines("/a\n/b\n/c\n", "/a\n/b\n"), "/a\n/b\n");
  assert.equal(newLines("/a", "/b\n"), "\n/b\n");
  assert.equal(newLines("/0\r\n/a\r\n/b\r\n", "/a\n/b\n"), "");
});

Deno.test("newLines() heeds the last assignment of each variable, because shells do", () => {
  const starts = ["export PATH=", "PATH=", "set -gx PATH ", "$env:PATH = "];
  for (const start of starts) {
    const [old, now, other] = [`${start}'/1.6'\n`, `${start}'/1.7'\n`, `${start.replace("PATH", "X")}'1'\n`];
    assert.equal(newLines(`${old}${now}`, `${old}`), old, start);
    assert.equal(newLines(`${old}${now}${other}`, now), "", start);
    assert.equal(newLines(`${other}${now}# more\n`, `${now}${other}`), "", start);
    assert.equal(newLines(`${other}${now}${old}`, `${now}${other}`), now, start);
  }
});
