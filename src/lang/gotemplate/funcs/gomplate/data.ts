/** Gomplate's `data`: texts of formats to values and back. Pure: YAML is handed in. Follows templates §3.2, §3.3.
 *  Invariant: whole numbers of JSON are ints here, unlike `fromJson`. */
import { func, type FunctionSet, GoError, type TemplateFunction } from "../../function.ts";
import { type Dict, isDict, isList, keysOf, member, typed, typeName, type Value } from "../../value.ts";
import { escaped, written } from "../sprig/json.ts";
import { parseCsv, writeCsv } from "./_csv.ts";
import { itemsOf, optional, textsOf, toText } from "./namespace.ts";

/** What another language gives to these functions. */
export interface DataFormats {
  /** A YAML document, which JSON is, too. @throws Error with a reason */
  parseYaml(text: string): Value;
  writeYaml(value: Value): string;
  /** @throws Error with a reason */
  parseToml(text: string): Value;
  writeToml(value: Value): string;
}

/** The members of `data`. */
export function data(formats: DataFormats): FunctionSet {
  const yaml = (text: string) => read(text, formats.parseYaml);
  return {
    JSON: func(["any"], (value) => mapOf(yaml(toText(value)))),
    JSONArray: func(["any"], (value) => itemsOf(yaml(toText(value)))),
    YAML: func(["any"], (value) => mapOf(yaml(toText(value)))),
    YAMLArray: func(["any"], (value) => itemsOf(yaml(toText(value)))),
    TOML: func(["any"], (value) => read(toText(value), formats.parseToml)),
    ...tables,
    ToJSON: func(["any"], (value) => escaped(written(value, ""))),
    ToJSONPretty: func(["string", "any"], (indent, value) => escaped(written(value, indent))),
    ToYAML: func(["any"], (value) => formats.writeYaml(value)),
    ToTOML: func(["any"], (value) => formats.writeToml(value)),
  };
}

/** Functions of CSV; a delimiter and the names of the columns may come first. */
const tables: FunctionSet = {
  CSV: optional("CSV", [1, 3], (...values) => {
    const { names, rows } = tableOf(values);
    return typed([names, ...rows].map((row) => typed([...row], "[]string")), "[][]string");
  }),
  CSVByRow: optional("CSVByRow", [1, 3], (...values) => {
    const { names, rows } = tableOf(values);
    const maps = rows.map((row) => {
      return typed(
        Object.fromEntries(names.map((name, index) => [name, row[index] ?? ""])),
        "map[string]string",
      );
    });
    return typed(maps, "[]map[string]string");
  }),
  CSVByColumn: optional("CSVByColumn", [1, 3], (...values) => {
    const { names, rows } = tableOf(values);
    const columns = names.map((
      name,
      index,
    ) => [name, typed(rows.map((row) => row[index] ?? ""), "[]string")]);
    return typed(Object.fromEntries(columns), "map[string][]string");
  }),
  ToCSV: optional("ToCSV", [1, 2], (...values) => {
    const rows = itemsOf(values.at(-1) ?? null).map((row) => textsOf(itemsOf(row)));
    return writeCsv(rows, values.length === 2 ? toText(values[0]) : ",");
  }),
};

function tableOf(values: readonly Value[]) {
  const text = toText(values.at(-1)), options = values.slice(0, -1);
  const delimiter = options.map(toText).find((option) => option.length === 1) ?? ",";
  const header = options.map((option) => isList(option) ? textsOf(option) : toText(option))
    .find((option) => typeof option !== "string" || option.length !== 1);
  const rows = parseCsv(text, delimiter);
  if (header === undefined) return { names: rows[0] ?? [], rows: rows.slice(1) };
  if (header === "") return { names: (rows[0] ?? []).map((_, index) => letters(index)), rows };
  return { names: typeof header === "string" ? header.split(delimiter) : header, rows };
}

/** A, B … Z, AA … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + index % 26);
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}

function mapOf(value: Value): Dict {
  if (isDict(value)) return value;
  throw new GoError(`unable to unmarshal object: a map is needed, not ${typeName(value)}`);
}

function read(text: string, parse: (text: string) => Value): Value {
  try {
    return parse(text);
  } catch (error) {
    throw new GoError(
      `unable to unmarshal object: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** How the text of a type is read: JSON, YAML, CSV, the file of variables, plain text; undefined for no such type. */
export function readerOf(formats: DataFormats, type: string): ((text: string) => Value) | undefined {
  const table = tables["CSV"] as TemplateFunction;
  const readers: Readonly<Record<string, (text: string) => Value>> = {
    "application/json": (text) => read(text, formats.parseYaml),
    "application/array+json": (text) => itemsOf(read(text, formats.parseYaml)),
    "application/yaml": (text) => read(text, formats.parseYaml),
    "application/array+yaml": (text) => itemsOf(read(text, formats.parseYaml)),
    "application/toml": (text) => read(text, formats.parseToml),
    "text/csv": (text) => table.call([text]) ?? null,
    "application/x-env": variables,
    "text/plain": (text) => text,
  };
  return Object.hasOwn(readers, type) ? readers[type] : undefined;
}

/** `NAME=value` lines. */
function variables(text: string): Value {
  const entries = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value = ""] = /^\s*(?:export\s+)?([\w.-]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, unquoted(value)]];
  });
  return typed(Object.fromEntries(entries), "map[string]string");
}

function unquoted(value: string): string {
  const [, double, single] = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(value) ?? [];
  if (single !== undefined) return single;
  if (double === undefined) return value.replace(/\s+#.*$/, "");
  return double.replace(/\\(.)/g, (_all, char) => char === "n" ? "\n" : char === "r" ? "\r" : char);
}

/** The members of the left map, and what only the right one has, at every level. */
export function mergedData(left: Value, right: Value): Value {
  if (!isDict(left) || !isDict(right)) return left;
  const keys = new Set([...keysOf(left), ...keysOf(right)]);
  return Object.fromEntries(
    Array.from(keys, (key) => {
      const own = member(left, key), other = member(right, key);
      return [key, own === undefined ? other ?? null : other === undefined ? own : mergedData(own, other)];
    }),
  );
}
