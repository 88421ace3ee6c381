import { deepEqual, equal, rejects } from "node:assert/strict";
import { bzip2 } from "../../../../tests/support/compress.ts";
import { collect, memorySource } from "../../../../tests/support/unpacked.ts";
import { decode } from "./bz2.ts";

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/** Written by bzip2 1.0.8. */
const EMPTY = fromBase64("QlpoORdyRThQkAAAAAA=");
const HELLO = fromBase64("QlpoOTFBWSZTWcHAgOIAAAFBAAAQAkSgADDNAMNGKZcXckU4UJDBwIDi");
/** 50 MB of zeros. */
const ZEROS = fromBase64(
  "QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZk8TsPQAfaMEAwAAAEAAIIAAwzAmqaZUiDapSIPF3JFOFCQj9cpgw",
);
/** The bytes of `noise`: two are common, others rare, so that their codes are long. */
const NOISE = fromBase64(
  [
    "QlpoOTFBWSZTWQ7q/KUAAaP/AH/4Jpe8nhhQBvx4v1AAYAe8AAAAAAAAAAYDQGgAA00GgGgDQYDQGgAA00GgGgDQYDQGgAA0",
    "0GgGgDQJPVKlNKfpBGgZGmRtJ6j01NGTNTahgNAaAADTQaAaANBgNAaAADTQaAaANDYtsarwuotphiglPHdgiFGbPa2r0K8J",
    "6O6AJfO3SySUaHjtuTu1w0V59dszRYpMzZkJkBhNCPw7tEkexq4R87g0GJTCY1szILzcUl8a6Ka9LqiD7FdX7nZiMKlNgwEr",
    "zbhJmRCEiR8TpgTTGSNEMAaSAfN1yT8PX6/k9F5IYhlj9XXQBEgkIMvkW7MgwZKURLCJgyKSCkxJIm9ns8eJ9XXn4uIvLtXS",
    "KaAQN/HusSZRrZsavU4fQ4wsmfS6vR3JNCZAtNMpmYQiSZIgoA0TPjcBa7upUTfZ3J+K7IyYlNGTJiJCAmEAyfr7kT7uuNet",
    "dZDFGWM/PtxIrzXXLoAaKSBX19c2YMWGIkpDCEgSGGjKIQySa+rrhlL29ymFf+65mAb5WumMxDMxMZCjMJlvb3Ffb25MVerr",
    "kEQiiDRSSRry7fd45GkkIMIYsmv5du2Mx6FcGi+12TNgNezumSWDMjRjAAMBJLyXJmGMBezuYQwa2RJhCMEeSuxMMwkvc7fm",
    "10lL8l0owyhYsJgj4duypQwJBQCb5O4iM5dGPe4WEZCQEXw66KTCSSSUX5Nf68coIJoz091FMlKUYmRTIlMBkoJBMygRMiEv",
    "l7sNCIFh+xdkITMgv+OiFHjt0PauJvT10gM0SKZKQzM02/Fcg0iMhMYySZiISRCj2tcxi+luYYKSSvLq6JljCULJJTCSxe9c",
    "8d0UEf0V2hPq7i73eN4mUIJDNISHubpovo7oxUhgL39cBEhghNNlSiYABjJIJox8OddhJg0kEwmaAxkZmQkyoSxlBTQ0YkF6",
    "vh14WEjFG83KfM97xEUSLMYjx3UEsB+DlDfE3Z59dEkESYkUTKet2CTfeu3u7kzRX6ddBJTBl6VyFECmkZJSQ7rcxSMqCQSJ",
    "SxmYmNMmZsoRsgzSk2+9twHjrn5NbmCxUvV1d6Ot2TNc6aP07qi8K5fDuMiUWSigvHdDRpMvlWrf3bbxbZZbYwpFtGwM0CN9",
    "a4kTaVS015ddNIaTMBDl8PF0KZKUIa9XXAv/i7kinChIB3V+UoA=",
  ].join(""),
);

function noise(): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: 4000 }, () => {
    state = Number(BigInt(state) * 1103515245n + 12345n & 0x7fffffffn);
    const high = state >> 16;
    return high % 64 === 0 ? 2 + (high >> 6) % 97 : high & 1;
  });
}

Deno.test("decode() reads what bzip2 wrote", async () => {
  deepEqual(await collect(decode(memorySource(EMPTY))), new Uint8Array(0));
  deepEqual(new TextDecoder().decode(await collect(decode(memorySource(HELLO)))), "hello\n");
  deepEqual(await collect(decode(memorySource(NOISE))), noise());
});

Deno.test("decode() gives 50 MB of zeros in small pieces", async () => {
  let total = 0, largest = 0;
  for await (const piece of decode(memorySource(ZEROS))) {
    total += piece.length;
    largest = Math.max(largest, piece.length);
    equal((piece[0] ?? 1) + (piece.at(-1) ?? 1), 0);
  }
  equal(total, 50_000_000);
  equal(largest <= 256 * 1024, true);
});

/** A change of one bit in a stream of one block: what it makes of the block. */
function changed(at: number, mask: number): Uint8Array {
  const bytes = bzip2(new TextEncoder().encode("banana"));
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  return bytes;
}

const BROKEN: readonly [what: string, bytes: Uint8Array, code: string, says: RegExp][] = [
  ["no bzip2", new TextEncoder().encode("hello, world"), "archive/corrupt", /begin/],
  ["a level of 0", changed(3, 1), "archive/corrupt", /begin/],
  ["no block", changed(4, 1), "archive/corrupt", /block begins/],
  ["a wrong checksum of a block", changed(10, 1), "archive/corrupt", /checksum of a bzip2 block/],
  ["an obsolete block", changed(14, 0x80), "archive/unsupported-format", /^/],
  ["a start outside the block", changed(15, 0x80), "archive/corrupt", /not valid/],
  [
    "a wrong checksum of the stream",
    changed(bzip2(new TextEncoder().encode("banana")).length - 2, 1),
    "archive/corrupt",
    /stream/,
  ],
];

Deno.test("decode() says what is broken", async () => {
  for (const [what, bytes, code, says] of BROKEN) {
    await rejects(
      collect(decode(memorySource(bytes))),
      (error: Error & { code: string; explanation?: string }) => {
        equal(error.code, code, what);
        equal(says.test(error.explanation ?? ""), true, `${what}: ${error.explanation}`);
        return true;
      },
    );
  }
});
