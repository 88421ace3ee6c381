import { deepEqual, throws } from "node:assert/strict";
import { parseTerraformCall, type TerraformCall } from "./terraform_call.ts";

const parse = (text: string) =>
  parseTerraformCall({
    tag: "!terraform.state",
    text,
    path: ["vars", "x"],
    place: { positionOf: () => undefined },
  });

Deno.test("parseTerraformCall() tells component, stack and expression apart", () => {
  const cases: readonly (readonly [string, TerraformCall["component"], string | undefined, string])[] = [
    ["net id", "net", undefined, "id"],
    ["net prod-eu id", "net", "prod-eu", "id"],
    ['net .id // {"k":"v w"}', "net", undefined, '.id // {"k":"v w"}'],
    ['net dev .host | "jdbc://" + .', "net", "dev", '.host | "jdbc://" + .'],
    [`net '.arns["a/b"]'`, "net", undefined, '.arns["a/b"]'],
    ["net\n  .id // [1]", "net", undefined, ".id // [1]"],
    ['net ".id // ""none"""', "net", undefined, '.id // "none"'],
    ['"net" "dev" "id"', "net", "dev", "id"],
    ["net .a[0]", "net", undefined, ".a[0]"],
  ];
  for (const [text, component, stack, expression] of cases) {
    deepEqual(parse(text), { component, stack, expression }, text);
  }
});

Deno.test("parseTerraformCall() refuses too few and too many words", () => {
  for (
    const [text, reason] of [["", /expected arguments/], ["net", /2 or 3/], ["net dev id more", /2 or 3/], [
      'net ".id',
      /1:5/,
    ]] as const
  ) {
    throws(() => parse(text), { code: "functions/bad-arguments", explanation: reason }, text);
  }
});
