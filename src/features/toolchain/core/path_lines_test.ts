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

Deno.test("newLines() appends only what is missing", () => {
  assert.equal(newLines("", "/a\n/b\n"), "/a\n/b\n");
  assert.equal(newLines("/a\n", "/a\n/b\n"), "/b\n");
  assert.equal(newLines("/a", "/b\n"), "\n/b\n");
  assert.equal(newLines("/a\r\n/b\r\n", "/a\n/b\n"), "");
});
