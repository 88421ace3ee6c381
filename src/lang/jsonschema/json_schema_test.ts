/** Findings of JSON Schemas: their places and words. */
import assert from "node:assert/strict";
import { ConfigError } from "@/base/errors.ts";
import { compileSchema } from "./json_schema.ts";

function linesOf(schema: unknown, value: unknown): readonly string[] {
  return compileSchema(schema, "s.json")(value).map(({ path, message }) => `${path.join("/")}: ${message}`);
}

Deno.test("a finding names the deepest place and both types", () => {
  const schema = {
    type: "object",
    properties: { vars: { type: "object", properties: { size: { type: "integer", maximum: 5 } } } },
  };
  assert.deepEqual(linesOf(schema, { vars: { size: 9 } }), ["vars/size: must be <= 5 but found 9"]);
  assert.deepEqual(linesOf(schema, { vars: [1] }), ["vars: expected object, but got array"]);
  assert.deepEqual(linesOf(schema, { vars: { size: 5 } }), []);
});

Deno.test("missing keys are one finding, keys that are not allowed one each", () => {
  const schema = { required: ["a", "b"], properties: { a: {}, b: {} }, additionalProperties: false };
  const found = compileSchema(schema, "s.json")({ c: 1, d: 2 });
  assert.deepEqual(found.map(({ path, keyword, names }) => [path, keyword, names]), [
    [[], "required", ["a", "b"]],
    [["c"], "additionalProperties", ["a", "b"]],
    [["d"], "additionalProperties", ["a", "b"]],
  ]);
});

Deno.test("a key whose value is wrong is not called unknown", () => {
  const schema = { properties: { a: { type: "string" } }, additionalProperties: false };
  assert.deepEqual(linesOf(schema, { a: 1 }), ["a: expected string, but got number"]);
});

Deno.test("alternatives are folded: all types, or the one that fits best", () => {
  const schema = {
    definitions: { map: { type: "object", properties: { x: { type: "integer" } } } },
    properties: { a: { oneOf: [{ type: "string", pattern: "^!" }, { $ref: "#/definitions/map" }] } },
  };
  assert.deepEqual(linesOf(schema, { a: [1] }), ["a: expected string or object, but got array"]);
  assert.deepEqual(linesOf(schema, { a: { x: "y" } }), ["a/x: expected integer, but got string"]);
  assert.deepEqual(linesOf(schema, { a: "y" }), ["a: expected object, but got string"]);
});

Deno.test("indices of lists are numbers, keys that look like them are texts", () => {
  const schema = { additionalProperties: { items: { enum: ["x", 1] }, additionalProperties: { const: 2 } } };
  const places = compileSchema(schema, "s.json")({ "a/b": ["x", 3], c: { 0: 1 } }).map(({ path }) => path);
  assert.deepEqual(places, [["a/b", 1], ["c", "0"]]);
});

Deno.test("a schema that cannot be followed is told with its name", () => {
  const isInvalid = (error: unknown) =>
    error instanceof ConfigError && error.code === "json-schema/invalid" && error.title.includes("s.json");
  assert.throws(() => compileSchema([], "s.json"), isInvalid);
  assert.throws(() => linesOf({ $ref: "#/nowhere" }, 1), isInvalid);
  assert.throws(() => linesOf({ pattern: "(" }, "x"), isInvalid);
});
