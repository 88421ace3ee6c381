import { deepEqual, equal, ok } from "node:assert/strict";
import { AtmosError, CancelledError, HostError, IntegrityError } from "@/base/errors.ts";
import { packError, unpackError } from "./portable_error.ts";

Deno.test("unpackError() gives back every kind with all that it says", () => {
  const cause = new TypeError("below");
  const details = {
    explanation: "why",
    hints: ["atmos toolchain install"],
    facts: { archive: "kit.zip", bytes: 3 },
    at: { file: "a.yaml", line: 1, column: 2 },
    exitCode: 7,
    cause,
  };
  for (const Kind of [CancelledError, HostError, IntegrityError]) {
    const sent = new Kind("room/what", "what happened", details);
    const back = unpackError(structuredClone(packError(sent)));
    ok(back instanceof Kind && back instanceof AtmosError);
    const { cause: below, ...shown } = details;
    const { code, title, explanation, hints, facts, at, exitCode } = back;
    deepEqual({ code, title, explanation, hints, facts, at, exitCode }, {
      code: "room/what",
      title: "what happened",
      ...shown,
    });
    equal((back.cause as Error).message, below.message);
  }
});

Deno.test("unpackError() keeps a defect a defect", () => {
  const sent = new TypeError("x is not a function");
  const back = unpackError(structuredClone(packError(sent)));
  ok(!(back instanceof AtmosError));
  deepEqual([back.message, back.stack], [sent.message, sent.stack]);
  equal(unpackError(packError("just words")).message, "just words");
});
