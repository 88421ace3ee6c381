import { deepEqual, equal } from "node:assert/strict";
import { conditionalHeaders, isFresh, parseCacheEntry, printCacheEntry } from "./cache_entry.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const head = { url: "https://h.test/a", checkedAt: 1000, etag: '"a"', lastModified: undefined };

Deno.test("parseCacheEntry() reads back what printCacheEntry() wrote", () => {
  for (const body of ["", "a", "\n", "a\r\nb\n", "\0\xff", "x".repeat(100_000)]) {
    deepEqual(parseCacheEntry(printCacheEntry({ head, bytes: bytesOf(body) })), {
      head,
      bytes: bytesOf(body),
    });
  }
});

Deno.test("parseCacheEntry() takes anything else for nothing", () => {
  const good = printCacheEntry({ head, bytes: bytesOf("body") });
  const cases = [
    bytesOf(""),
    bytesOf("\n"),
    bytesOf("{}\nbody"),
    bytesOf("atmos-cache-1 \nbody"),
    bytesOf("atmos-cache-1 null\nbody"),
    bytesOf('atmos-cache-1 {"url":1,"checkedAt":1,"sizeBytes":4}\nbody'),
    bytesOf('atmos-cache-1 {"url":"u","checkedAt":"1","sizeBytes":4}\nbody'),
    good.subarray(0, good.length - 1),
    good.subarray(0, 20),
    new Uint8Array([...good, 0]),
  ];
  for (const file of cases) equal(parseCacheEntry(file), undefined, new TextDecoder().decode(file));
});

Deno.test("isFresh() trusts no check of the future", () => {
  const cases: readonly [ttl: number | "forever", now: number, fresh: boolean][] = [
    [1, 1000, true],
    [1, 1999, true],
    [1, 2000, false],
    [1, 999, false],
    [0, 1000, false],
    ["forever", 0, true],
    ["forever", Infinity, true],
  ];
  for (const [ttl, now, fresh] of cases) equal(isFresh(head, ttl, now), fresh, `${ttl} ${now}`);
});

Deno.test("conditionalHeaders() sends what the host gave", () => {
  deepEqual(conditionalHeaders(head), { "if-none-match": '"a"' });
  deepEqual(conditionalHeaders({ ...head, etag: undefined, lastModified: "d" }), {
    "if-modified-since": "d",
  });
  deepEqual(conditionalHeaders({ ...head, etag: undefined }), {});
});
