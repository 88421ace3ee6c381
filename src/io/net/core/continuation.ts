/** Decides from the head of an answer whether it continues a file, how long the file is, and by what a later request
 *  can continue it. Pure. Follows RFC 9110 §8.8 (validators), §13.1.5 (If-Range), §14.4 (Content-Range), deno §8.3.
 *  Invariant: in doubt the file is fetched anew. */

/** What is known of the file so far. */
export interface Known {
  readonly sizeBytes: number;
  readonly validator: string | undefined;
}

/** Headers that ask for the rest; none when there is nothing to continue. */
export function rangeHeaders({ sizeBytes, validator }: Known): Readonly<Record<string, string>> {
  if (sizeBytes === 0 || validator === undefined) return {};
  return { range: `bytes=${sizeBytes}-`, "if-range": validator };
}

/** A text that changes whenever the bytes do: a strong ETag, else the date of the last change. Undefined when the host
 *  does not take ranges, or encoded the body on the way. */
export function validatorOf(headers: Headers): string | undefined {
  if (isEncoded(headers) || headers.get("accept-ranges")?.trim().toLowerCase() === "none") return undefined;
  const etag = headers.get("etag")?.trim();
  if (etag && !etag.startsWith("W/")) return etag;
  return headers.get("last-modified")?.trim() || undefined;
}

/** Whether a 206 brings exactly the bytes that are missing, of the same version. */
export function continues(headers: Headers, { sizeBytes, validator }: Known): boolean {
  const range = contentRange(headers);
  if (range?.start !== sizeBytes || sizeBytes === 0 || isEncoded(headers)) return false;
  const etag = headers.get("etag")?.trim();
  return !etag || !validator?.startsWith('"') || etag === validator;
}

/** Bytes of the whole file; undefined when the answer does not say it. */
export function totalBytes(status: number, headers: Headers): number | undefined {
  if (status === 206) return contentRange(headers)?.total;
  const length = headers.get("content-length")?.trim() ?? "";
  return isEncoded(headers) || !/^\d{1,15}$/.test(length) ? undefined : Number(length);
}

function contentRange(headers: Headers): { start: number; total: number | undefined } | undefined {
  const match = /^bytes (\d{1,15})-\d{1,15}\/(?:(\d{1,15})|\*)$/.exec(
    headers.get("content-range")?.trim() ?? "",
  );
  return match
    ? { start: Number(match[1]), total: match[2] === undefined ? undefined : Number(match[2]) }
    : undefined;
}

/** An encoded body has another length than the file. */
function isEncoded(headers: Headers): boolean {
  return !["", "identity"].includes(headers.get("content-encoding")?.trim().toLowerCase() ?? "");
}
