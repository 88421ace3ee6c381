/** Go's strings are bytes, ours are UTF-16: lengths, indexes and slices of templates count bytes.
 *  Follows templates §9.2. A byte that is no valid UTF-8 is kept as the lone surrogate U+DC80 to U+DCFF,
 *  so half a character survives until the text is printed.
 *  Invariant: fromBytes(toBytes(s)) is s, other lone surrogates apart. */

const ESCAPE = 0xdc00;
const ASCII = /^[\0-\x7f]*$/;

/** How many bytes a text has in UTF-8. */
export function byteLength(text: string): number {
  if (ASCII.test(text)) return text.length;
  let length = 0;
  for (const char of text) length += sizeOf(char.codePointAt(0) ?? 0);
  return length;
}

/** The bytes of a text. */
export function toBytes(text: string): Uint8Array {
  if (text.isWellFormed()) return new TextEncoder().encode(text);
  const chunks = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return isByte(code) ? [code - ESCAPE] : [...new TextEncoder().encode(char)];
  });
  return Uint8Array.from(chunks.flat());
}

/** The text of bytes. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeLoosely(bytes);
  }
}

/** The bytes `from` to `to` (exclusive) of a text. */
export function sliceBytes(text: string, from: number, to: number): string {
  return ASCII.test(text) ? text.slice(from, to) : fromBytes(toBytes(text).subarray(from, to));
}

/** The byte that a lone surrogate stands for; undefined for every other code point. */
export function byteOf(code: number): number | undefined {
  return isByte(code) ? code - ESCAPE : undefined;
}

/** The text of one byte: itself in ASCII, else a part of a character. */
export function byteText(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : ESCAPE + byte);
}

function isByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff;
}

function sizeOf(code: number): number {
  if (code < 0x80 || isByte(code)) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

function decodeLoosely(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const size = sequenceSize(bytes, at);
    text += size === 0 ? byteText(bytes[at] ?? 0) : decoder.decode(bytes.subarray(at, at + size));
    at += size || 1;
  }
  return text;
}

/** The length of the valid character at `at`; 0 when there is none. */
function sequenceSize(bytes: Uint8Array, at: number): number {
  const [first = 0, second = 0] = bytes.subarray(at, at + 2);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const rest = bytes.subarray(at + 1, at + size);
  if (rest.length < size - 1 || rest.some((byte) => byte >> 6 !== 2)) return 0;
  const isOverlong = first === 0xe0 && second < 0xa0 || first === 0xf0 && second < 0x90;
  const isTooLarge = first === 0xed && second > 0x9f || first === 0xf4 && second > 0x8f;
  return isOverlong || isTooLarge ? 0 : size;
}
