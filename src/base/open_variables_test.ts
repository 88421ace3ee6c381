import assert from "node:assert/strict";
import { isOpenVariable } from "./open_variables.ts";

Deno.test("isOpenVariable() is true for nothing that may hold a secret", () => {
  for (const name of ["ATMOS_TOOL_VERSIONS", "XDG_CACHE_HOME", "HOME", "PATH", "CI"]) {
    assert.equal(isOpenVariable(name), true, name);
  }
  for (
    const name of ["ATMOS_GITHUB_TOKEN", "ATMOS_X_SECRET", "GITHUB_TOKEN", "MY_PIN", "", "HOMEX", "path"]
  ) {
    assert.equal(isOpenVariable(name), false, name);
  }
});
