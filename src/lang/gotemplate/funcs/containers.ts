/** The builtins that look into lists, maps and texts. Follows templates §2.5 and Go's text/template (1.26), whose error
 *  texts these are. A text counts in bytes. */
import { byteLength, sliceBytes, toBytes } from "../_utf8.ts";
import { quote } from "../_quote.ts";
import { func, type FunctionSet, GoError, variadic } from "../function.ts";
import {
  type Dict,
  elementType,
  GO_TYPE,
  intOf,
  isDict,
  isInteger,
  isList,
  keysOf,
  type List,
  member,
  SizedInt,
  typed,
  typeName,
  type Value,
} from "../value.ts";

type Arg = Value | undefined;

/** `len index slice`. */
export const containers: FunctionSet = {
  len: func(["value"], lengthOf),
  index: variadic(["value"], "value", (item, ...indexes) => {
    if (item === undefined || item === null) throw new GoError("index of untyped nil");
    return indexes.reduce(elementAt, item);
  }),
  slice: variadic(["value"], "value", slice),
};

function lengthOf(value: Arg): number {
  if (typeof value === "string") return byteLength(value);
  if (isList(value)) return value.length;
  if (isDict(value)) return keysOf(value).length;
  if (value === null) throw new GoError("len of nil pointer");
  if (value === undefined) throw new GoError("reflect: call of reflect.Value.Type on zero Value");
  throw new GoError(`len of type ${typeName(value)}`);
}

function elementAt(item: Arg, index: Arg): Arg {
  if (item === undefined || item === null) throw new GoError("index of nil pointer");
  if (isDict(item)) return valueOf(item, index);
  if (typeof item !== "string" && !isList(item)) {
    throw new GoError(`can't index item of type ${typeName(item)}`);
  }
  const length = lengthOf(item), at = position(index, length);
  if (at === length) {
    throw new GoError(`reflect: ${typeof item === "string" ? "string" : "slice"} index out of range`);
  }
  if (typeof item !== "string") return item[at];
  return new SizedInt("uint8", BigInt(toBytes(item)[at] ?? 0));
}

function valueOf(dict: Dict, key: Arg): Arg {
  if (key === undefined || key === null) throw new GoError("value is nil; should be of type string");
  if (typeof key !== "string") throw new GoError(`value has type ${typeName(key)}; should be string`);
  return member(dict, key) ?? (elementType(dict) === "string" ? "" : null);
}

function slice(item: Arg, ...indexes: Arg[]): Arg {
  if (item === undefined || item === null) throw new GoError("slice of untyped nil");
  if (indexes.length > 3) throw new GoError(`too many slice indexes: ${indexes.length}`);
  if (typeof item !== "string" && !isList(item)) {
    throw new GoError(`can't slice item of type ${typeName(item)}`);
  }
  if (typeof item === "string" && indexes.length === 3) throw new GoError("cannot 3-index slice a string");
  const length = lengthOf(item);
  const places = indexes.map((index) => position(index, length));
  const [from = 0, to = length, end = length] = places;
  if (from > to) throw new GoError(`invalid slice index: ${from} > ${to}`);
  if (indexes.length === 3 && to > end) throw new GoError(`invalid slice index: ${to} > ${end}`);
  return typeof item === "string" ? sliceBytes(item, from, to) : sameType(item, item.slice(from, to));
}

function sameType(list: List, part: readonly Value[]): List {
  const type = list[GO_TYPE];
  return type === undefined ? part : typed(part, type);
}

/** A place up to the length of something. */
function position(index: Arg, length: number): number {
  if (index === undefined || index === null) throw new GoError("cannot index slice/array with nil");
  if (!isInteger(index)) throw new GoError(`cannot index slice/array with type ${typeName(index)}`);
  const at = intOf(index);
  if (at < 0n || at > BigInt(length)) throw new GoError(`index out of range: ${at}`);
  return Number(at);
}

/** What `call` says: templates have no values that are functions. */
export function refuseCall(text: Arg, callee: Arg): never {
  if (callee === undefined || callee === null) throw new GoError("call of nil");
  throw new GoError(
    `non-function ${typeof text === "string" ? text : quote("")} of type ${typeName(callee)}`,
  );
}
