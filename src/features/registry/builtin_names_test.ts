import assert from "node:assert/strict";
import { publicRegistry } from "../../../tests/support/package_record.ts";
import { builtinNames } from "./builtin_names.ts";

Deno.test("builtinNames is sorted and never leads to another name of itself", () => {
  const names = Object.keys(builtinNames);
  assert.deepEqual(names, names.toSorted());
  for (const id of Object.values(builtinNames)) {
    assert.match(id, /^[^/]+\/[^/]+(\/[^/]+)*$/);
    assert.ok(!Object.hasOwn(builtinNames, id), id);
  }
});

Deno.test("builtinNames leads to packages of the public registry", async () => {
  const packages = await publicRegistry();
  if (packages === undefined) return;
  const ids = Object.values(builtinNames);
  assert.deepEqual(ids.filter((id) => !packages.has(id)), []);
});
