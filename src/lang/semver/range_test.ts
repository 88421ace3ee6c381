import assert from "node:assert/strict";
import { parseRange } from "./range.ts";

const cases: [range: string, matching: string, others: string][] = [
  ["1.10.3", "1.10.3 v1.10.3 1.10.3+build", "1.10.4 1.10"],
  ["=1.10", "1.10.0 1.10.9", "1.11.0"],
  ["^1.10", "1.10.0 1.99.1 v1.10", "2.0.0 1.9.9"],
  ["^0.2.3", "0.2.3 0.2.9", "0.3.0 0.2.2"],
  ["~1.2", "1.2.0 1.2.9", "1.3.0"],
  ["~> 1.9", "1.9.0 1.9.8", "1.10.0"],
  ["~>1.9.1", "1.9.1 1.9.8", "1.9.0 1.10.0"],
  [">= 1.5, < 2", "1.5.0 1.99.0", "2.0.0 1.4.9"],
  [">=1.5 <2", "1.5.0", "2.0.0"],
  ["=> 1.5, =< 2.0.0", "1.5.0 2.0.0", "2.0.1"],
  ["< 1.10.0", "1.9.9", "1.10.0 1.10.0-rc1"],
  ["1.10.x", "1.10.0 1.10.7", "1.11.0"],
  ["1.10.*", "1.10.0", "1.11.0"],
  ["1.X", "1.0.0 1.9.9", "2.0.0"],
  ["*", "0.0.1 9.9.9", "1.0.0-rc1"],
  ["", "0.0.1 9.9.9", "1.0.0-rc1 latest"],
  ["1.2 - 1.4", "1.2.0 1.4.9", "1.5.0 1.1.9"],
  ["^1.0 || ^3.0", "1.1.0 3.9.0", "2.0.0 4.0.0"],
  ["!= 1.2.3", "1.2.4 0.1.0", "1.2.3"],
  [">= 1.0, != 1.2.3, < 2", "1.2.4", "1.2.3 2.0.0"],
  ["!=1.2.x", "1.3.0", "1.2.0 1.2.9"],
  [">= 1.0.0-beta.2", "1.0.0-beta.11 1.0.0 2.0.0-rc1", "1.0.0-beta.1"],
  [">= 1.0.0", "1.0.0", "1.0.1-rc1"],
];

Deno.test("parseRange() tells the versions in a range", () => {
  for (const [range, matching, others] of cases) {
    const matches = parseRange(range);
    assert.ok(matches, range);
    for (const version of matching.split(" ")) assert.equal(matches(version), true, `${version} in ${range}`);
    for (const version of others.split(" ")) assert.equal(matches(version), false, `${version} in ${range}`);
  }
});

Deno.test("parseRange() matches nothing that is no version", () => {
  for (
    const version of ["", "latest", "jq-1.7.1", "kustomize/v5.6.0", "1.2.3.4", "2024-01-02", "v", "1..2"]
  ) {
    assert.equal(parseRange("*")?.(version), false, version);
  }
});

Deno.test("parseRange() refuses what is no range", () => {
  for (const text of ["nope", ">> 1", "1.2.3.4", ">= a", "!= nope", "1 || nope", "^", "[1,2]", ">=1.0 ) "]) {
    assert.equal(parseRange(text), undefined, text);
  }
});
