/** Go's `fmt`: what a value looks like under a verb, and `print` and `println`.
 *  Follows templates §2.5. Widths count characters; map keys are sorted by bytes.
 *  Invariant: a verb that does not fit is text in the result (`%!d(string=x)`), never an error. */
import { floatText } from "./_float.ts";
import { canBackquote, isPrintable, quote, quoteChar } from "./_quote.ts";
import { sliceBytes, toBytes } from "./_utf8.ts";
import { Complex, type Dict, Float, floatOf, intOf, isDict, isInteger, isList, keysOf } from "./value.ts";
import { type List, member, SizedInt, Struct, typeName, type Value } from "./value.ts";

/** What stands between `%` and the verb. */
export interface Flags {
  readonly width?: number | undefined;
  readonly precision?: number | undefined;
  readonly minus?: boolean;
  readonly plus?: boolean;
  readonly sharp?: boolean;
  readonly space?: boolean;
  readonly zero?: boolean;
  /** `%+v` and `%#v`, which mean something else than plus and sharp. */
  readonly plusV?: boolean;
  readonly sharpV?: boolean;
}

const PLAIN: Flags = {};
const BASES: Readonly<Record<string, number>> = { v: 10, d: 10, b: 2, o: 8, O: 8, x: 16, X: 16 };

/** A value as an action prints it. */
export function printValue(value: Value): string {
  return typeof value === "string" ? value : formatValue(value, "v");
}

/** The values with a blank between two neighbours that are no strings. */
export function print(values: readonly Value[]): string {
  let text = "";
  for (const [index, value] of values.entries()) {
    const isApart = index > 0 && typeof value !== "string" && typeof values[index - 1] !== "string";
    text += isApart ? ` ${printValue(value)}` : printValue(value);
  }
  return text;
}

/** The values with blanks between them and a line end. */
export function println(values: readonly Value[]): string {
  return `${values.map(printValue).join(" ")}\n`;
}

/** A value under a verb, which is one character. */
export function formatValue(value: Value, verb: string, flags: Flags = PLAIN): string {
  if (value === null) return verb === "v" || verb === "T" ? pad("<nil>", flags) : `%!${verb}(<nil>)`;
  if (verb === "T") return formatText(typeName(value), "s", flags) ?? "";
  return formatPart(value, verb, flags) ?? misfit(value, verb, flags);
}

/** The complaint about a verb that does not fit a value. */
export function misfit(value: Value, verb: string, flags: Flags = PLAIN): string {
  return value === null
    ? `%!${verb}(<nil>)`
    : `%!${verb}(${typeName(value)}=${formatPart(value, "v", flags) ?? ""})`;
}

/** Undefined when the verb does not fit. */
function formatPart(value: Exclude<Value, null>, verb: string, flags: Flags): string | undefined {
  if (typeof value === "string") return formatText(value, verb, flags);
  if (typeof value === "boolean") return verb === "t" || verb === "v" ? pad(String(value), flags) : undefined;
  if (isInteger(value)) return formatInteger(value, verb, flags);
  if (typeof value === "number" || value instanceof Float) return formatFloat(floatOf(value), verb, flags);
  if (value instanceof Complex) return formatComplex(value, verb, flags);
  if (value instanceof Struct) return formatStruct(value, verb, flags);
  return formatContainer(value, verb, flags);
}

function formatInner(value: Value | undefined, verb: string, flags: Flags): string {
  if (value === null || value === undefined) return flags.sharpV ? "interface {}(nil)" : "<nil>";
  return formatPart(value, verb, flags) ?? misfit(value, verb, flags);
}

function formatContainer(value: List | Dict, verb: string, flags: Flags): string {
  const inner = isList(value)
    ? value.map((element) => formatInner(element, verb, flags))
    : keysOf(value).map((key) =>
      `${formatInner(key, verb, flags)}:${formatInner(member(value, key), verb, flags)}`
    );
  if (flags.sharpV) return `${typeName(value)}{${inner.join(", ")}}`;
  return `${isDict(value) ? "map" : ""}[${inner.join(" ")}]`;
}

function formatStruct(value: Struct, verb: string, flags: Flags): string | undefined {
  if (value.text !== undefined) return formatText(value.text, verb, flags);
  const isNamed = flags.plusV || flags.sharpV;
  const fields = Object.entries(value.fields).map(([name, field]) =>
    `${isNamed ? `${name}:` : ""}${formatInner(field, verb, flags)}`
  );
  const name = flags.sharpV ? value.type.replace(/^\*/, "") : "";
  return `&${name}{${fields.join(flags.sharpV ? ", " : " ")}}`;
}

function formatText(text: string, verb: string, flags: Flags): string | undefined {
  const cut = flags.precision === undefined ? text : Array.from(text).slice(0, flags.precision).join("");
  switch (verb) {
    case "v":
      return pad(flags.sharpV ? quote(cut) : cut, flags);
    case "s":
      return pad(cut, flags);
    case "q":
      return pad(flags.sharp && canBackquote(cut) ? `\`${cut}\`` : quote(cut, flags.plus), flags);
    case "x":
    case "X":
      return formatBytes(text, verb, flags);
    default:
      return undefined;
  }
}

