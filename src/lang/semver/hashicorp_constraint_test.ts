import { equal, ok } from "node:assert/strict";
import vectors from "../../../tests/vectors/semver/hashicorp_constraints.json" with { type: "json" };
import { parseHashicorpConstraint } from "./hashicorp_constraint.ts";

interface Vector {
  readonly name: string;
  readonly in: string;
  readonly holds?: readonly string[];
  readonly fails?: readonly string[];
  readonly error?: boolean;
}

Deno.test("parseHashicorpConstraint() tells which versions satisfy a constraint, and what is none", () => {
  for (const { name, in: text, holds = [], fails = [], error } of vectors as readonly Vector[]) {
    const satisfies = parseHashicorpConstraint(text);
    equal(satisfies === undefined, error ?? false, name);
    if (satisfies === undefined) continue;
    ok(holds.length > 0 && fails.length > 0, name);
    for (const version of holds) equal(satisfies(version), true, `${name}: ${version}`);
    for (const version of fails) equal(satisfies(version), false, `${name}: ${version}`);
  }
});
