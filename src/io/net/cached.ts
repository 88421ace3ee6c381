/** Small answers that are kept on disk: registry indexes, definitions. Follows toolchain §7.4 and §7.6.
 *  Invariant: a failed request never damages what is kept, and what is kept always is a whole answer of its URL. */
import type { Context } from "@/base/context.ts";
import { HostError, NetworkError } from "@/base/errors.ts";
import { request } from "./client.ts";
import {
  type CacheEntry,
  conditionalHeaders,
  isFresh,
  parseCacheEntry,
  printCacheEntry,
} from "./core/cache_entry.ts";
import { redactUrl } from "./core/redact.ts";
import type { NetContext } from "./_open.ts";
import type { NetPolicy } from "./policy.ts";

/** What to get and where to keep it. */
export interface CachedPlan {
  readonly url: string;
  /** Absolute path, one per URL. The form of the file is ours: read it by `fetchCached` only. */
  readonly file: string;
  /** How long the host is not asked again; "forever" for what never changes, such as a file at a commit. */
  readonly ttlSeconds: number | "forever";
  /** Asks the host whatever the age. */
  readonly refresh?: boolean;
  /** Whether bytes can be what was asked for; others are never kept, nor taken in the place of what is. */
  readonly isMeant?: (bytes: Uint8Array) => boolean;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, new or kept. */
export interface CachedAnswer {
  readonly bytes: Uint8Array;
  /** Whether the bytes differ from those that were kept before. */
  readonly changed: boolean;
  /** Whether they are older than allowed, because the host could not be asked. */
  readonly stale: boolean;
  /** Why it could not be asked; say it to the user once. Absent unless `stale`. */
  readonly problem?: NetworkError;
  /** Of the host's answer, when it was asked. */
  readonly headers?: Headers;
}

/** What caching needs of the Context. */
export type CacheContext = NetContext & Pick<Context, "disk">;

/** Answers that are about the thing itself, which an old copy must not hide. */
const GONE = new Set(["net/not-found", "net/bad-url"]);

/**
 * Answers from the file while it is fresh, else asks the host whether it changed. When the host cannot be asked (also
 * offline), an older copy is the answer, and then the host is tried only once.
 * @throws Network as `request` does, when nothing is kept, or when the host says that there is no such thing
 */
export async function fetchCached(
  ctx: CacheContext,
  policy: NetPolicy,
  plan: CachedPlan,
): Promise<CachedAnswer> {
  const kept = await readEntry(ctx, plan);
  if (kept && mayBeUsed(ctx, plan, kept)) return { bytes: kept.bytes, changed: false, stale: false };
  try {
    return await fetchEntry(ctx, kept ? { ...policy, attempts: 1 } : policy, { ...plan, kept });
  } catch (error) {
    if (!kept || !(error instanceof NetworkError) || GONE.has(error.code)) throw error;
    return { bytes: kept.bytes, changed: false, stale: true, problem: error };
  }
}

/** The bytes in the file while they are fresh; asks nobody. */
export async function peekCached(ctx: CacheContext, plan: CachedPlan): Promise<Uint8Array | undefined> {
  const kept = await readEntry(ctx, plan);
  return kept && mayBeUsed(ctx, plan, kept) ? kept.bytes : undefined;
}

function mayBeUsed(ctx: CacheContext, plan: CachedPlan, { head }: CacheEntry): boolean {
  return !plan.refresh && isFresh(head, plan.ttlSeconds, ctx.clock.now());
}

async function fetchEntry(
  ctx: CacheContext,
  policy: NetPolicy,
  { url, file, kept, isMeant, ...plan }: CachedPlan & { readonly kept: CacheEntry | undefined },
): Promise<CachedAnswer> {
  // Texts shrink to a tenth; nobody compares a hash of what travels.
  const headers = {
    ...plan.headers,
    "accept-encoding": "gzip",
    ...(kept ? conditionalHeaders(kept.head) : {}),
  };
  const response = await request(ctx, policy, { url, headers });
  const isKept = kept !== undefined && response.status === 304;
  const bytes = isKept ? kept.bytes : await response.bytes();
  if (isMeant && !isMeant(bytes)) {
    if (kept) throw wrongContent(url);
    return { bytes, changed: true, stale: false, headers: response.headers };
  }
  const head = {
    url: redactUrl(url),
    checkedAt: ctx.clock.now(),
    etag: response.headers.get("etag") ?? (isKept ? kept.head.etag : undefined),
    lastModified: response.headers.get("last-modified") ?? (isKept ? kept.head.lastModified : undefined),
  };
  try {
    await ctx.disk.writeAtomic(file, printCacheEntry({ head, bytes }));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `not kept: ${error.title}`); // a cache that cannot be written must not stop the work
  }
  const changed = !isKept && !isSame(bytes, kept?.bytes);
  return { bytes, changed, stale: false, headers: response.headers };
}

/** What is kept of this URL. A file that cannot be read is as good as none. */
async function readEntry(ctx: CacheContext, { url, file }: CachedPlan): Promise<CacheEntry | undefined> {
  try {
    const bytes = await ctx.disk.readBytes(file);
    const entry = bytes && parseCacheEntry(bytes);
    return entry?.head.url === redactUrl(url) ? entry : undefined;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `not read: ${error.title}`);
    return undefined;
  }
}

function wrongContent(url: string): NetworkError {
  const shown = redactUrl(url);
  return new NetworkError("net/wrong-content", `${shown} does not answer with what was asked for`, {
    hints: ["Open the address in a browser: the network may want a login first."],
    facts: { url: shown },
  });
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index]);
}