/** The bytes of a text in hexadecimal. */
function formatBytes(text: string, verb: "x" | "X", flags: Flags): string {
  const bytes = toBytes(flags.precision === undefined ? text : sliceBytes(text, 0, flags.precision));
  const prefix = flags.sharp ? "0x" : "";
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const joined = digits.length === 0 ? "" : prefix + digits.join(flags.space ? ` ${prefix}` : "");
  return pad(verb === "X" ? joined.toUpperCase() : joined, flags);
}

function formatInteger(value: number | bigint | SizedInt, verb: string, flags: Flags): string | undefined {
  const int = intOf(value);
  if (verb === "c") return pad(charOf(int), flags);
  if (verb === "q") return pad(quoteChar(charOf(int), flags.plus), flags);
  if (verb === "U") return pad(unicodeName(int, flags), { ...flags, zero: false });
  const base = Object.hasOwn(BASES, verb) ? BASES[verb] : undefined;
  if (base === undefined) return undefined;
  const isUnsigned = value instanceof SizedInt && value.type !== "int64";
  if (verb === "v" && flags.sharpV && isUnsigned) {
    return formatDigits(int, "x", { ...flags, base: 16, sharp: true });
  }
  return formatDigits(int, verb, { ...flags, base });
}

function formatDigits(int: bigint, verb: string, flags: Flags & { base: number }): string {
  const { base, width = 0, precision } = flags;
  if (precision === 0 && int === 0n) return " ".repeat(width);
  const sign = int < 0n ? "-" : flags.plus ? "+" : flags.space ? " " : "";
  const fill = flags.zero && !flags.minus ? width - sign.length : 0;
  let digits = (int < 0n ? -int : int).toString(base).padStart(precision ?? fill, "0");
  if (flags.sharp && base === 2) digits = `0b${digits}`;
  if (flags.sharp && base === 8 && !digits.startsWith("0")) digits = `0${digits}`;
  if (flags.sharp && base === 16) digits = `0x${digits}`;
  if (verb === "O") digits = `0o${digits}`;
  return pad(sign + (verb === "X" ? digits.toUpperCase() : digits), { ...flags, zero: false });
}

function formatFloat(value: number, verb: string, flags: Flags): string | undefined {
  const form = verb === "v" ? "g" : verb.toLowerCase();
  if (form !== "e" && form !== "f" && form !== "g" && form !== "x" && form !== "b" || verb === "B") {
    return undefined;
  }
  const precision = flags.precision ?? (form === "e" || form === "f" ? 6 : undefined);
  let text = floatText(value, form, precision);
  const isFinite = Number.isFinite(value);
  if (flags.sharp && form !== "b" && isFinite) text = withPoint(text, form, precision);
  if (verb === "E" || verb === "G" || verb === "X") text = text.toUpperCase();
  const isPlus = text.startsWith("+");
  if (isPlus && flags.space && !flags.plus) text = ` ${text.slice(1)}`;
  else if (isPlus && !flags.plus && (isFinite || Number.isNaN(value))) text = text.slice(1);
  if (!isFinite) return pad(text, { ...flags, zero: false });
  const hasSign = !/^[0-9]/.test(text);
  if (!hasSign || !flags.zero || flags.minus) return pad(text, flags);
  return text.slice(0, 1) + text.slice(1).padStart((flags.width ?? 0) - 1, "0");
}

/** `#`: a decimal point in any case, and for `%g` the trailing zeros. */
function withPoint(text: string, form: string, precision: number | undefined): string {
  const [, number = "", tail = ""] = (form === "x" ? /^(.*?)(p.*)?$/ : /^(.*?)(e.*)?$/).exec(text) ?? [];
  const wanted = form === "g" ? precision ?? 6 : form === "x" ? precision ?? 6 : 0;
  const significant = number.slice(1).replace(".", "").replace(/^0+/, "").length;
  const used = significant === 0 && number === "+0" ? 1 : significant;
  const point = number.includes(".") ? "" : ".";
  return number + point + "0".repeat(Math.max(wanted - used, 0)) + tail;
}

function formatComplex({ real, imaginary }: Complex, verb: string, flags: Flags): string | undefined {
  const first = formatFloat(real, verb, flags);
  const second = formatFloat(imaginary, verb, { ...flags, plus: true });
  return first === undefined || second === undefined ? undefined : `(${first}${second}i)`;
}

function charOf(int: bigint): string {
  const isChar = int >= 0n && int <= 0x10ffffn && !(int >= 0xd800n && int <= 0xdfffn);
  return isChar ? String.fromCodePoint(Number(int)) : "\ufffd";
}

function unicodeName(int: bigint, { precision = 4, sharp }: Flags): string {
  const digits = BigInt.asUintN(64, int).toString(16).toUpperCase().padStart(Math.max(precision, 4), "0");
  const char = charOf(int);
  return `U+${digits}${sharp && int <= 0x10ffffn && isPrintable(char) ? ` '${char}'` : ""}`;
}

function pad(text: string, { width = 0, minus, zero }: Flags): string {
  if (width <= text.length && width === 0) return text;
  const missing = Math.max(width - Array.from(text).length, 0);
  if (minus) return text + " ".repeat(missing);
  return (zero ? "0" : " ").repeat(missing) + text;
}
