import { deepEqual } from "node:assert/strict";
import { nearVersions } from "./near_versions.ts";

const RELEASED = ["1.0.0", "1.10.0", "1.2.0", "1.3.0", "1.3.0", "1.4.0"];

Deno.test("nearVersions() tells what lies around a version", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["1.3.5", ["1.10.0", "1.4.0", "1.3.0", "1.2.0"]],
    ["v9", ["1.10.0", "1.4.0", "1.3.0", "1.2.0"]],
    ["0.1.0", ["1.4.0", "1.3.0", "1.2.0", "1.0.0"]],
  ];
  for (const [wanted, near] of cases) deepEqual(nearVersions(RELEASED, wanted), near, wanted);
  deepEqual(nearVersions(["1.0.0"], "2.0.0"), ["1.0.0"]);
  deepEqual(nearVersions([], "2.0.0"), []);
});
