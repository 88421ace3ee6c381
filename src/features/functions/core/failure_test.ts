import { deepEqual, equal } from "node:assert/strict";
import { HostError } from "@/base/errors.ts";
import { badArguments, failed, failedBy } from "./failure.ts";

function callOf(text: string, path: readonly (string | number)[] = ["a", 0, "b.c"]) {
  return { tag: "!exec", text, path, place: { positionOf: () => ({ file: "x.yaml", line: 2 }) } };
}

Deno.test("failed() names the call and its key on one line", () => {
  const long = "y".repeat(81);
  const cases: [string, string][] = [
    ["echo x", "!exec echo x"],
    ["", "!exec"],
    ["curl https://me:pw@h.test/x?token=t", "!exec curl https://***@h.test/x?***"],
    [" echo x \n", "!exec echo x"],
    ["echo x\r\necho y", "!exec echo x…"],
    [long, `!exec ${long.slice(1)}…`],
  ];
  for (const [text, shown] of cases) {
    const error = failed(callOf(text), "Why.");
    equal(error.title, `failed to execute yaml function: ${shown} at a[0]."b.c"`);
    deepEqual([error.code, error.explanation, error.at], ["functions/failed", "Why.", {
      file: "x.yaml",
      line: 2,
    }]);
  }
  equal(
    failed(callOf("x", []), "Why.").title,
    "failed to execute yaml function: !exec x at the top of the file",
  );
  equal(failed(callOf("x"), "Why.", { code: "functions/other" }).code, "functions/other");
  equal(badArguments(callOf("x", ["k"]), "Why.").title, "invalid Atmos YAML function: !exec x at k");
});

Deno.test("failedBy() keeps place, reason, hints and facts of the error underneath", () => {
  const below = new HostError("disk/permission", "cannot read 'x'", {
    explanation: "It is not yours.",
    hints: ["Run `ls`."],
    facts: { path: "x" },
    at: { file: "/y.env", line: 3 },
  });
  const error = failedBy(callOf("x"), below);
  equal(error.explanation, "/y.env:3: cannot read 'x'. It is not yours.");
  deepEqual([error.hints, error.facts, error.cause], [["Run `ls`."], { path: "x" }, below]);
  const excerpt = new HostError("a/b", "bad", { explanation: "1 | x\n  | ^" });
  equal(failedBy(callOf("x"), excerpt).explanation, "bad\n1 | x\n  | ^");
  equal(failedBy(callOf("x"), new HostError("a/b", "bad")).explanation, "bad");
});
