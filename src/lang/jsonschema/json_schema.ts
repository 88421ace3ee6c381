/** Checks values with a JSON Schema. The only door to its library. Follows stacks §16.
 *  Invariants: a finding names the deepest place that is wrong; what follows from another finding is not told. */
import { type SchemaDraft, Validator } from "@cfworker/json-schema";
import { ConfigError } from "@/base/errors.ts";
import { foldAlternatives } from "./_alternatives.ts";
import type { Fault } from "./_fault.ts";
import { messageOf } from "./_message.ts";
import { segments, valueAt } from "./_pointer.ts";

/** One thing that is wrong. */
export interface SchemaFinding {
  /** Keys and indices to the value. */
  readonly path: readonly (string | number)[];
  /** As JSON Schema calls the rule; `additionalProperties` for a key that is not allowed, then `path` ends in it. */
  readonly keyword: string;
  readonly message: string;
  /** Of `required`: the missing keys; of `additionalProperties`: those that are allowed. */
  readonly names: readonly string[];
}

/** Checks one value of JSON. @throws Config `json-schema/invalid` for a schema that cannot be followed */
export type CheckValue = (value: unknown) => readonly SchemaFinding[];

/**
 * Prepares a schema.
 * @param name of the schema, for errors
 * @throws Config `json-schema/invalid`
 */
export function compileSchema(schema: unknown, name: string): CheckValue {
  if (
    typeof schema !== "boolean" && (typeof schema !== "object" || schema === null || Array.isArray(schema))
  ) {
    throw new ConfigError("json-schema/invalid", `${name} is no JSON Schema`, {
      explanation: "A schema is a map, true or false.",
    });
  }
  const validator = orInvalid(name, () => new Validator(schema, draftOf(schema), false));
  return (value) => {
    const { errors } = orInvalid(name, () => validator.validate(value));
    return findings(told(errors), { schema, value });
  };
}

function orInvalid<T>(name: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new ConfigError("json-schema/invalid", `${name} is no JSON Schema that can be followed`, {
      explanation: reason,
      cause: error,
    });
  }
}

function draftOf(schema: unknown): SchemaDraft {
  const uri = typeof schema === "object" && schema !== null ? Reflect.get(schema, "$schema") : undefined;
  const text = typeof uri === "string" ? uri : "";
  if (/draft-0[34]/.test(text)) return "4";
  if (/draft-0[67]/.test(text)) return "7";
  return text.includes("2019-09") ? "2019-09" : "2020-12";
}

/** Rules that only say that something below them is wrong. */
const WRAPPERS: readonly string[] = [
  "$ref",
  "$recursiveRef",
  "allOf",
  "if",
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "dependentSchemas",
  "items",
  "prefixItems",
  "additionalItems",
  "unevaluatedItems",
];

/** Without wrappers; what the schema `false` refuses carries the rule that led to it. */
function told(errors: readonly Fault[]): readonly Fault[] {
  return errors.flatMap((error, index) => {
    if (error.keyword === "false") {
      const above = errors[index - 1];
      return above === undefined || above.keyword === "false"
        ? [error]
        : [{ ...above, instanceLocation: error.instanceLocation }];
    }
    const next = errors[index + 1];
    const wraps = WRAPPERS.includes(error.keyword) && next !== undefined;
    return wraps ? [] : [error];
  });
}

interface Checked {
  readonly schema: unknown;
  readonly value: unknown;
}

function findings(errors: readonly Fault[], checked: Checked): readonly SchemaFinding[] {
  const single = foldAlternatives(errors);
  const mistyped = new Set(
    single.filter(({ keyword }) => keyword === "type").map((each) => each.instanceLocation),
  );
  const kept = single.filter(({ keyword, instanceLocation }) =>
    keyword === "type" || !mistyped.has(instanceLocation)
  );
  const groups = Map.groupBy(
    kept,
    ({ keyword, instanceLocation, keywordLocation }) =>
      keyword === "required" ? `${instanceLocation} required` : `${instanceLocation} ${keywordLocation}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const path = segments(first.instanceLocation, checked.value);
    const { message, names } = messageOf(group, { ...checked, found: valueAt(checked.value, path), path });
    // The library calls a known key with a wrong value unknown, too.
    if (first.keyword === "additionalProperties" && names.includes(String(path.at(-1)))) return [];
    return [{ path, keyword: first.keyword, message, names }];
  });
}
