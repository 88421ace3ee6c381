import { deepEqual, equal } from "node:assert/strict";
import { rowRecords, rowsText } from "./rows.ts";

const ROWS = { headers: ["Name", "Note"], rows: [["a", "x,y"], ["b", 'say "z"'], ["c", "1\t2"]] };

Deno.test("rowsText() is a table for people and tabs for programs", () => {
  equal(rowsText(ROWS, { format: "table" }), 'a\tx,y\nb\tsay "z"\nc\t1\t2\n');
  equal(
    rowsText({ headers: ["A", "B"], rows: [["1", "2"]] }, { format: "table", width: 80 }),
    "A  B\n1  2\n",
  );
  equal(rowsText({ headers: ["A"], rows: [] }, { format: "table", width: 80 }), "");
});

Deno.test("rowsText() quotes cells of csv and tsv that need it", () => {
  equal(rowsText(ROWS, { format: "csv" }), 'Name,Note\na,"x,y"\nb,"say ""z"""\nc,1\t2\n');
  equal(rowsText(ROWS, { format: "csv", delimiter: ";" }), 'Name;Note\na;x,y\nb;"say ""z"""\nc;1\t2\n');
  equal(rowsText(ROWS, { format: "tsv" }), 'Name\tNote\na\tx,y\nb\t"say ""z"""\nc\t"1\t2"\n');
});

Deno.test("rowRecords() names every cell by its header", () => {
  deepEqual(rowRecords({ headers: ["A", "B"], rows: [["1"]] }), [{ A: "1", B: "" }]);
});
