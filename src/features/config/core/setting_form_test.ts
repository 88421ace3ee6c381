import { deepEqual, equal } from "node:assert/strict";
import { atmosSettings } from "../schema/atmos.ts";
import { settingForm, spelledPath } from "./setting_form.ts";

Deno.test("settingForm() knows types, collections, secrets and what nobody knows", () => {
  const cases: [path: (string | number)[], wanted: readonly string[] | undefined, isSecret: boolean][] = [
    [["logs", "level"], ["string"], false],
    [["LOGS", "Level"], ["string"], false],
    [["settings", "terminal", "max_width"], ["integer"], false],
    [["stacks", "included_paths"], [], false],
    [["stacks", "included_paths", 0], ["string"], false],
    [["logs"], [], false],
    [["settings", "github_token"], ["string"], true],
    [["env", "MY_PASSWORD"], ["string", "number", "boolean"], true],
    [["own", "key"], undefined, false],
    [["logs", 0], undefined, false],
  ];
  for (const [path, wanted, isSecret] of cases) {
    deepEqual(settingForm(atmosSettings, path), { wanted, isSecret }, path.join("."));
  }
});

Deno.test("spelledPath() takes the spelling of the file, then of the definition, and leaves free keys alone", () => {
  const keys: Record<string, string[]> = { "": ["Logs", "env"], "Logs": ["Level"], "env": ["WORD"] };
  const spelled = (...path: (string | number)[]) =>
    spelledPath(atmosSettings, path, (at) => keys[at.join(".")] ?? []).join(".");
  equal(spelled("logs", "LEVEL"), "Logs.Level");
  equal(spelled("logs", "FILE"), "Logs.file");
  equal(spelled("env", "word"), "env.word");
  equal(spelled("Own", "Key", 0), "Own.Key.0");
});
