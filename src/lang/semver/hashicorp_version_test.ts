import { deepEqual, equal, ok } from "node:assert/strict";
import {
  compareHashicorpVersions,
  type HashicorpVersion,
  parseHashicorpVersion,
} from "./hashicorp_version.ts";

function parse(text: string): HashicorpVersion {
  const version = parseHashicorpVersion(text);
  ok(version !== undefined, text);
  return version;
}

function compare(left: string, right: string): number {
  return compareHashicorpVersions(parse(left), parse(right));
}

Deno.test("parseHashicorpVersion() keeps to its grammar", () => {
  const cases: [text: string, segments: readonly (number | bigint)[], prerelease: string][] = [
    ["1", [1, 0, 0], ""],
    ["v1.2", [1, 2, 0], ""],
    ["1.0.0.5", [1, 0, 0, 5], ""],
    ["01.002.3", [1, 2, 3], ""],
    ["20230405", [20230405, 0, 0], ""],
    ["1.2.3~rc1", [1, 2, 3], "~rc1"],
    ["v1.2.3rc.1", [1, 2, 3], "rc.1"],
    ["2.0.0b3", [2, 0, 0], "b3"],
    ["2.0.0-b3", [2, 0, 0], "b3"],
    ["19.10b0", [19, 10, 0], "b0"],
    ["2023-12-31", [2023, 0, 0], "12-31"],
    ["1--2", [1, 0, 0], "-2"],
    ["1.2.3-", [1, 2, 3], "-"],
    ["1.31.7+k0s.0", [1, 31, 7], ""],
    ["1.0.0-rc.1+meta-1", [1, 0, 0], "rc.1"],
    ["9223372036854775807", [9223372036854775807n, 0, 0], ""],
  ];
  for (const [text, segments, prerelease] of cases) {
    deepEqual(parseHashicorpVersion(text), { segments, prerelease }, text);
  }
});

Deno.test("parseHashicorpVersion() refuses everything else", () => {
  const cases = [
    ...[
      "",
      "v",
      "V1.0",
      " 1.0",
      "1.0 ",
      "1.0\n",
      "cli-v1.0",
      "nightly",
      "1.0_2",
      "1..2",
      "1.",
      ".1",
    ],
    ...["1.2.3+", "1.2.3-rc..1", "1.2.3-rc.", "vv1", "1.2.3+a+b", "１.2", "9223372036854775808", "1.2.3-é"],
  ];
  for (const text of cases) equal(parseHashicorpVersion(text), undefined, JSON.stringify(text));
});

Deno.test("compareHashicorpVersions() orders as the registry does", () => {
  const cases: [left: string, sign: "<" | "=" | ">", right: string][] = [
    ["2.0.0b3", "=", "2.0.0-b3"],
    ["19.10b0", "<", "19.10"],
    ["1.0.0-1", "<", "1.0.0-alpha"],
    ["1.0.0-a", "<", "1.0.0-a.1"],
    ["1.0.0-a", ">", "1.0.0-a.b"],
    ["1.0.0-beta", "<", "1.0.0-beta1"],
    ["1.0.0-rc10", "<", "1.0.0-rc2"],
    ["1.0.0-beta.2", "<", "1.0.0-beta.11"],
    ["1.2.0.0-rc1", "=", "1.2.0"],
    ["1.2.0.1-rc1", ">", "1.2.0"],
    ["1.31.7+k0s.0", "=", "1.31.7"],
    ["2024-9", "<", "2024-10"],
    ["01.002.3", "=", "1.2.3"],
    ["1.2", "=", "1.2.0.0"],
    ["1.0.0-rc1", "<", "1.0.0"],
    ["9007199254740993", ">", "9007199254740992"],
    ["9007199254740993", ">", "9007199254740991"],
  ];
  const signs = { "<": -1, "=": 0, ">": 1 };
  for (const [left, sign, right] of cases) {
    equal(Math.sign(compare(left, right)), signs[sign], `${left} ${sign} ${right}`);
    equal(Math.sign(compare(right, left)), 0 - signs[sign], `${right} against ${left}`);
  }
});

Deno.test("compareHashicorpVersions() knows two spellings of one prerelease number as lower from both sides", () => {
  equal(compare("1.0.0-01", "1.0.0-1"), -1);
  equal(compare("1.0.0-1", "1.0.0-01"), -1);
});

Deno.test("compareHashicorpVersions() is antisymmetric, and transitive among versions of one length", () => {
  const next = random(20260821);
  const pick = <T>(items: readonly T[]): T => items[next() % items.length] as T;
  const numbers = ["0", "1", "2", "10"];
  const tails = [
    "",
    "-alpha",
    "-alpha.1",
    "-alpha.2",
    "-alpha.10",
    "-beta",
    "-rc1",
    "rc2",
    "-1",
    "-2",
    "-10",
    "+build",
  ];
  const version = () => parse(`${pick(numbers)}.${pick(numbers)}.${pick(numbers)}${pick(tails)}`);
  for (let i = 0; i < 5_000; i++) {
    const [a, b, c] = [version(), version(), version()];
    const [ab, bc, ac] = [
      compareHashicorpVersions(a, b),
      compareHashicorpVersions(b, c),
      compareHashicorpVersions(a, c),
    ];
    const shown = JSON.stringify([a, b, c]);
    equal(Math.sign(ab), 0 - Math.sign(compareHashicorpVersions(b, a)), shown);
    if (ab <= 0 && bc <= 0) ok(ac <= 0, shown);
  }
});

/** Numbers from a fixed seed: a linear congruential generator. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state >> 8;
  };
}
