/** Keys that have a successor. */
import assert from "node:assert/strict";
import { deprecatedKeys } from "./deprecated_keys.ts";

Deno.test("deprecatedKeys() looks at the root, at types and at components", () => {
  const settings = { depends_on: { 1: { component: "a" } } };
  const tree = { settings, terraform: { settings }, components: { helmfile: { b: { settings }, c: {} } } };
  assert.deepEqual(deprecatedKeys(tree).map(({ path }) => path.join(".")), [
    "settings.depends_on",
    "terraform.settings.depends_on",
    "components.helmfile.b.settings.depends_on",
  ]);
  assert.deepEqual(deprecatedKeys({ settings: {}, components: [] }), []);
});
