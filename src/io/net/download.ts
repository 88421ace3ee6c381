/** Large files: to disk while hashing, continued after a cut. Follows toolchain §3.2, §9 and its traps 23 and 44,
 *  aqua-registry §13.
 *  Invariant: under the final name stands a whole file or what stood there before, and the digests are those of the
 *  bytes on disk as long as the caller holds the lock beside the file. */
import type { Context } from "@/base/context.ts";
import { IntegrityError, NetworkError } from "@/base/errors.ts";
import { dirName } from "@/base/path.ts";
import { continues, rangeHeaders, totalBytes, validatorOf } from "./core/continuation.ts";
import { isUnprotected } from "./core/credentials.ts";
import type { Failure } from "./core/failure.ts";
import { redactUrl } from "./core/redact.ts";
import { isWebPage } from "./core/web_page.ts";
import { type BodyReader, readBody } from "./_body.ts";
import { addFile, startHashes } from "@/io/disk/hashes.ts";
import { brokenBy, dropBody, type NetContext, open, type Opened, targetUrl } from "./_open.ts";
import { openPart, type Part } from "./_part.ts";
import { type Done, persist } from "./_persist.ts";
import type { NetPolicy } from "./policy.ts";

/** Digests that checksum files use. */
export type HashAlgorithm = "sha256" | "sha512" | "sha1" | "md5";

/** What downloading needs of the Context. */
export type DownloadContext = NetContext & Pick<Context, "disk">;

/** What to fetch and where to put it. */
export interface DownloadPlan {
  readonly url: string;
  /** Absolute path; its folder is made. What stands there is replaced. */
  readonly to: string;
  readonly algorithms: readonly HashAlgorithm[];
  /** The size that the file must have, when it is known. */
  readonly expectedBytes?: number;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called for each piece that arrives, with the bytes of the whole file so far; after a cut they may fall. */
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
}

/** A file on disk. */
export interface Downloaded {
  /** Lower-case hexadecimal, of the algorithms that were asked for. */
  readonly hashes: Readonly<Partial<Record<HashAlgorithm, string>>>;
  readonly sizeBytes: number;
  /** After redirects; may be signed, so show it by `redactUrl` only. */
  readonly finalUrl: string;
  /** As sent; empty when the host says nothing. */
  readonly contentType: string;
  /** Whether it came without encryption, so that anybody on the way could change it; this machine excepted. */
  readonly isUnprotected: boolean;
}

/** Below this it is quicker to fetch again than to take a note for later. */
const WORTH_NOTING_BYTES = 1024 * 1024;

/**
 * Keeps others from downloading to that path, and from changing what is there, until the answer is called.
 * @throws Host `disk/…`, `lock/timeout`; the signal's reason when the command is cancelled
 */
export function lockDownload(
  ctx: Pick<Context, "locks" | "signal" | "out">,
  to: string,
): Promise<() => Promise<void>> {
  return ctx.locks.acquire(`${to}.lock`, {
    signal: ctx.signal,
    onWait: (holder) => ctx.out.say("info", `Waiting for ${holder}, which uses ${to}`),
  });
}

/**
 * Downloads a file under the lock of its path; continues what an earlier run left in `<to>.part` when the host still has the same version.
 * @throws Network as `request` does; Integrity `net/wrong-size`; Host `disk/…`; the signal's reason
 *   when the command is cancelled
 */
export async function download(
  ctx: DownloadContext,
  policy: NetPolicy,
  plan: DownloadPlan,
): Promise<Downloaded> {
  const url = targetUrl(ctx, policy, plan.url);
  await ctx.disk.makeDir(dirName(plan.to));
  const part = await openPart(ctx.disk, { ...plan, url });
  try {
    const fetched = await persist(
      ctx,
      { policy, kind: "download" },
      () => attempt({ ctx, policy, plan, url, part }),
    );
    const hashes = await part.finish();
    return { ...fetched, sizeBytes: part.sizeBytes, hashes, isUnprotected: isUnprotected(url) };
  } catch (error) {
    if (ctx.signal.aborted || error instanceof NetworkError) await part.leave();
    else await part.discard();
    throw error;
  }
}

