import { deepEqual, equal } from "node:assert/strict";
import { isPrerelease, type UpdateRule, updateTarget } from "./newer_version.ts";

const RELEASED = ["2.0.0", "1.10.1", "1.10.0", "1.9.9", "1.9.0"].map((version) => ({
  version,
  tag: `v${version}`,
}));

Deno.test("updateTarget() goes as far as the rule allows and never back", () => {
  const cases: [string, UpdateRule, string | undefined][] = [
    ["1.9.0", { reach: "any" }, "2.0.0"],
    ["v1.9.0", { reach: "any" }, "2.0.0"],
    ["1.9.0", { reach: "minor" }, "1.10.1"],
    ["1.9.0", { reach: "patch" }, "1.9.9"],
    ["1.9", { reach: "patch" }, "1.9.9"],
    ["1.10.1", { reach: "minor" }, undefined],
    ["2.0.0", { reach: "any" }, undefined],
    ["3.0.0", { reach: "any" }, undefined],
    ["2.0.0-rc.1", { reach: "any" }, "2.0.0"],
    ["1.9.0", { reach: "any", allows: (version) => version.startsWith("1.10") }, "1.10.1"],
    ["1.9.0", { reach: "any", allows: () => false }, undefined],
  ];
  for (const [current, rule, newer] of cases) {
    const target = updateTarget(current, RELEASED, rule);
    equal(target?.isNewer ? target.latest : undefined, newer, `${current} ${rule.reach}`);
  }
});

Deno.test("updateTarget() understands raw tags and publishers without numbers", () => {
  const jq = [{ version: "1.7.1", tag: "jq-1.7.1" }, { version: "1.6", tag: "jq-1.6" }];
  deepEqual(updateTarget("jq-1.6", jq, { reach: "any" }), { current: "1.6", latest: "1.7.1", isNewer: true });
  const dated = ["r23", "r22", "r21"].map((version) => ({ version, tag: version }));
  deepEqual(updateTarget("r22", dated, { reach: "any" }), { current: "r22", latest: "r23", isNewer: true });
  deepEqual(updateTarget("r23", dated, { reach: "any" }), { current: "r23", latest: "r23", isNewer: false });
  equal(updateTarget("r9", dated, { reach: "any" }), undefined);
  equal(updateTarget("r22", dated, { reach: "patch" }), undefined);
});

Deno.test("isPrerelease() tells who wants prereleases", () => {
  deepEqual(["1.0.0", "1.0.0-rc.1", "v2.0.0-beta", "nightly"].map(isPrerelease), [false, true, true, false]);
});
