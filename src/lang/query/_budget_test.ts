import assert from "node:assert/strict";
import { compileQuery } from "./query.ts";

const numbers = Array.from({ length: 5000 }, (_, index) => index);
const deep = (steps: number): string => `(.[0:${steps}] | .[] as $i ireduce ({}; {"a": .}))`;

Deno.test("compileQuery() ends what would fill the memory or the stack", () => {
  const cases: [query: string, title: RegExp][] = [
    [Array(60).fill("[., .]").join(" | "), /too many values/],
    [Array(60).fill("(., .)").join(" | "), /too many values/],
    [`[${Array(30).fill(".[]").join(" + ")}]`, /too many values/],
    [`{${numbers.slice(0, 40).map((index) => `"k${index}": (1, 2)`).join()}}`, /too many values/],
    ['.[] as $i ireduce ("a"; . + .)', /too many values/],
    ['"abc" * 99999999999', /too many values/],
    [".[] as $i ireduce ([1]; . + .)", /too many values/],
    ['.[] as $i ireduce ({}; {"a": ., "b": .})', /too many values/],
    ["{} | .a[99999999999] = 1", /too many values/],
    ["{} | .a[99999999].x = 1", /too many values/],
    ["[.[] as $a | .[] as $b | .[] as $c | 1]", /too many values/],
    ["[.[:100] | .[] as $a | .[] as $b | .[] as $c | .[] as $d | 1]", /too many values/],
    [`("a" * 1000000) | sub("a", "${"b".repeat(1000)}")`, /too many values/],
    [`map(tostring) | join("x" * 10000000)`, /too (?:many|deeply or too long)/],
    [deep(2000), /nested more than 1000 times/],
    [`${deep(2000)} == ${deep(2000)}`, /nested more than 1000 times/],
    [`${deep(2000)} | @json`, /nested more than 1000 times/],
    [`[${deep(2000)}] | unique`, /nested more than 1000 times/],
    ["(".repeat(100_000), /nested too deeply/],
    ["[".repeat(300) + "]".repeat(300), /nested too deeply/],
    [Array(1000).fill("1").join(" + "), /nested too deeply/],
    [String.raw`"\(`.repeat(5000), /nested too deeply/],
  ];
  for (const [query, title] of cases) {
    assert.throws(() => compileQuery(query)(numbers), { kind: "config", message: title }, query.slice(0, 80));
  }
});

Deno.test("compileQuery() does not mind what is only long", () => {
  const cases: [query: string, results: readonly unknown[]][] = [
    [Array(20_000).fill(".").join(" | ") + " | length", [5000]],
    [`{} | ${".a".repeat(20_000)}`, [null]],
    [`[${Array(20_000).fill("1").join(", ")}] | length`, [20_000]],
    [`"${"a".repeat(100_000)}" | length`, [100_000]],
    ["[".repeat(90) + "1" + "]".repeat(90) + " | flatten", [[1]]],
    [".[] = 1 | unique", [[1]]],
    ["del(.[] | select(. > 0))", [[0]]],
    ["sort | reverse | sort_by(.) | unique | length", [5000]],
    [".[] as $i ireduce (0; . + $i)", [12_497_500]],
    [`"${"a".repeat(3000)}" == "${"*a".repeat(1500)}b"`, [false]],
    [`"${"a".repeat(5000)}" | test("(a*)*b")`, [false]],
  ];
  for (const [query, results] of cases) {
    assert.deepEqual(compileQuery(query)(numbers), results, query.slice(0, 80));
  }
});
