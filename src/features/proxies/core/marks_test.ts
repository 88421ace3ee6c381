import assert from "node:assert/strict";
import { PROJECT_MARKS } from "@/features/config/discover.ts";
import type { Condition } from "./answer.ts";
import { answerPath, beyondWalk, MARKS_HERE, walkOf } from "./marks.ts";

const absent = (path: string): Condition => ({ kind: "absent", path });

Deno.test("MARKS_HERE has every name by which a project is found", () => {
  for (const mark of PROJECT_MARKS) assert.ok(MARKS_HERE.includes(mark), mark);
});

Deno.test("answerPath() has one place per marked directory and kind", () => {
  assert.equal(answerPath({ dir: "/a/b", isHere: true }), "/a/b/=here");
  assert.equal(answerPath({ dir: "/a/b", isHere: false }), "/a/b/=above");
  assert.equal(answerPath({ dir: "/", isHere: false }), "/=above");
});

Deno.test("walkOf() looks for more in the working directory than above it", () => {
  assert.deepEqual(walkOf("/a/b").map(({ dir }) => dir), ["/a/b", "/a", "/"]);
  assert.ok(walkOf("/a/b")[0]?.marks.includes(".tool-versions"));
  assert.ok(!walkOf("/a/b")[1]?.marks.includes(".tool-versions"));
});

Deno.test("beyondWalk() drops what the walk proves and keeps the rest", () => {
  const variable: Condition = { kind: "variable", name: "HOME", value: "/h" };
  const elsewhere: Condition = { kind: "unchanged", path: "/p/.tools/x", modifiedAt: 1 };
  const place = { dir: "/p", isHere: false };
  const proved = [absent("/p/a/b/.tool-versions"), absent("/p/a/b/atmos.yml"), absent("/p/a/atmos.yaml")];
  const kept = [variable, absent("/p/.git"), absent("/.git"), elsewhere];
  assert.deepEqual(beyondWalk([...proved, ...kept], "/p/a/b", place), kept);
  assert.deepEqual(beyondWalk(proved, "/p/a/b", { dir: "/p/a/b", isHere: true }), proved);
});

Deno.test("beyondWalk() refuses what another directory need not share", () => {
  const place = { dir: "/p", isHere: false };
  const cases: Condition[] = [
    absent("/p/a/b/.tools"),
    absent("/p/a/.tool-versions"),
    absent("/p/a"),
    { kind: "file", path: "/p/a/b/atmos.yaml" },
    { kind: "unchanged", path: "/p/a/b", modifiedAt: 1 },
  ];
  for (const condition of cases) {
    assert.equal(beyondWalk([condition], "/p/a/b", place), undefined, JSON.stringify(condition));
  }
  assert.deepEqual(beyondWalk([absent("/x/y")], "/", { dir: "/", isHere: false }), [absent("/x/y")]);
});
