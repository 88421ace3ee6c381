import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { type LayoutEntry, type LayoutMember, pathInTree, planLayout } from "./layout.ts";

function files(...paths: string[]): LayoutMember[] {
  return paths.map((path) => {
    const link = path.endsWith("@"), executable = path.endsWith("*");
    return { path: path.replace(/[@*]$/, ""), kind: link ? "symlink" : "file", executable };
  });
}

Deno.test("planLayout() moves only the programs when nothing but documents lies beside them", () => {
  const plan = planLayout(
    files("x/gadget*", "x/gadgetctl*", "x/README.md", "x/LICENSE", "docs/guide.pdf"),
    [{ name: "gadget", path: "x/gadget" }, { name: "gadgetctl", path: "x/gadgetctl" }],
    true,
  );
  assert.deepEqual(plan, {
    layout: "flat",
    moves: [{ from: "x/gadget", to: "gadget" }, { from: "x/gadgetctl", to: "gadgetctl" }],
    links: [],
    programs: ["gadget", "gadgetctl"],
    bins: { gadget: "gadget", gadgetctl: "gadgetctl" },
    primary: "gadget",
  });
});

Deno.test("planLayout() keeps the tree when the program needs it", () => {
  const entries: LayoutEntry[] = [{ name: "t", path: "t-1/bin/t" }];
  const trees = [
    files("t-1/bin/t*", "t-1/lib/a.so"),
    files("t-1/bin/t*", "t-1/bin/lib64/a.so"),
    files("t-1/bin/t@", "t-1/libexec/t*"),
    files("t-1/bin/t*", "t-1/bin/helper"),
  ];
  for (const tree of trees) {
    const plan = planLayout(tree, entries, true);
    assert.equal(plan.layout, "onedir");
    assert.deepEqual(plan.moves, [{ from: "", to: ".pkg" }]);
    assert.deepEqual(plan.links, [{ path: "t", target: ".pkg/t-1/bin/t" }]);
    assert.deepEqual(plan.bins, { t: ".pkg/t-1/bin/t" });
    assert.deepEqual(plan.programs, [".pkg/t-1/bin/t"]);
  }
});

Deno.test("planLayout() starts a renamed program of a kept tree through its link", () => {
  const plan = planLayout(files("tg_linux*", "data.bin"), [{ name: "tg", path: "tg_linux" }], true);
  assert.deepEqual([plan.layout, plan.bins], ["onedir", { tg: "tg" }]);
});

Deno.test("planLayout() renames, links two commands of one file, and keeps the extensions of programs", () => {
  const bun = planLayout(files("b/bun*"), [{ name: "bun", path: "b/bun" }, {
    name: "bunx",
    path: "b/bun",
    link: "bunx",
  }], true);
  assert.deepEqual(bun.moves, [{ from: "b/bun", to: "bun" }]);
  assert.deepEqual(bun.links, [{ path: "bunx", target: "bun" }]);
  assert.deepEqual(bun.bins, { bun: "bun", bunx: "bunx" });
  const exe = planLayout(files("jq-win64.exe"), [{ name: "jq", path: "jq-win64.exe" }], true);
  assert.deepEqual(exe.bins, { jq: "jq.exe" });
  const added = planLayout(files("g*"), [{ name: "granted", path: "g", link: "assume" }], true);
  assert.deepEqual(added.links, [{ path: "assume", target: "granted" }]);
});

Deno.test("planLayout() searches the tree when the definition lists no files", () => {
  const cases: [LayoutMember[], string][] = [
    [files("deep/er/tool*", "tool*", "x"), "tool"],
    [files("a/tool.exe", "b"), "a/tool.exe"],
    [files("tool-linux-amd64*", "LICENSE"), "tool-linux-amd64"],
  ];
  for (const [tree, from] of cases) {
    assert.equal(planLayout(tree, [{ name: "tool", path: "tool" }], false).moves[0]?.from, from);
  }
});

Deno.test("planLayout() names what the archive has when the program is missing", () => {
  for (const declared of [true, false]) {
    assert.throws(
      () => planLayout(files("other*", "another*", "README"), [{ name: "tool", path: "bin/tool" }], declared),
      (error) =>
        error instanceof AtmosError && error.code === "toolchain/program-not-in-archive" &&
        error.title.includes("bin/tool") && /another, other\b/.test(error.explanation ?? "") &&
        !error.explanation?.includes("README"),
    );
  }
});

Deno.test("pathInTree() finds where each program came from", () => {
  const entries: LayoutEntry[] = [
    { name: "t", path: "t-1/bin/t", link: "u" },
    { name: "v", path: "t-1/bin/w" },
    { name: "again", path: "t-1/bin/t" },
  ];
  for (const beside of [[], ["t-1/lib/a.so"]]) {
    const plan = planLayout(files("t-1/bin/t*", "t-1/bin/w*", ...beside), entries, true);
    const found = Object.values(plan.bins).map((path) => pathInTree(plan, path));
    assert.deepEqual(found, entries.map((entry) => entry.path), plan.layout);
  }
});
