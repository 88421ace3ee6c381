import assert from "node:assert/strict";
import { UsageError } from "@/base/errors.ts";
import { listingOf, readColumns } from "./list_columns.ts";

interface Row {
  readonly name: string;
  readonly count: number;
}

const fields = {
  name: { title: "Name", cell: ({ name }: Row) => name },
  count: { title: "Count", cell: ({ count }: Row) => `${count}` },
};
const compile = (template: string) => ({ name }: Row) => template.replace("{{ .name }}", name);
const rows = [{ name: "b", count: 10 }, { name: "a", count: 9 }, { name: "b", count: 9 }];

Deno.test("readColumns() knows fields by name and templates by their title", () => {
  const cases: [string[], string[], string[]][] = [
    [["name,COUNT"], ["Name", "Count"], ["b", "10"]],
    [["count", "name"], ["Count", "Name"], ["10", "b"]],
    [["X={{ .name }}, Y=a=b"], ["X", "Y"], ["b", "a=b"]],
    [[" , "], [], []],
  ];
  for (const [texts, titles, cells] of cases) {
    const columns = readColumns(texts, { fields, compile });
    assert.deepEqual(columns.map(({ title }) => title), titles);
    assert.deepEqual(columns.map(({ cell }) => cell({ name: "b", count: 10 })), cells);
  }
  const [only, ...more] = readColumns(["X={{ f 1, 2 }}"], { fields, compile: (template) => () => template });
  assert.deepEqual([only?.cell({ name: "", count: 0 }), more], ["{{ f 1, 2 }}", []]);
});

Deno.test("listingOf() sorts by all columns, or as it is told", () => {
  const columns = Object.values(fields);
  const cases: [string | undefined, string[]][] = [
    [undefined, ["a9", "b9", "b10"]],
    ["name:desc", ["b10", "b9", "a9"]],
    ["Count:desc,NAME:asc", ["b10", "a9", "b9"]],
    ["count:ASC", ["a9", "b9", "b10"]],
  ];
  for (const [sort, order] of cases) {
    const { head, rows: sorted } = listingOf(rows, columns, sort);
    assert.deepEqual([head, sorted.map((row) => row.join(""))], [["Name", "Count"], order], sort);
  }
});

Deno.test("columns and orders that are unknown are refused by name, exit 1", () => {
  const columns = Object.values(fields);
  const cases: [() => unknown, string, RegExp][] = [
    [() => readColumns(["nmae"], { fields, compile }), "list/unknown-column", /"nmae", did you mean name\?/],
    [() => listingOf(rows, columns, "what:asc"), "list/unknown-column", /--sort names .*"what"/],
    [() => listingOf(rows, columns, "name"), "list/bad-sort", /column:order/],
    [() => listingOf(rows, columns, "name:up"), "list/bad-sort", /"name:up"/],
  ];
  for (const [run, code, title] of cases) {
    assert.throws(run, (error) => {
      assert.ok(error instanceof UsageError);
      assert.deepEqual([error.code, error.exitCode], [code, 1]);
      assert.match(error.title, title);
      return true;
    });
  }
});
