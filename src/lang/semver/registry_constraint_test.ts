import { equal } from "node:assert/strict";
import { parseRegistryConstraint, parseTestedVersion, satisfiesConstraint } from "./registry_constraint.ts";

function test(constraint: string, version: string): boolean | "invalid" {
  return satisfiesConstraint(parseRegistryConstraint(constraint), parseTestedVersion(version));
}

Deno.test("satisfiesConstraint() holds when all terms hold", () => {
  const cases: [constraint: string, version: string, expected: boolean | "invalid"][] = [
    [">= 1.0, < 2.0", "1.2.3", true],
    [">=1.0.0,<2.0.0", "2.0.0", false],
    [">=1.2.3", "1.2.3", true],
    [">= v1.2.3", "1.2.3", true],
    ["  >=   1.0  ", "1.2.3", true],
    ["<= 1.2.3", "1.2.3-rc1", true],
    ["< 1.2.3", "1.2.3-rc1", true],
    [">= 1.2.3", "1.2.3-rc1", false],
    ["= 1.2.3", "v1.2.3+build5", true],
    ["= 1.2", "1.2.0", true],
    ["<= 1.2", "1.2.0.0", true],
    ["<= 1.2.3", "1.2.3.1", false],
    ["!= 1.2.3", "1.2.4", true],
    ["< 2024-01-01", "2023-12-31", true],
    ["<= 1.0.0-beta.2", "1.0.0-beta.11", false],
    ["<= 1.0.0-rc2", "1.0.0-rc10", true],
    ["> 1.0.0-alpha, < 1.0.0", "1.0.0-beta", true],
  ];
  for (const [constraint, version, expected] of cases) equal(test(constraint, version), expected, constraint);
});

Deno.test("satisfiesConstraint() knows no other operators", () => {
  for (const constraint of ["1.2.3", "~> 1.2", "^1.2", "", ",", ">= 1.0,", "latest"]) {
    equal(test(constraint, "1.2.3"), "invalid", constraint);
  }
  for (const constraint of ["== 1.2.3", ">= 1.0 < 2.0", ">= 1.0 || < 0.5", ">= x", ">=", "> = 1"]) {
    equal(test(constraint, "1.2.3"), false, constraint);
  }
});

Deno.test("satisfiesConstraint() stops at the first term that does not hold", () => {
  equal(test("> 2, 1.2.3", "1.2.3"), false);
  equal(test("> 1, 1.2.3", "1.2.3"), "invalid");
});

Deno.test("satisfiesConstraint() is false for commits and what is no version, whatever the constraint", () => {
  const versions = [
    "35661968adb8fa29ab1d4a8713c0547d9a6007bb",
    "nightly",
    "cli-v0.1.0",
    "V0.9.0",
    "",
    "1.0.0_1",
  ];
  for (const version of versions) {
    for (const constraint of [">= 0", "!= 1.2.3", "1.2.3"]) equal(test(constraint, version), false, version);
  }
  equal(test("> 1", "3566196800000000000000000000000000000000"), false);
});
