import assert from "node:assert/strict";
import { tagged } from "@/lang/yaml/parse.ts";
import { comparedSections, differentSections, undecidedSections } from "./compare_sections.ts";

Deno.test("comparedSections(): metadata first, settings last, whatever is chosen", () => {
  assert.equal(comparedSections([])[0], "metadata");
  assert.equal(comparedSections([]).at(-1), "settings");
  assert.ok(!comparedSections([]).some((key) => ["hooks", "retry", "locals", "test"].includes(key)));
  assert.deepEqual(comparedSections(["hooks", "vars", "hooks"]), ["metadata", "hooks", "vars", "settings"]);
});

Deno.test("differentSections() compares values, not how they are kept", () => {
  const alike = [
    [{ a: 1, b: 2 }, { b: 2, a: 1 }],
    [{ a: 1n }, { a: 1 }],
    [{ a: [] }, { a: [] }],
    [null, null],
    [undefined, undefined],
  ];
  for (const [a, b] of alike) assert.deepEqual(differentSections(["vars"], { vars: a }, { vars: b }), []);
  const different = [
    [{ a: 1 }, { a: "1" }],
    [{ a: 1 }, { a: true }],
    [{ a: null }, {}],
    [{}, []],
    [[1, 2], [2, 1]],
    [{}, undefined],
    [undefined, {}],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
  ];
  for (const [a, b] of different) {
    assert.deepEqual(differentSections(["vars"], { vars: a }, { vars: b }), ["vars"]);
  }
});

Deno.test("undecidedSections(): templates, other words, and functions that look at the project stay open", () => {
  const open = (a: unknown, b: unknown) => undecidedSections(["vars"], { vars: a }, { vars: b }).length > 0;
  const state = tagged("!terraform.state", "net id");
  assert.equal(open({ a: [1, "x"], b: state }, { b: state, a: [1, "x"] }), false);
  assert.equal(open({ a: "{{ .vars.b }}" }, { a: "{{ .vars.b }}" }), true);
  assert.equal(open({ "{{ .k }}": 1 }, { "{{ .k }}": 1 }), true);
  assert.equal(open({ a: tagged("!template", "x") }, { a: tagged("!template", "x") }), true);
  assert.equal(open({ a: tagged("!exec", "echo {{ .x }}") }, { a: tagged("!exec", "echo {{ .x }}") }), true);
  assert.equal(open({ a: tagged("!exec", "a") }, { a: tagged("!exec", "b") }), true);
  assert.equal(open({ a: tagged("!exec", "a") }, { a: "a" }), true);
  assert.equal(open({ a: "a" }, { a: tagged("!exec", "a") }), true);
  assert.equal(open(undefined, {}), true);
});
