import assert from "node:assert/strict";
import { isTextMap, type KeyPath, type Texts } from "@/base/schema/reading.ts";
import { absentKeys } from "./absent_keys.ts";
import { defaultConfig } from "./default_config.ts";

const terraform = ["components", "terraform"];

Deno.test("absentKeys() names what a section lets one expect and nobody says", () => {
  const has = (...said: readonly KeyPath[]) => (path: KeyPath) =>
    said.some((each) => path.every((step, index) => step === each[index]));
  assert.deepEqual(absentKeys(has(["base_path"])), []);
  assert.deepEqual(absentKeys(has([...terraform, "deploy_run_init"])), [{
    section: terraform,
    keys: [[...terraform, "init_run_reconfigure"], [...terraform, "auto_generate_backend_file"]],
  }]);
  assert.deepEqual(absentKeys(has(["stacks", "included_paths"], ["templates", "settings", "enabled"])), []);
});

Deno.test("absentKeys() names only what is on without a file", () => {
  const at = (path: KeyPath) =>
    path.reduce<Texts>((inner, step) => isTextMap(inner) ? inner[step] ?? null : null, defaultConfig);
  const sections: readonly KeyPath[] = [terraform, ["stacks", "included_paths"]];
  const absent = absentKeys((path) => sections.some((section) => section.join() === path.join()));
  assert.deepEqual(absent.flatMap(({ keys }) => keys).map(at), ["true", "true", "true", "true"]);
});
