/** Replies of a Redis server: RESP 2, as far as reading and writing one value needs. Pure. */

/** A reply and where the next one begins. */
export interface Reply {
  /** A text; null when there is no value; an Error with the words of the server. */
  readonly value: string | null | Error;
  readonly end: number;
}

const CR = 13, LF = 10;

/** The first reply in some bytes; undefined while it is not complete. @throws Error for what is no reply */
export function readReply(bytes: Uint8Array): Reply | undefined {
  const lineEnd = bytes.findIndex((byte, at) => byte === CR && bytes[at + 1] === LF);
  if (lineEnd < 0) return undefined;
  const decoder = new TextDecoder(), line = decoder.decode(bytes.subarray(1, lineEnd)), start = lineEnd + 2;
  switch (String.fromCharCode(bytes[0] ?? 0)) {
    case "+":
    case ":":
      return { value: line, end: start };
    case "-":
      return { value: new Error(line), end: start };
    case "$": {
      const length = Number(line), end = start + length + 2;
      if (length < 0) return { value: null, end: start };
      if (!Number.isSafeInteger(length)) break;
      return bytes.length < end ? undefined : { value: decoder.decode(bytes.subarray(start, end - 2)), end };
    }
  }
  throw new Error("the server does not answer as Redis does");
}

/** The bytes of a command. */
export function commandBytes(words: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  const parts = words.map((word) => `$${encoder.encode(word).length}\r\n${word}\r\n`);
  return encoder.encode(`*${words.length}\r\n${parts.join("")}`);
}
