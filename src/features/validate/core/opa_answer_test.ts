/** What answers of opa mean. */
import assert from "node:assert/strict";
import { opaAnswer } from "./opa_answer.ts";

function answer(code: number, stdout: unknown, stderr = "") {
  return opaAnswer({ code, stdout: typeof stdout === "string" ? stdout : JSON.stringify(stdout), stderr });
}

Deno.test("opaAnswer() takes texts of the set, and nothing where the rule is not defined", () => {
  const result = [{ expressions: [{ value: ["b", "a", { c: 1 }] }] }];
  assert.deepEqual(answer(0, { result }), { kind: "violations", messages: ["b", "a", '{"c":1}'] });
  assert.deepEqual(answer(0, {}), { kind: "violations", messages: [] });
});

Deno.test("opaAnswer() tells places of errors, and flags that are not known", () => {
  const errors = [{ message: "unexpected eof", location: { file: "a.rego", row: 3, col: 1 } }];
  assert.deepEqual(answer(2, { errors }), {
    kind: "failure",
    message: "a.rego:3:1: unexpected eof",
    isUsage: false,
  });
  assert.deepEqual(answer(1, "", "Error: unknown flag: --x\n"), {
    kind: "failure",
    message: "Error: unknown flag: --x",
    isUsage: true,
  });
  assert.deepEqual(answer(3, "nonsense"), {
    kind: "failure",
    message: "opa ended with exit code 3",
    isUsage: false,
  });
});
