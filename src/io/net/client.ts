/** Small answers: definitions, checksum files, API calls. Follows toolchain §9, aqua-registry §13.
 *  Invariant: the whole body has arrived when a Response is handed out, so reading it cannot fail and a connection that
 *  breaks in the middle is tried again; large files go through `download`. */
import type { Failure } from "./core/failure.ts";
import { isWebPage } from "./core/web_page.ts";
import { brokenBy, type NetContext, open, type Opened, type OpenPlan, targetUrl } from "./_open.ts";
import { type Done, persist } from "./_persist.ts";
import type { NetPolicy } from "./policy.ts";

/** What to get. */
export interface RequestPlan {
  readonly url: string;
  /** Names in lower case. With `if-none-match` or `if-modified-since`, 304 is an answer too. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST; only for questions, because it may be sent several times and follows redirects. */
  readonly body?: string;
}

const LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Gets a small answer: URL replacements, the token of its host, redirects, retries.
 * @param plan a URL, or one with headers
 * @returns 2xx (or 304); `url` of it is the one after redirects
 * @throws Network, with url, status, attempts and token as facts: `net/offline`, `net/bad-url`, and the codes of
 *   `networkError`; the signal's reason when the command is cancelled
 */
export async function request(
  ctx: NetContext,
  policy: NetPolicy,
  plan: string | RequestPlan,
): Promise<Response> {
  const { url, headers = {}, body }: RequestPlan = typeof plan === "string" ? { url: plan } : plan;
  const target: OpenPlan = { url: targetUrl(ctx, policy, url), headers, body };
  return await persist(ctx, { policy, kind: "metadata" }, async () => {
    const opened = await open(ctx, policy, target);
    if (opened.kind !== "opened") return opened;
    using _watch = opened.watch;
    return await readAll(ctx, opened);
  });
}

async function readAll(ctx: NetContext, opened: Opened): Promise<Done<Response> | Failure> {
  const { response, url, tokenSource, watch } = opened;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      watch.alive();
      sizeBytes += chunk.length;
      if (sizeBytes > LIMIT_BYTES) return { kind: "oversized", url, tokenSource, limitBytes: LIMIT_BYTES };
      chunks.push(chunk);
    }
  } catch (error) {
    return brokenBy(ctx, watch, { error, url, tokenSource });
  }
  if (chunks[0] && isWebPage(response.headers.get("content-type") ?? "", chunks[0])) {
    return { kind: "page", url, tokenSource };
  }
  return { kind: "done", value: complete(response, url, chunks) };
}

/** The same answer with its body in memory. */
function complete(response: Response, url: string, chunks: readonly Uint8Array<ArrayBuffer>[]): Response {
  const { status, statusText, headers } = response;
  const mayHaveBody = ![204, 205, 304].includes(status);
  const whole = new Response(mayHaveBody ? new Blob([...chunks]) : null, { status, statusText, headers });
  return Object.defineProperty(whole, "url", { value: url });
}
