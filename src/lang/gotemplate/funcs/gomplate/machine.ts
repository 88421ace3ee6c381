/** Gomplate's `env`, `crypto`, `random` and `uuid`: what comes from the host. Follows templates §3.2. */
import { func, type FunctionSet, GoError, variadic } from "../../function.ts";
import { floatValue, isList, type Value } from "../../value.ts";
import type { TemplateHost } from "../host.ts";
import { belowOf, expandVariables, randomOf, uuidText } from "../sprig/secrets.ts";
import { bytesOf, namespaceValue, optional, toFloat, toInt, toText } from "./namespace.ts";
import { byteList } from "./texts.ts";

/** The members of `env`. */
export function env(host: TemplateHost): FunctionSet {
  return {
    Getenv: variadic(["any"], "any", (name, fallback) => {
      return host.variable(toText(name)) || (fallback === undefined ? "" : toText(fallback));
    }),
    ExpandEnv: func(["any"], (value) => expandVariables(host, toText(value))),
  };
}

/** `env` itself: with the name of a variable its value, as sprig's; without one the namespace. */
export function envFunction(host: TemplateHost): FunctionSet {
  const members = namespaceValue(env(host));
  return {
    env: variadic([], "string", (...names) => {
      const [name] = names;
      if (names.length > 1) throw new GoError(`wrong number of args for env: want 1 got ${names.length}`);
      return name === undefined ? members : host.variable(name) ?? "";
    }),
  };
}

const HASHES = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512"] as const;

/** The members of `crypto` that compute hashes. */
export function crypto(host: TemplateHost): FunctionSet {
  const entries = HASHES.flatMap((name) => {
    const hash = (value: Value) => host.hash(lower(name), bytesOf(value));
    return [
      [name, func(["any"], hash)],
      [`${name}Bytes`, func(["any"], (value) => byteList(Uint8Array.fromHex(hash(value))))],
    ];
  });
  return Object.fromEntries(entries);
}

function lower(name: (typeof HASHES)[number]): Parameters<TemplateHost["hash"]>[0] {
  return name.toLowerCase() as Parameters<TemplateHost["hash"]>[0];
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", DIGITS = "0123456789";
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");

/** The members of `random`. */
export function random(host: TemplateHost): FunctionSet {
  const fraction = () => belowOf(host, 2 ** 31) / 2 ** 31;
  return {
    ASCII: func(["any"], (count) => randomOf(host, ASCII, toInt(count))),
    Alpha: func(["any"], (count) => randomOf(host, LETTERS, toInt(count))),
    AlphaNum: func(["any"], (count) => randomOf(host, LETTERS + DIGITS, toInt(count))),
    String: optional("String", [1, 3], (...values) => {
      const [count = null, first = null, last = null] = values;
      return randomOf(
        host,
        values.length === 1 ? `${LETTERS}${DIGITS}_.-` : alphabet(first, last),
        toInt(count),
      );
    }),
    Item: func(["any"], (items) => {
      if (!isList(items) || items.length === 0) throw new GoError("expected a non-empty array or slice");
      return items[belowOf(host, items.length)];
    }),
    Number: optional("Number", [0, 2], (...values) => {
      const [from, to] = values.length === 2 ? values.map(toInt) : [0, toInt(values[0] ?? 100)];
      if (from === undefined || to === undefined || from > to) {
        throw new GoError(`min must not be more than max`);
      }
      return from + belowOf(host, to - from + 1);
    }),
    Float: optional("Float", [0, 2], (...values) => {
      const [from = 0, to = 1] = values.length === 2 ? values.map(toFloat) : [0, toFloat(values[0] ?? 1)];
      return floatValue(from + fraction() * (to - from));
    }),
  };
}

/** The characters from one to another, or of a class such as `[a-f0-9]`. */
function alphabet(first: Value, last: Value): string {
  if (last !== null) {
    const [from, to] = [first, last].map((end) =>
      typeof end === "string" ? end.codePointAt(0) ?? 0 : toInt(end)
    );
    if (from === undefined || to === undefined || from > to || to > 0x10ffff) {
      throw new GoError("bad range of characters");
    }
    return Array.from(
      { length: Math.min(to - from + 1, 65_536) },
      (_, index) => String.fromCodePoint(from + index),
    ).join("");
  }
  const allowed = /^\[[^\]]+\]$/.test(toText(first)) ? new RegExp(toText(first), "u") : undefined;
  const found = allowed === undefined ? "" : Array.from(ASCII).filter((char) => allowed.test(char)).join("");
  if (found === "") throw new GoError(`no characters match ${toText(first)}`);
  return found;
}

const UUID = /^(?:urn:uuid:)?\{?([\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12})\}?$/i;

/** The members of `uuid`. */
export function uuid(host: TemplateHost): FunctionSet {
  const dashed = (hex: string) =>
    hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return {
    V1: func([], () => uuidText(host.random(16), 1)),
    V4: func([], () => uuidText(host.random(16), 4)),
    Nil: func([], () => "00000000-0000-0000-0000-000000000000"),
    IsValid: func(["any"], (value) => UUID.test(toText(value))),
    Parse: func(["any"], (value) => {
      const hex = UUID.exec(toText(value))?.[1]?.replaceAll("-", "");
      if (hex === undefined) throw new GoError(`invalid UUID length: ${toText(value).length}`);
      return dashed(hex);
    }),
  };
}
