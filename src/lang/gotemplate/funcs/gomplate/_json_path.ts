/** Kubernetes' JSONPath, as far as templates use it: keys, indexes, slices, `*`, `..` and filters of one comparison. Pure.
 *  Follows templates §3.2 (`coll.JSONPath`). */
import { GoError } from "../../function.ts";
import { isDict, isList, keysOf, member, type Value } from "../../value.ts";
import { deepEqual } from "../_equal.ts";

const STEP =
  /\.\.|\.?\*|\[\*\]|\[(-?\d+)\]|\[(-?\d*):(-?\d*)\]|\[\s*['"]([^'"]*)['"]\s*\]|\[\?\(\s*@\.([\w.-]+)\s*(?:(==|!=)\s*(.+?))?\s*\)\]|\.?([\w-]+)/y;

/** One value alone, several as a list. @throws GoError for a path that cannot be read, and for one that finds nothing */
export function jsonPath(path: string, value: Value): Value {
  const text = path.replace(/^\{(.*)\}$/s, "$1").replace(/^\$/, "");
  let found: readonly Value[] = [value], at = 0, isMany = false;
  while (at < text.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (text === "." || match === null) break;
    at = STEP.lastIndex;
    isMany ||= /\*|\.\.|:|\?/.test(match[0]);
    found = match[0] === ".." ? found.flatMap(descendants) : found.flatMap((each) => stepped(each, match));
  }
  if (at < text.length && text !== ".") throw new GoError(`couldn't parse JSONPath ${path}`);
  if (found.length === 0) throw new GoError(`executing JSONPath failed: ${path} is not found`);
  const [only = null] = found;
  return isMany && found.length > 1 ? found : only;
}

function stepped(
  value: Value,
  [step, index, from, to, quoted, field, operator, literal, plain]: RegExpExecArray,
): readonly Value[] {
  const key = quoted ?? plain;
  if (key !== undefined) return isDict(value) ? present([member(value, key)]) : [];
  if (index !== undefined) return isList(value) ? present([value.at(Number(index))]) : [];
  const children = isList(value)
    ? value
    : isDict(value)
    ? keysOf(value).map((each) => member(value, each) ?? null)
    : [];
  if (from !== undefined) return isList(value) ? value.slice(Number(from), to ? Number(to) : undefined) : [];
  if (field === undefined || step.includes("*")) return children;
  return children.filter((child) => {
    const inner = field.split(".").reduce<Value | undefined>(
      (each, name) => isDict(each) ? member(each, name) : undefined,
      child,
    );
    if (operator === undefined) return inner !== undefined;
    return inner !== undefined && deepEqual(inner, literalOf(literal ?? "")) === (operator === "==");
  });
}

function present(values: readonly (Value | undefined)[]): readonly Value[] {
  return values.filter((value) => value !== undefined);
}

function descendants(value: Value): readonly Value[] {
  const children = isList(value)
    ? value
    : isDict(value)
    ? keysOf(value).map((key) => member(value, key) ?? null)
    : [];
  return [value, ...children.flatMap(descendants)];
}

function literalOf(text: string): Value {
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  if (quoted) return quoted[2] ?? "";
  if (text === "true" || text === "false") return text === "true";
  return Number.isNaN(Number(text)) ? text : Number(text);
}
