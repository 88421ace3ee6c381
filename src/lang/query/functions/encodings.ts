/** Functions that write values as texts and read them back. Follows templates §5 (yq v4). Pure.
 *  Invariant: what was written as JSON or YAML is read back as the same value. */
import { ConfigError } from "@/base/errors.ts";
import { isTagged, parseYaml } from "@/lang/yaml/parse.ts";
import { renderYaml } from "@/lang/yaml/render.ts";
import { unitsOf } from "../_budget.ts";
import { children, isMap, made } from "../_node.ts";
import { isScalar, nounOf, textOf } from "../_value.ts";
import { type Call, type Chapter, oneValue, type QueryFunction } from "./function.ts";

const decodeYaml: QueryFunction = { arity: [0, 0], run: (call) => [made(fromYaml(inputText(call), call))] };

/** `@json`, `to_yaml`, `from_json`, `@base64`, `@csv`, `@uri`, `@sh` … */
export const encodings: Chapter = {
  "@json": { arity: [0, 0], run: (call) => [made(toJson(call, 0))] },
  to_json: {
    arity: [0, 1],
    run: (call) => {
      const indent = indentOf(call);
      return [made(toJson(call, indent) + (indent > 0 ? "\n" : ""))];
    },
  },
  "@yaml": { arity: [0, 0], run: (call) => [made(toYaml(call, 2))] },
  to_yaml: { arity: [0, 1], run: (call) => [made(toYaml(call, Math.max(1, indentOf(call))))] },
  from_json: decodeYaml,
  from_yaml: decodeYaml,
  "@jsond": decodeYaml,
  "@yamld": decodeYaml,
  "@csv": { arity: [0, 0], run: (call) => [made(toTable(call, ","))] },
  "@tsv": { arity: [0, 0], run: (call) => [made(toTable(call, "\t"))] },
  "@base64": { arity: [0, 0], run: (call) => [made(toBase64(inputText(call)))] },
  "@base64d": { arity: [0, 0], run: (call) => [made(fromBase64(inputText(call), call))] },
  "@uri": { arity: [0, 0], run: (call) => [made(toUri(inputText(call)))] },
  "@urid": { arity: [0, 0], run: (call) => [made(fromUri(inputText(call), call))] },
  "@sh": { arity: [0, 0], run: (call) => [made(toShell(inputText(call)))] },
};

function inputText({ input: { value }, budget, error }: Call): string {
  if (typeof value !== "string") throw error(`cannot encode or decode ${nounOf(value)}, only a string`);
  budget.spend(unitsOf(value.length));
  return value;
}

function indentOf(call: Call): number {
  const indent = call.args.length === 0 ? 2 : oneValue(call, 0);
  if (typeof indent === "number" && Number.isInteger(indent) && indent >= 0 && indent <= 10) return indent;
  throw call.error("the indent is a number up to 10");
}

function toJson({ input: { value }, budget, error }: Call, indent: number): string {
  budget.weigh(value);
  return jsonText(value, { indent: " ".repeat(indent), level: "\n", error });
}

interface JsonStyle {
  readonly indent: string;
  readonly level: string;
  error(message: string): Error;
}

/** JSON with whole numbers of any size. */
function jsonText(value: unknown, style: JsonStyle): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw style.error(`JSON cannot hold ${textOf(value)}`);
  }
  if (isScalar(value)) return textOf(value);
  const level = style.level + style.indent;
  const inner = { ...style, level };
  const colon = style.indent === "" ? ":" : ": ";
  const members = Array.isArray(value)
    ? value.map((member) => jsonText(member, inner))
    : Object.entries(value ?? {}).map(([name, each]) => JSON.stringify(name) + colon + jsonText(each, inner));
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (members.length === 0) return `${open}${close}`;
  if (style.indent === "") return `${open}${members.join()}${close}`;
  return `${open}${level}${members.join(`,${level}`)}${style.level}${close}`;
}

function toYaml({ input: { value }, budget }: Call, indent: number): string {
  budget.weigh(value);
  return renderYaml(value, { indent });
}

/** JSON is YAML. Tags that YAML does not define have no meaning here. */
function fromYaml(text: string, { budget, error }: Call): unknown {
  budget.spend(text.length);
  try {
    const { value } = parseYaml(text, { file: "text", documents: "first" });
    budget.weigh(value);
    if (holdsTag(value)) throw error("the text has tags that YAML does not define");
    return value;
  } catch (cause) {
    if (!(cause instanceof ConfigError) || cause.code !== "yaml/syntax") throw cause;
    throw error(`cannot decode the text: ${cause.title}`);
  }
}

function holdsTag(value: unknown): boolean {
  return isTagged(value) || children(made(value)).some((child) => holdsTag(child.value));
}

/** Rows of scalars; one row is a table too; maps share the columns of the first. */
function toTable({ input: { value }, budget, error }: Call, separator: string): string {
  budget.weigh(value);
  if (!Array.isArray(value)) throw error(`cannot make a table of ${nounOf(value)}, only of a list`);
  const rows = value.every(isScalar) ? [value] : value.some(isMap) ? rowsOfMaps(value) : value;
  const cell = (member: unknown) => {
    if (isScalar(member)) return quoteCell(textOf(member), separator);
    throw error(`a cell of a table cannot be ${nounOf(member)}`);
  };
  return rows.map((row: unknown) => {
    if (Array.isArray(row)) return row.map(cell).join(separator);
    throw error(`a row of a table cannot be ${nounOf(row)}`);
  }).join("\n");
}

function rowsOfMaps(maps: readonly unknown[]): readonly unknown[] {
  const columns = Object.keys(maps.find(isMap) ?? {});
  const rows = maps.map((map) =>
    isMap(map) ? columns.map((column) => Object.hasOwn(map, column) ? map[column] : "") : map
  );
  return [columns, ...rows];
}

function quoteCell(text: string, separator: string): string {
  const plain = !text.includes(separator) && !/["\r\n]|^\s/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

function toBase64(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string, { error }: Call): string {
  try {
    const bytes = Uint8Array.from(atob(text.trim()), (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw error("the text is not base64 of UTF-8 text");
  }
}

/** As in a query of a URL: a blank is a plus. */
function toUri(text: string): string {
  const escaped = encodeURIComponent(text.toWellFormed());
  return escaped.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll(
    "%20",
    "+",
  );
}

function fromUri(text: string, { error }: Call): string {
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch {
    throw error("the text has a bad % escape");
  }
}

/** One word of a shell: quoted from the first character that needs it, `'` as `\'` outside the quotes. */
function toShell(text: string): string {
  return text.split("'").map((part) => {
    const safe = /^[\w@%+=:,./-]*/.exec(part)?.[0] ?? "";
    return safe.length === part.length ? safe : `${safe}'${part.slice(safe.length)}'`;
  }).join("\\'");
}
