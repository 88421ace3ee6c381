import { deepEqual, equal, ok } from "node:assert/strict";
import { compareNewestFirst, compareVersions, isOrderedVersion } from "./order.ts";

Deno.test("compareVersions() sorts versions by number and the rest by text behind them", () => {
  const sorted = [
    ...[
      "0.9",
      "1.0.0-alpha",
      "1.0.0-alpha.1",
      "1.0.0-alpha.beta",
      "1.0.0-beta",
      "1.0.0-beta.2",
      "1.0.0-beta.11",
    ],
    ...["1.0.0-rc.1", "v1.0.0", "1.0.0.1", "1.2.0", "v1.9.0", "1.10.0", "2024.5.1", "20240501"],
    ...["jq-1.7.1", "kustomize/v5.6.0", "latest", "r23"],
  ];
  deepEqual(sorted.toReversed().sort(compareVersions), sorted);
  deepEqual([...sorted].sort(compareVersions), sorted);
});

Deno.test("compareNewestFirst() turns versions round and keeps the rest last", () => {
  deepEqual(["nightly", "1.2.0", "v1.10.0", "a", "1.9.0"].sort(compareNewestFirst), [
    ...["v1.10.0", "1.9.0", "1.2.0", "a", "nightly"],
  ]);
});

Deno.test("compareVersions() takes spellings of one version as equal", () => {
  for (
    const [left, right] of [["1.10.3", "v1.10.3"], ["1.2", "1.2.0"], ["1.0.0+a", "1.0.0+b"], ["1-01", "1-1"]]
  ) {
    equal(compareVersions(left ?? "", right ?? ""), 0, `${left} ${right}`);
  }
});

Deno.test("compareVersions() compares prerelease numbers of any length", () => {
  ok(compareVersions("1.0.0-99999999999999999999", "1.0.0-100000000000000000000") < 0);
  ok(compareVersions("1.0.0-20240501123456789012345", "1.0.0-20240501123456789012346") < 0);
});

Deno.test("isOrderedVersion() tells versions from opaque texts", () => {
  for (const text of ["1", "v1.2.3", "1.7.1-rc.1", "2024-05-01"]) ok(isOrderedVersion(text), text);
  for (const text of ["", "latest", "jq-1.7.1", "r23", "kustomize/v5.6.0", "1.2_3"]) {
    ok(!isOrderedVersion(text), text);
  }
});

Deno.test("compareVersions() is a total order over any texts", () => {
  let state = 424242;
  const next = (bound: number) => (state = (state * 1103515245 + 12345) % 2147483648) % bound;
  const parts = ["0", "1", "01", "10", ".", "-", "rc", "a", "v", "+", "~", "1.0.0", "-1", ".x", "é", ""];
  const text = () => Array.from({ length: next(6) }, () => parts[next(97) % parts.length]).join("");
  for (let i = 0; i < 5_000; i++) {
    const [a, b, c] = [text(), text(), text()];
    const shown = JSON.stringify([a, b, c]);
    equal(Math.sign(compareVersions(a, b)), 0 - Math.sign(compareVersions(b, a)), shown);
    if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) ok(compareVersions(a, c) <= 0, shown);
    if (compareVersions(a, b) === 0) {
      equal(Math.sign(compareVersions(a, c)), Math.sign(compareVersions(b, c)), shown);
    }
  }
});
