/** Sprig's hashes, random texts and the environment. Everything comes from the host. Follows templates §3.1. */
import { toBytes } from "../../_utf8.ts";
import { func, type FunctionSet, GoError } from "../../function.ts";
import type { TemplateHost } from "../host.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", DIGITS = "0123456789";
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join("");
/** Longer texts are refused. */
const MOST = 100_000;

/** The functions. */
export function secrets(host: TemplateHost): FunctionSet {
  const hashed = (algorithm: "sha1" | "sha256" | "sha512") =>
    func(["string"], (text) => host.hash(algorithm, toBytes(text)));
  const randomText = (alphabet: string) => func(["int"], (count) => randomOf(host, alphabet, count));
  return {
    sha1sum: hashed("sha1"),
    sha256sum: hashed("sha256"),
    sha512sum: hashed("sha512"),
    adler32sum: func(["string"], (text) => String(adler32(toBytes(text)))),
    randAlpha: randomText(LETTERS),
    randNumeric: randomText(DIGITS),
    randAlphaNum: randomText(LETTERS + DIGITS),
    randAscii: randomText(ASCII),
    randBytes: func(["int"], (count) => host.random(checked(count)).toBase64()),
    randInt: func(["int", "int"], (from, to) => {
      if (to <= from) throw new GoError("invalid argument to Intn");
      return from + belowOf(host, to - from);
    }),
    shuffle: func(["string"], (text) => shuffled(host, Array.from(text)).join("")),
    uuidv4: func([], () => uuidText(host.random(16), 4)),
    env: func(["string"], (name) => host.variable(name) ?? ""),
    expandenv: func(["string"], (text) => expandVariables(host, text)),
  };
}

/** The text with `$NAME` and `${NAME}` replaced. */
export function expandVariables(host: TemplateHost, text: string): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (_all, braced, plain) => host.variable(braced ?? plain) ?? "",
  );
}

function checked(count: number): number {
  if (count < 0 || count > MOST) throw new GoError("the text is too long");
  return count;
}

/** A text of so many characters. */
export function randomOf(host: TemplateHost, alphabet: string, count: number): string {
  return Array.from({ length: checked(count) }, () => alphabet[belowOf(host, alphabet.length)]).join("");
}

/** An even choice: numbers that would favour some are drawn again. */
export function belowOf(host: TemplateHost, end: number): number {
  const limit = 2 ** 32 - (2 ** 32 % end);
  for (;;) {
    const drawn = new DataView(host.random(4).slice().buffer).getUint32(0);
    if (drawn < limit) return drawn % end;
  }
}

function shuffled<T>(host: TemplateHost, items: readonly T[]): readonly T[] {
  const left = [...items], result: T[] = [];
  while (left.length > 0) result.push(...left.splice(belowOf(host, left.length), 1));
  return result;
}

/** A UUID of 16 random bytes. */
export function uuidText(bytes: Uint8Array, version: number): string {
  const marked = bytes.map((byte, index) =>
    index === 6 ? (byte & 0x0f) | (version << 4) : index === 8 ? (byte & 0x3f) | 0x80 : byte
  );
  const hex = Array.from(marked, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function adler32(bytes: Uint8Array): number {
  let a = 1, b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}