/** Digests of a file on disk. @throws Host `disk/…` */
export async function hashFile(
  ctx: Pick<Context, "disk">,
  path: string,
  algorithms: readonly HashAlgorithm[],
): Promise<{ readonly hashes: Downloaded["hashes"]; readonly sizeBytes: number }> {
  const hashes = await startHashes(algorithms);
  const sizeBytes = await addFile(ctx.disk, path, hashes);
  return { hashes: hashes.digests(), sizeBytes };
}

interface Attempting {
  readonly ctx: DownloadContext;
  readonly policy: NetPolicy;
  readonly plan: DownloadPlan;
  readonly url: string;
  readonly part: Part<HashAlgorithm>;
}

type Fetched = Pick<Downloaded, "finalUrl" | "contentType">;

async function attempt(work: Attempting): Promise<Done<Fetched> | Failure> {
  const { ctx, policy, plan, part } = work;
  const range = rangeHeaders(part);
  const opened = await open(ctx, policy, { url: work.url, headers: { ...plan.headers, ...range } });
  const asksForRest = "range" in range;
  if (opened.kind !== "opened") {
    if (!asksForRest || opened.kind !== "status" || opened.status !== 416) return opened;
    await part.restart(undefined, false);
    return await attempt(work);
  }
  using _watch = opened.watch;
  const { response: { status, headers } } = opened;
  const isRest = status === 206 && asksForRest && continues(headers, part);
  if (status === 206 && asksForRest && !isRest) {
    await dropBody(opened.response);
    await part.restart(undefined, false);
    return await attempt(work);
  }
  if (status !== 200 && !isRest) return await unexpected(opened);

  const total = totalBytes(status, headers);
  const reader = readBody(opened.response);
  try {
    checkSize(plan, total);
    if (!isRest) await part.restart(validatorOf(headers), (total ?? Infinity) >= WORTH_NOTING_BYTES);
    return await pump(work, opened, { reader, total });
  } finally {
    await reader.cancel();
  }
}

interface Body {
  readonly reader: BodyReader;
  /** Of the whole file. */
  readonly total: number | undefined;
}

async function pump(
  { ctx, plan, part }: Attempting,
  { response, url, tokenSource, watch }: Opened,
  { reader, total }: Body,
): Promise<Done<Fetched> | Failure> {
  const contentType = response.headers.get("content-type") ?? "";
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      chunk = await reader.next();
    } catch (error) {
      return brokenBy(ctx, watch, { error, url, tokenSource });
    }
    if (!chunk) break;
    watch.alive();
    if (part.sizeBytes === 0 && isWebPage(contentType, chunk)) return { kind: "page", url, tokenSource };
    await part.append(chunk);
    plan.onProgress?.(part.sizeBytes, total);
    if (part.sizeBytes > (plan.expectedBytes ?? Infinity)) checkSize(plan, part.sizeBytes);
  }
  const received = part.sizeBytes;
  if (total !== undefined && received < total) {
    return { kind: "truncated", url, tokenSource, received, expected: total };
  }
  checkSize(plan, received);
  return { kind: "done", value: { finalUrl: url, contentType } };
}

function checkSize({ url, expectedBytes }: DownloadPlan, actual: number | undefined): void {
  if (expectedBytes === undefined || actual === undefined || actual === expectedBytes) return;
  throw new IntegrityError(
    "net/wrong-size",
    `${redactUrl(url)} has ${actual} bytes in place of ${expectedBytes}`,
    {
      facts: { url: redactUrl(url), expected: expectedBytes, actual },
    },
  );
}

/** 2xx that brings no file: 202, 204 … */
async function unexpected({ response, url, tokenSource }: Opened): Promise<Failure> {
  await dropBody(response);
  return { kind: "status", url, tokenSource, status: response.status, headers: response.headers, body: "" };
}
