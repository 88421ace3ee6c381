/** Go's predeclared functions; part of every function set. Follows templates §2.5. */
import { print, println } from "../format.ts";
import { printf } from "../_printf.ts";
import { isPrintable } from "../_quote.ts";
import { toBytes } from "../_utf8.ts";
import { func, type FunctionSet, variadic } from "../function.ts";
import { isTrue, type Value } from "../value.ts";
import { comparisons } from "./compare.ts";
import { containers, refuseCall } from "./containers.ts";

/** `and or not eq ne lt le gt ge len index slice print printf println call html js urlquery`. */
export const builtins: FunctionSet = {
  and: { ...variadic(["value"], "value", (first) => first), special: "and" },
  or: { ...variadic(["value"], "value", (first) => first), special: "or" },
  not: func(["value"], (value) => !isTrue(value)),
  ...comparisons,
  ...containers,
  print: variadic([], "any", (...values) => print(values)),
  println: variadic([], "any", (...values) => println(values)),
  printf: variadic(["string"], "any", (format, ...values) => printf(format, values)),
  call: {
    params: ["value"],
    rest: "value",
    call: ([text, callee]) => refuseCall(text, callee),
    special: "call",
  },
  html: variadic(
    [],
    "any",
    (...values) => textOf(values).replace(/[&<>"'\0]/g, (char) => HTML[char] ?? char),
  ),
  js: variadic([], "any", (...values) => Array.from(textOf(values), jsChar).join("")),
  urlquery: variadic([], "any", (...values) => Array.from(toBytes(textOf(values)), queryByte).join("")),
};

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "\0": "\uFFFD",
};

/** One text as it is, anything else as `print` shows it. */
function textOf(values: readonly Value[]): string {
  const [only] = values;
  return values.length === 1 && typeof only === "string"
    ? only
    : print(values.map((value) => value === null ? "<no value>" : value));
}

function jsChar(char: string): string {
  if (/[\\'"]/.test(char)) return `\\${char}`;
  const code = char.codePointAt(0) ?? 0;
  const isPlain = code >= 0x80 ? isPrintable(char) : code >= 0x20 && !/[<>&=]/.test(char);
  return isPlain ? char : `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

function queryByte(byte: number): string {
  const char = String.fromCharCode(byte);
  if (/[\w.~-]/.test(char)) return char;
  return char === " " ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
