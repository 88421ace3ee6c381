/** A value to query and the two assertions of every table of queries. */
import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { compileQuery } from "@/lang/query/query.ts";

/** What the queries of the tables look at. */
export const sample = {
  "a": 1,
  "b": 2,
  "s": "abc",
  "n": null,
  "no": false,
  "yes": true,
  "c": [3, 1, 2, 1],
  "e": [],
  "em": {},
  "m": { "y": { "z": [1] }, "x": 1 },
  "l": [{ "a": 1, "b": 2 }, { "a": 3, "b": 4 }, { "a": 1, "b": 7 }],
  "ms": { "q": 2, "p": 1, "r": "x" },
  "k": "a",
};

/** A query and every result it has. */
export type Answered = readonly [query: string, results: readonly unknown[]];

/** A query and its error, as `code: title`. */
export type Refused = readonly [query: string, error: string];

/** Asserts the results, and that no query touches its input. */
export function assertResults(cases: readonly Answered[], value: unknown = sample): void {
  const before = structuredClone(value);
  for (const [query, results] of cases) assert.deepEqual(compileQuery(query)(value), results, query);
  assert.deepEqual(value, before);
}

/** Asserts that each query is an error of the configuration. */
export function assertRefusals(cases: readonly Refused[], value: unknown = sample): void {
  for (const [query, error] of cases) {
    assert.throws(() => compileQuery(query)(value), (thrown) => {
      assert.ok(thrown instanceof ConfigError, query);
      assert.equal(`${thrown.code}: ${thrown.title}`, error, query);
      return true;
    });
  }
}
