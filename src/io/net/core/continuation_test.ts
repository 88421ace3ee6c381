import { deepEqual, equal } from "node:assert/strict";
import { continues, rangeHeaders, totalBytes, validatorOf } from "./continuation.ts";

type Fields = Record<string, string>;

Deno.test("rangeHeaders() asks for the rest only of a version that can be named", () => {
  deepEqual(rangeHeaders({ sizeBytes: 5, validator: '"a"' }), { range: "bytes=5-", "if-range": '"a"' });
  deepEqual(rangeHeaders({ sizeBytes: 0, validator: '"a"' }), {});
  deepEqual(rangeHeaders({ sizeBytes: 5, validator: undefined }), {});
});

Deno.test("validatorOf() takes a strong ETag, else a date", () => {
  const date = "Tue, 01 Jan 2030 00:00:00 GMT";
  const cases: readonly [Fields, string | undefined][] = [
    [{ etag: '"a"', "last-modified": date }, '"a"'],
    [{ etag: 'W/"a"', "last-modified": date }, date],
    [{ etag: 'W/"a"' }, undefined],
    [{ "last-modified": date }, date],
    [{ etag: '"a"', "accept-ranges": "none" }, undefined],
    [{ etag: '"a"', "accept-ranges": "bytes" }, '"a"'],
    [{ etag: '"a"', "content-encoding": "gzip" }, undefined],
    [{ etag: '"a"', "content-encoding": "identity" }, '"a"'],
    [{}, undefined],
  ];
  for (const [headers, validator] of cases) {
    equal(validatorOf(new Headers(headers)), validator, JSON.stringify(headers));
  }
});

Deno.test("continues() wants exactly the missing bytes of the same version", () => {
  const known = { sizeBytes: 5, validator: '"a"' };
  const cases: readonly [Fields, boolean][] = [
    [{ "content-range": "bytes 5-9/10" }, true],
    [{ "content-range": "bytes 5-9/*", etag: '"a"' }, true],
    [{ "content-range": "bytes 5-9/10", etag: '"b"' }, false],
    [{ "content-range": "bytes 4-9/10" }, false],
    [{ "content-range": "bytes 0-9/10" }, false],
    [{ "content-range": "items 5-9/10" }, false],
    [{ "content-range": "bytes 5-9/10", "content-encoding": "gzip" }, false],
    [{}, false],
  ];
  for (const [headers, expected] of cases) {
    equal(continues(new Headers(headers), known), expected, JSON.stringify(headers));
  }
  const range = new Headers({ "content-range": "bytes 0-9/10" });
  equal(continues(range, { sizeBytes: 0, validator: '"a"' }), false);
});

Deno.test("totalBytes() is the length of the whole file, when it is said and true", () => {
  const cases: readonly [number, Fields, number | undefined][] = [
    [200, { "content-length": "10" }, 10],
    [200, { "content-length": "0" }, 0],
    [200, { "content-length": "10", "content-encoding": "gzip" }, undefined],
    [200, { "content-length": "-1" }, undefined],
    [200, { "content-length": "9".repeat(30) }, undefined],
    [200, {}, undefined],
    [206, { "content-length": "5", "content-range": "bytes 5-9/10" }, 10],
    [206, { "content-length": "5", "content-range": "bytes 5-9/*" }, undefined],
  ];
  for (const [status, headers, total] of cases) {
    equal(totalBytes(status, new Headers(headers)), total, JSON.stringify(headers));
  }
});
