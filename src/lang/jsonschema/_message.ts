/** Says what is wrong with a value, in a line. Pure. */
import type { Fault } from "./_fault.ts";
import { schemaAround } from "./_pointer.ts";

/** What was checked. */
export interface Circumstances {
  readonly schema: unknown;
  /** The value that is wrong, and where it stands. */
  readonly found: unknown;
  readonly path: readonly (string | number)[];
}

/** What a finding says and the names in it. */
export interface Message {
  readonly message: string;
  readonly names: readonly string[];
}

/** @param group findings of one rule about one value */
export function messageOf(group: readonly Fault[], circumstances: Circumstances): Message {
  const [first] = group, { found, path, schema } = circumstances;
  if (first === undefined) return { message: "does not fit", names: [] };
  const rules = schemaAround(schema, first.keywordLocation);
  const rule = memberOf(rules, first.keyword);
  switch (first.keyword) {
    case "type":
      return plain(`expected ${typesIn(group).join(" or ")}, but got ${typeOf(found)}`);
    case "required": {
      const names = group.flatMap(({ error }) => /"(.*)"\.$/.exec(error)?.[1] ?? []);
      return { message: `missing properties: ${names.map(quoted).join(", ")}`, names };
    }
    case "additionalProperties":
    case "unevaluatedProperties": {
      const message = `additionalProperties ${quoted(path.at(-1) ?? "")} not allowed`;
      return { message, names: Object.keys(asMap(memberOf(rules, "properties"))) };
    }
    case "enum":
      return plain(`value must be one of ${list(rule).map(shown).join(", ")}`);
    case "const":
      return plain(`value must be ${shown(rule)}`);
    case "minimum":
      return plain(`must be >= ${rule} but found ${found}`);
    case "maximum":
      return plain(`must be <= ${rule} but found ${found}`);
    case "exclusiveMinimum":
      return plain(`must be > ${rule} but found ${found}`);
    case "exclusiveMaximum":
      return plain(`must be < ${rule} but found ${found}`);
    case "pattern":
      return plain(`does not match pattern ${quoted(String(rule))}`);
    case "false":
      return plain("not allowed");
    default:
      return plain(
        first.error.replace(/\.$/, "").replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()),
      );
  }
}

function plain(message: string): Message {
  return { message, names: [] };
}

function typesIn(group: readonly Fault[]): readonly string[] {
  const texts = group.flatMap(({ error }) =>
    [...error.matchAll(/Expected ("[^.]*")\./g)].map(([, words]) => words)
  );
  return [...new Set(texts.flatMap((words) => words?.match(/\w+/g) ?? []))];
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function memberOf(holder: unknown, key: string): unknown {
  return asMap(holder)[key];
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shown(value: unknown): string {
  return typeof value === "string" ? quoted(value) : JSON.stringify(value);
}

function quoted(text: string | number): string {
  return `'${text}'`;
}
