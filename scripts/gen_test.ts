import assert from "node:assert/strict";
import { between, commandRows, roomLines } from "./gen.ts";

Deno.test("between() replaces what is between the markers", () => {
  const text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n";
  assert.equal(between(text, "x", ["new"]), "a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb\n");
  assert.equal(between(between(text, "x", ["new"]), "x", ["new"]), between(text, "x", ["new"]));
  assert.throws(() => between("a", "x", []));
});

Deno.test("commandRows() lists shown commands of groups", async () => {
  const load = () => Promise.reject(new Error("not loaded"));
  const inner = { summary: "", commands: { c: { summary: "C", load } } };
  const group = {
    summary: "",
    commands: {
      a: { summary: "A", load },
      h: { summary: "H", hidden: true, load },
      g: { summary: "", loadGroup: () => Promise.resolve({ default: inner }) },
    },
  };
  assert.deepEqual(await commandRows(group, "x"), ["| `x a` | A |", "| `x g c` | C |"]);
});

Deno.test("roomLines() sorts rooms from the top floor down", () => {
  const edge = (from: string, to: string) => ({ from, to, isTypeOnly: false, isDynamic: false });
  const graph = {
    files: ["src/base/a.ts", "src/cli/x/b.ts", "src/cli/x/core/c.ts"],
    edges: [edge("src/cli/x/b.ts", "src/base/a.ts"), edge("src/cli/x/b.ts", "src/cli/x/core/c.ts")],
  };
  assert.deepEqual(roomLines(graph).slice(2), ["| cli/x | 2 | base |", "| base | 1 |  |"]);
});
