/** Gomplate's `regexp`, `base64`, `path` and `filepath`. Pure. Follows templates §3.2. */
import { fromBytes } from "../../_utf8.ts";
import { func, type FunctionSet, GoError } from "../../function.ts";
import { SizedInt, typed, type Value } from "../../value.ts";
import { base, clean, dir, ext } from "../sprig/paths.ts";
import { type CompileRegexp, quoteMeta, type Regexp, splitBy } from "../sprig/regexps.ts";
import { bytesOf, optional, textsOf, toInt, toText } from "./namespace.ts";

/** The members of `regexp`. */
export function regexp(compile: CompileRegexp): FunctionSet {
  const compiled = (pattern: Value): Regexp => {
    try {
      return compile(toText(pattern));
    } catch (error) {
      throw new GoError(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    Find: func(["any", "any"], (re, value) => compiled(re).findSubmatch(toText(value))?.[0] ?? ""),
    FindAll: optional("FindAll", [2, 3], (...values) => {
      const [re = null, most = null] = values, count = values.length === 3 ? toInt(most) : -1;
      const found = compiled(re).findAll(toText(values.at(-1)), count < 0 ? Infinity : count);
      return typed(found.map(({ groups: [whole] }) => whole?.text ?? ""), "[]string");
    }),
    Match: func(["any", "any"], (re, value) => compiled(re).test(toText(value))),
    QuoteMeta: func(["any"], (value) => quoteMeta(toText(value))),
    Replace: func(
      ["any", "any", "any"],
      (re, by, value) => compiled(re).replaceAll(toText(value), toText(by)),
    ),
    ReplaceLiteral: func(
      ["any", "any", "any"],
      (re, by, value) => compiled(re).replaceAll(toText(value), toText(by).replaceAll("$", "$$$$")),
    ),
    Split: optional("Split", [2, 3], (...values) => {
      const [re = null, most = null] = values;
      const parts = splitBy(compiled(re), toText(values.at(-1)), values.length === 3 ? toInt(most) : -1);
      return typed([...parts], "[]string");
    }),
  };
}

/** The members of `base64`. */
export const base64: FunctionSet = {
  Encode: func(["any"], (value) => bytesOf(value).toBase64()),
  EncodeBytes: func(["any"], (value) => bytesOf(value).toBase64()),
  Decode: func(["any"], (value) => fromBytes(decoded(toText(value)))),
  DecodeBytes: func(["any"], (value) => byteList(decoded(toText(value)))),
};

/** Both alphabets are read. */
function decoded(text: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new GoError("illegal base64 data");
  }
}

/** Bytes as Go's `[]uint8`. */
export function byteList(bytes: Uint8Array): Value {
  return typed(Array.from(bytes, (byte) => new SizedInt("uint8", BigInt(byte))), "[]uint8");
}

/** The members of `path`, and most of those of `filepath`. */
export const path: FunctionSet = {
  Base: func(["any"], (value) => base(toText(value))),
  Clean: func(["any"], (value) => clean(toText(value))),
  Dir: func(["any"], (value) => dir(toText(value))),
  Ext: func(["any"], (value) => ext(toText(value))),
  IsAbs: func(["any"], (value) => toText(value).startsWith("/")),
  Join: {
    params: [],
    rest: "any",
    call: (parts) => {
      const names = textsOf(parts.map((part) => part ?? null)).filter((name) => name !== "");
      return names.length === 0 ? "" : clean(names.join("/"));
    },
  },
  Match: func(["any", "any"], (pattern, value) => shellPattern(toText(pattern)).test(toText(value))),
  Split: func(["any"], (value) => {
    const text = toText(value), at = text.lastIndexOf("/") + 1;
    return typed([text.slice(0, at), text.slice(at)], "[]string");
  }),
};

/** The members of `filepath`. */
export const filepath: FunctionSet = {
  ...path,
  FromSlash: func(["any"], toText),
  ToSlash: func(["any"], toText),
  VolumeName: func(["any"], () => ""),
  Rel: func(["any", "any"], (from, to) => relative(clean(toText(from)), clean(toText(to)))),
};

function relative(from: string, to: string): string {
  if (from.startsWith("/") !== to.startsWith("/")) {
    throw new GoError(`Rel: can't make ${to} relative to ${from}`);
  }
  const names = (path: string) => path.split("/").filter((name) => name !== "" && name !== ".");
  const start = names(from), end = names(to);
  const differs = start.findIndex((name, index) => name !== end[index]);
  const shared = differs < 0 ? start.length : differs;
  return [...start.slice(shared).map(() => ".."), ...end.slice(shared)].join("/") || ".";
}

/** Go's `path.Match`: `*` and `?` stop at slashes. */
function shellPattern(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|\[\^?(?:\\.|[^\]\\])+\]|[\s\S]/g, (part, escaped) => {
    if (escaped !== undefined) return quoteMeta(escaped);
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    return part.length > 1 ? part : quoteMeta(part).replaceAll("/", "\\/");
  });
  try {
    return new RegExp(`^${source}$`, "su");
  } catch (error) {
    if (error instanceof SyntaxError) throw new GoError("syntax error in pattern");
    throw error;
  }
}
