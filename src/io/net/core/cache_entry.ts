/** The form of a cached answer: one line of JSON about it, then its bytes. Pure. Follows toolchain §7.4.
 *  Invariant: one file, so that what is said about the bytes can never belong to other bytes; what cannot be read
 *  counts as nothing. */

/** What is known about the bytes. */
export interface CacheHead {
  /** Of the request, without secrets. */
  readonly url: string;
  /** When the host last said that the bytes are current; epoch ms. */
  readonly checkedAt: number;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** A cached answer. */
export interface CacheEntry {
  readonly head: CacheHead;
  readonly bytes: Uint8Array;
}

const FORMAT = "atmos-cache-1 ";
const NEWLINE = 10;

/** Entry → file. */
export function printCacheEntry({ head, bytes }: CacheEntry): Uint8Array {
  const line = new TextEncoder().encode(`${FORMAT}${JSON.stringify({ ...head, sizeBytes: bytes.length })}\n`);
  const file = new Uint8Array(line.length + bytes.length);
  file.set(line);
  file.set(bytes, line.length);
  return file;
}

/** File → entry; undefined for anything that `printCacheEntry` did not print, also when bytes are missing. */
export function parseCacheEntry(file: Uint8Array): CacheEntry | undefined {
  const end = file.indexOf(NEWLINE);
  const line = new TextDecoder().decode(file.subarray(0, Math.max(end, 0)));
  if (!line.startsWith(FORMAT)) return undefined;
  const head = parseHead(line.slice(FORMAT.length));
  const bytes = file.subarray(end + 1);
  return head && head.sizeBytes === bytes.length ? { head: head.head, bytes } : undefined;
}

/** Whether the bytes may be used without asking. A check that lies in the future was made by a wrong clock. */
export function isFresh(head: CacheHead, ttlSeconds: number | "forever", now: number): boolean {
  if (ttlSeconds === "forever") return true;
  return head.checkedAt <= now && now - head.checkedAt < ttlSeconds * 1000;
}

/** Headers that ask whether the bytes are still current. */
export function conditionalHeaders({ etag, lastModified }: CacheHead): Readonly<Record<string, string>> {
  return {
    ...(etag === undefined ? {} : { "if-none-match": etag }),
    ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
  };
}

function parseHead(text: string): { readonly head: CacheHead; readonly sizeBytes: unknown } | undefined {
  try {
    const { url, checkedAt, etag, lastModified, sizeBytes } = JSON.parse(text);
    if (typeof url !== "string" || typeof checkedAt !== "number") return undefined;
    return { head: { url, checkedAt, etag: textOf(etag), lastModified: textOf(lastModified) }, sizeBytes };
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
