import assert from "node:assert/strict";
import { type ListingFormat, listingText } from "./listing.ts";

const listing = { head: ["Name", "Note"], rows: [["a", 'says "x", y'], ["b", "1\n2\t3"]] };

Deno.test("listingText() prints the same cells in every format", async () => {
  const cases: [ListingFormat, string | undefined, string][] = [
    ["csv", undefined, 'Name,Note\na,"says ""x"", y"\nb,"1\n2\t3"\n'],
    ["csv", ";", 'Name;Note\na;"says ""x"", y"\nb;"1\n2\t3"\n'],
    ["csv", "--", 'Name--Note\na--"says ""x"", y"\nb--"1\n2\t3"\n'],
    ["tsv", undefined, 'Name\tNote\na\t"says ""x"", y"\nb\t"1\n2\t3"\n'],
    ["table", undefined, 'a\tsays "x", y\nb\t1\\n2\\t3\n'],
    ["yaml", undefined, '- Name: a\n  Note: says "x", y\n- Name: b\n  Note: "1\\n2\\t3"\n'],
  ];
  for (const [format, delimiter, text] of cases) {
    assert.equal(await listingText(listing, { format, delimiter, width: undefined }), text, format);
  }
  const json = await listingText(listing, { format: "json", width: undefined });
  assert.deepEqual(JSON.parse(json), [{ Name: "a", Note: 'says "x", y' }, { Name: "b", Note: "1\n2\t3" }]);
});

Deno.test("listingText() has a head and aligned columns at a terminal", async () => {
  assert.equal(
    await listingText(listing, { format: "table", width: 80 }),
    'Name  Note\na     says "x", y\nb     1\\n2\\t3\n',
  );
});

Deno.test("listingText() of no rows is no text, or an empty list", async () => {
  const empty = { head: ["Name"], rows: [] };
  for (
    const [format, text] of [["table", ""], ["csv", ""], ["tsv", ""], ["json", "[]\n"], [
      "yaml",
      "[]\n",
    ]] as const
  ) {
    assert.equal(await listingText(empty, { format, width: undefined }), text, format);
    assert.equal(await listingText(empty, { format, width: 80 }), text, format);
  }
});
