/** One attempt at a request, up to the head of the answer: token, redirects, time limits.
 *  Follows toolchain §9 and its traps 39 and 40, deno §8.3.
 *  Invariant: redirects are followed here and not by the runtime, so that a token that left its origin is gone for
 *  good; whatever is not an answer leaves no open connection behind. */
import type { Context } from "@/base/context.ts";
import { NetworkError } from "@/base/errors.ts";
import { credentialFor, nextHop } from "./core/credentials.ts";
import { type Failure, refusesToken } from "./core/failure.ts";
import { offlineError } from "./core/network_error.ts";
import { redactUrl } from "./core/redact.ts";
import { rewriteUrl } from "./core/rewrite.ts";
import type { NetPolicy } from "./policy.ts";
import { startWatch, type Watch } from "./_watch.ts";

/** What every request needs of the Context. */
export type NetContext = Pick<Context, "net" | "clock" | "random" | "signal" | "out">;

/** Where to and what with. `url` is ready: see `targetUrl`. */
export interface OpenPlan {
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent by POST. */
  readonly body?: string | undefined;
}

/** The head of an answer 2xx, or 304 to a conditional request. Its reader must dispose of `watch`. */
export interface Opened {
  readonly kind: "opened";
  readonly response: Response;
  /** After redirects. */
  readonly url: string;
  readonly tokenSource: string | undefined;
  /** Waits for data. */
  readonly watch: Watch;
}

interface Token {
  readonly text: string;
  readonly source: string;
}

const MAX_HOPS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const CREDENTIAL_HEADERS = new Set(["authorization", "cookie"]);
const WORDS_BYTES = 4096;

/**
 * The URL to ask in place of the one that was wanted.
 * @throws Network `net/offline`, `net/bad-url`
 */
export function targetUrl(ctx: NetContext, policy: NetPolicy, wanted: string): string {
  const { url, by } = rewriteUrl(wanted, policy.replacements);
  if (by !== undefined) {
    ctx.out.say("debug", `${redactUrl(wanted)} is replaced by ${redactUrl(url)} (${by})`);
  }
  if (policy.offline) throw offlineError(url);
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new NetworkError("net/bad-url", `cannot get ${redactUrl(url)}: it is no http or https address`, {
    facts: { url: redactUrl(url), ...(by === undefined ? {} : { replaced_by: by }) },
  });
}

/** Asks once; when the host refuses the token, once more without it. Throws only when the command is cancelled. */
export async function open(ctx: NetContext, policy: NetPolicy, plan: OpenPlan): Promise<Opened | Failure> {
  const credential = credentialFor(plan.url, policy.credentials);
  const text = await credential?.token();
  if (!credential || text === undefined) return await follow(ctx, policy, { plan });
  ctx.out.secret(text);
  const first = await follow(ctx, policy, { plan, token: { text, source: credential.source } });
  if (first.kind === "opened" || !refusesToken(first)) return first;

  ctx.out.say(
    "debug",
    `${new URL(first.url).host} refuses the token of ${credential.source}; trying without`,
  );
  const second = await follow(ctx, policy, { plan });
  return second.kind === "opened" ? second : first; // the refused token is what the user can mend
}

async function follow(
  ctx: NetContext,
  policy: NetPolicy,
  start: { readonly plan: OpenPlan; readonly token?: Token },
): Promise<Opened | Failure> {
  const watch = startWatch(ctx);
  let isOpened = false;
  try {
    let headers: OpenPlan["headers"] = { "user-agent": policy.userAgent, ...start.plan.headers };
    let { token } = start;
    let url = start.plan.url;
    for (let hops = 0; hops <= MAX_HOPS; hops++) {
      watch.expect("answer", policy.connectTimeoutMs);
      const sent = token ? { ...headers, authorization: `Bearer ${token.text}` } : headers;
      const asked = { url, headers: sent, body: start.plan.body };
      const outcome = await ask({ ctx, policy, watch }, asked, token?.source);
      if (outcome.kind !== "redirected") {
        isOpened = outcome.kind === "opened";
        return outcome;
      }
      const hop = nextHop(url, outcome.location);
      if (hop.kind === "refuse") return { kind: "redirect", url, reason: hop.reason };
      if (!hop.sameOrigin) {
        token = undefined;
        headers = withoutCredentials(headers);
      }
      url = hop.url;
    }
    return { kind: "redirect", url, reason: `the host redirects more than ${MAX_HOPS} times` };
  } finally {
    if (!isOpened) watch[Symbol.dispose]();
  }
}

interface Asking {
  readonly ctx: NetContext;
  readonly policy: NetPolicy;
  readonly watch: Watch;
}

type Redirected = { readonly kind: "redirected"; readonly location: string };

async function ask(
  { ctx, policy, watch }: Asking,
  plan: OpenPlan,
  tokenSource: string | undefined,
): Promise<Opened | Redirected | Failure> {
  const { url, headers, body: question } = plan;
  const method = question === undefined ? "GET" : "POST";
  let response: Response;
  try {
    const init: RequestInit = { method, headers, redirect: "manual", signal: watch.signal };
    response = await ctx.net.fetch(url, question === undefined ? init : { ...init, body: question });
  } catch (error) {
    return brokenBy(ctx, watch, { error, url, tokenSource });
  }
  const { status } = response;
  ctx.out.say("debug", `${method} ${redactUrl(url)}: ${status} (token: ${tokenSource ?? "none"})`);
  watch.expect("data", policy.idleTimeoutMs);
  const isConditional = "if-none-match" in headers || "if-modified-since" in headers;
  if (response.ok || status === 304 && isConditional) {
    return { kind: "opened", response, url, tokenSource, watch };
  }
  const location = REDIRECTS.has(status) ? response.headers.get("location") : null;
  if (location !== null) {
    await dropBody(response);
    return { kind: "redirected", location };
  }
  const body = await beginning(response, watch);
  ctx.signal.throwIfAborted();
  return { kind: "status", url, tokenSource, status, headers: response.headers, body };
}

/** What an error while asking or reading means. Throws the reason when the command was cancelled. */
export function brokenBy(
  ctx: NetContext,
  watch: Watch,
  at: { readonly error: unknown; readonly url: string; readonly tokenSource: string | undefined },
): Failure {
  ctx.signal.throwIfAborted();
  const { error, ...where } = at;
  return watch.expired
    ? { kind: "timeout", ...where, ...watch.expired }
    : { kind: "broken", ...where, error };
}

/** Ends an answer that nobody will read. */
export async function dropBody(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => {}); // it may have broken already
}

/** The host's words about an error; as much of them as came. */
async function beginning(response: Response, watch: Watch): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let next = await reader?.read(); next && !next.done && text.length < WORDS_BYTES;) {
      watch.alive();
      text += decoder.decode(next.value, { stream: true });
      next = await reader?.read();
    }
    await reader?.cancel();
  } catch {
    // the status is the failure, not its description
  }
  return text.slice(0, WORDS_BYTES);
}

function withoutCredentials(headers: OpenPlan["headers"]): OpenPlan["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIAL_HEADERS.has(name)));
}
