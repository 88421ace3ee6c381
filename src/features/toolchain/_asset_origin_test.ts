import { deepEqual, equal, match } from "node:assert/strict";
import { IntegrityError, LookupError } from "@/base/errors.ts";
import { withOrigin } from "./_asset_origin.ts";

const ORIGIN = { url: "https://user:secret@h.test/a.zip?X-Amz-Signature=1", spec: "acme/a@1.0.0" };

Deno.test("withOrigin() tells the address of an archive, without its secrets, and the next step", () => {
  const cases: [error: IntegrityError | LookupError, hints: number][] = [
    [new IntegrityError("archive/corrupt", "broken", { facts: { archive: "a.zip" } }), 1],
    [new IntegrityError("archive/unexpected-content", "a page"), 2],
    [new LookupError("archive/unsupported-format", "no such format", { hints: ["Do this."] }), 1],
  ];
  for (const [error, hints] of cases) {
    const told = withOrigin(error, ORIGIN) as IntegrityError;
    deepEqual([told.kind, told.code, told.title], [error.kind, error.code, `acme/a@1.0.0: ${error.title}`]);
    equal(told.hints.length, hints);
    match(String(told.facts["url"]), /^https:\/\/.*h\.test\/a\.zip/);
    equal(JSON.stringify(told.facts).includes("secret"), false);
    deepEqual({ ...told.facts, url: undefined }, { ...error.facts, url: undefined });
  }
});

Deno.test("withOrigin() leaves other errors alone", () => {
  for (const error of [new Error("x"), new IntegrityError("net/wrong-size", "size"), "text"]) {
    equal(withOrigin(error, ORIGIN), error);
  }
});
