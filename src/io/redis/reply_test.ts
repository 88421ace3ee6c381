import { deepEqual, equal, throws } from "node:assert/strict";
import { commandBytes, readReply } from "./reply.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("readReply() waits for whole replies and counts bytes", () => {
  equal(readReply(bytes("$5\r\nab")), undefined);
  equal(readReply(bytes("+O")), undefined);
  deepEqual(readReply(bytes("$3\r\né!\r\n+OK\r\n")), { value: "é!", end: 9 });
  deepEqual(readReply(bytes("$-1\r\n")), { value: null, end: 5 });
  equal((readReply(bytes("-ERR no\r\n"))?.value as Error).message, "ERR no");
  throws(() => readReply(bytes("HTTP/1.1 400\r\n")), /does not answer as Redis/);
});

Deno.test("commandBytes() tells lengths in bytes", () => {
  equal(new TextDecoder().decode(commandBytes(["GET", "é"])), "*2\r\n$3\r\nGET\r\n$2\r\né\r\n");
});
