/** JSON as Go writes and reads it. Pure. Follows templates §3.1 (JSON).
 *  Invariant: keys are sorted by bytes; numbers of a text are float64. */
import { func, type FunctionSet, GoError } from "../../function.ts";
import {
  Float,
  floatOf,
  floatValue,
  intOf,
  isDict,
  isInteger,
  isList,
  keysOf,
  member,
  Struct,
  typeName,
  type Value,
} from "../../value.ts";

const fromJson = (text: string): Value | undefined => {
  try {
    return parsed(text);
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
};

/** The functions. */
export const json: FunctionSet = {
  toJson: func(["any"], (value) => escaped(written(value, ""))),
  mustToJson: func(["any"], (value) => escaped(written(value, ""))),
  toRawJson: func(["any"], (value) => written(value, "")),
  mustToRawJson: func(["any"], (value) => written(value, "")),
  toPrettyJson: func(["any"], (value) => escaped(written(value, "  "))),
  mustToPrettyJson: func(["any"], (value) => escaped(written(value, "  "))),
  fromJson: func(["string"], fromJson),
  mustFromJson: func(["string"], parsed),
};

/** Compact, or with an indent. */
export function written(value: Value | undefined, indent: string, depth = 0): string {
  if (value === undefined || value === null) return "null";
  if (isInteger(value)) return String(intOf(value));
  if (typeof value === "number" || value instanceof Float) return numberText(floatOf(value));
  if (typeof value === "string") return JSON.stringify(value.toWellFormed());
  if (typeof value === "boolean") return String(value);
  const [line, end] = indent === ""
    ? ["", ""]
    : [`\n${indent.repeat(depth + 1)}`, `\n${indent.repeat(depth)}`];
  if (isList(value)) {
    const items = value.map((item) => line + written(item, indent, depth + 1));
    return items.length === 0 ? "[]" : `[${items.join(",")}${end}]`;
  }
  if (isDict(value)) {
    const colon = indent === "" ? ":" : ": ";
    const members = keysOf(value).map((key) =>
      line + JSON.stringify(key) + colon + written(member(value, key), indent, depth + 1)
    );
    return members.length === 0 ? "{}" : `{${members.join(",")}${end}}`;
  }
  if (value instanceof Struct) return JSON.stringify(value.text ?? "");
  throw new GoError(`json: unsupported type: ${typeName(value)}`);
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) {
    throw new GoError(`json: unsupported value: ${value > 0 ? "+Inf" : value < 0 ? "-Inf" : "NaN"}`);
  }
  return JSON.stringify(value).replace(/e([+-])(\d)$/, "e$10$2");
}

const HTML: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** The text of JSON with what HTML minds escaped. */
export function escaped(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (char) => HTML[char] ?? char);
}

function parsed(text: string): Value {
  try {
    return valueOf(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new GoError(fault(text));
  }
}

function valueOf(value: unknown): Value {
  if (typeof value === "number") return floatValue(value);
  if (Array.isArray(value)) return value.map(valueOf);
  if (typeof value !== "object" || value === null) return value as Value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, valueOf(each)]));
}

/** Go's words for the common mistakes. */
function fault(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "unexpected end of JSON input";
  const first = trimmed[0] ?? "";
  if (!/[[{"\-\dtfn]/.test(first)) return `invalid character '${first}' looking for beginning of value`;
  return "unexpected end of JSON input";
}
