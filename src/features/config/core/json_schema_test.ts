import assert from "node:assert/strict";
import { choice, list, placed, whole } from "@/base/schema/blocks.ts";
import { type Decoder, formed } from "@/base/schema/reading.ts";
import { record, setting } from "@/base/schema/record.ts";
import { bool, duration, float, free, map, oneOf, string, strings } from "@/base/schema/weak.ts";
import { atmosSettings } from "../schema/atmos.ts";
import { type JsonSchema, jsonSchema } from "./json_schema.ts";

const head = { title: "t", description: "d" };

function schemaOf(decode: Decoder<unknown>): unknown {
  const { properties } = jsonSchema(record({ a: setting("A", decode) }), head);
  return (properties as Record<string, unknown>)["a"];
}

Deno.test("jsonSchema() has the types and words of each kind of value", () => {
  const anyOff = { type: "string", pattern: "^([Oo][Ff][Ff]|[Aa][-_][Bb])$" };
  const cases: [Decoder<unknown>, JsonSchema][] = [
    [string, { type: "string" }],
    [bool, { type: "boolean" }],
    [float, { type: "number" }],
    [whole(1), { type: "integer", minimum: 1 }],
    [duration, { type: ["string", "integer"] }],
    [oneOf("x", "y"), { type: "string", enum: ["x", "y"] }],
    [choice({ "off": ["false"], "a-b": [] }), { anyOf: [{ enum: ["off", "a-b", true, false] }, anyOff] }],
    [placed(string), { type: "string" }],
    [list(string), { type: "array", items: { type: "string" } }],
    [strings, { anyOf: [{ type: "array", items: { type: "string" } }, { type: "string" }] }],
    [map(bool), { type: "object", additionalProperties: { type: "boolean" } }],
    [free, {}],
  ];
  for (const [decode, schema] of cases) assert.deepEqual(schemaOf(decode), { description: "A", ...schema });
});

Deno.test("jsonSchema() says of a record what it knows, and what it does with the rest", () => {
  const closed = { patternProperties: { "^x-": true }, additionalProperties: false };
  const b = setting("B", bool, { aliases: ["c"], env: ["V"], flag: "b", default: "true" });
  const property = { description: "B (also --b, V)", type: "boolean", default: true };
  const properties = { b: property, c: { ...property, description: "Other spelling of b" } };
  assert.deepEqual(schemaOf(record({ b })), { description: "A", type: "object", properties, ...closed });
  assert.deepEqual(schemaOf(record({}, { others: "ignore" })), {
    description: "A",
    type: "object",
    properties: {},
  });
  assert.deepEqual(schemaOf(record({}, { others: string })), {
    description: "A",
    type: "object",
    properties: {},
    additionalProperties: { type: "string" },
  });
});

Deno.test("jsonSchema() writes a record once that stands at several places or in itself", () => {
  const tree: Decoder<unknown> = record({
    below: setting("Below", formed({ kind: "same", as: () => list(tree) }, () => undefined)),
  });
  const schema = jsonSchema(record({ one: setting("One", tree), two: setting("Two", tree) }), head);
  const ref = { $ref: "#/$defs/one" };
  assert.deepEqual(schema["properties"], {
    one: { description: "One", ...ref },
    two: { description: "Two", ...ref },
  });
  const { one } = schema["$defs"] as Record<string, JsonSchema>;
  assert.deepEqual(one?.["properties"], { below: { description: "Below", type: "array", items: ref } });
});

Deno.test("jsonSchema() refuses a decoder that does not say what it takes", () => {
  assert.throws(() => schemaOf(() => undefined), TypeError);
});

Deno.test("every setting of atmos.yaml says what it takes, and every reference leads somewhere", () => {
  const schema = jsonSchema(atmosSettings, head);
  const text = JSON.stringify(schema);
  const names = [...text.matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name);
  assert.deepEqual(new Set(names), new Set(Object.keys(schema["$defs"] as object)));
  assert.ok(names.includes("commands"));
});
