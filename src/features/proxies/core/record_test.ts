import assert from "node:assert/strict";
import { namesIn, NO_PROXIES, parseRecord, projectIn, renderRecord, withProject } from "./record.ts";

const A = { names: ["k", "w"], asked: ["w"], all: false };
const B = { names: ["k"], asked: [], all: true };
const record = { program: "/bin/atmos", projects: { "/b": B, "/a": A } };

Deno.test("parseRecord() reads what renderRecord() wrote", () => {
  assert.deepEqual(parseRecord(renderRecord(record)), record);
  assert.equal(renderRecord(record), renderRecord({ ...record, projects: { "/a": A, "/b": B } }));
});

Deno.test("parseRecord() finds nothing in what makes no sense", () => {
  const nothing = { program: "", projects: {} };
  for (
    const text of [
      undefined,
      "",
      "{",
      "[]",
      "null",
      "1",
      '{"projects": []}',
      '{"projects": 3, "program": {}}',
    ]
  ) {
    assert.deepEqual(parseRecord(text), nothing, text);
  }
  const odd = '{"projects": {"/a": {"names": ["k", 1, null], "asked": "k", "all": "yes"}, "/b": 2}}';
  assert.deepEqual(parseRecord(odd).projects, {
    "/a": { names: ["k"], asked: [], all: false },
    "/b": NO_PROXIES,
  });
});

Deno.test("withProject() changes one project and forgets one that wants nothing", () => {
  assert.deepEqual([...namesIn(record)].sort(), ["k", "w"]);
  const without = withProject(record, "/a", NO_PROXIES);
  assert.deepEqual(without.projects, { "/b": B });
  assert.deepEqual([...namesIn(without)], ["k"]);
  assert.deepEqual(projectIn(withProject(without, "/c", A), "/c"), A);
  assert.deepEqual(withProject(record, "/a", { ...NO_PROXIES, all: true }).projects["/a"]?.all, true);
  assert.equal(projectIn(record, "constructor"), NO_PROXIES);
});
