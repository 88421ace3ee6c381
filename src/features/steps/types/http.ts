/** `http` and `webhook`: one request. Follows workflows §11.4.
 *  Invariant: of an answer at most four MiB are read. */
import { ChildError, ConfigError } from "@/base/errors.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { compileRe2 } from "@/lang/regexp/re2.ts";
import type { StepCall, StepHandler, StepResult } from "../step_call.ts";

const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const LIMIT_BYTES = 4 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

const http: StepHandler = async (call) => {
  const { ctx, step } = call, request = requestOf(call), start = ctx.clock.now();
  const limit = AbortSignal.timeout(step.timeoutMs ?? TIMEOUT_MS);
  let response: Response;
  try {
    response = await ctx.net.fetch(request.url, {
      ...request.init,
      signal: AbortSignal.any([limit, ctx.signal]),
    });
  } catch (error) {
    ctx.signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new ChildError(
      "steps/http-failed",
      `http request failed: ${request.init.method} ${request.url}: ${why}`,
      {
        at: step.at,
        cause: error,
      },
    );
  }
  const body = await bodyOf(response);
  const result = {
    code: 0,
    value: body,
    metadata: {
      status_code: response.status,
      status: `${response.status} ${response.statusText}`.trim(),
      response_headers: Object.fromEntries(response.headers),
      duration: `${ctx.clock.now() - start}ms`,
      stdout: body,
      attempts: 1,
    },
  };
  ctx.out.say("info", `${request.init.method} ${request.url}: ${response.status}`);
  const why = expectationFault(call, response.status, body);
  if (why === undefined) return result;
  const retry = {
    isWorthIt: response.status >= 500 || response.status === 429,
    text: `${response.status} ${body}`,
  };
  return { ...result, code: 1, error: why, retry } satisfies StepResult;
};

export default http;

interface Request {
  readonly url: string;
  readonly init: RequestInit & { readonly method: string };
}

function requestOf(call: StepCall): Request {
  const { step } = call,
    method = (call.text("method") ?? "GET").toUpperCase(),
    written = call.text("url");
  if (!METHODS.includes(method)) throw fault(call, `method is ${METHODS.join(", ")}, not ${method}`);
  if (!written) throw fault(call, "url is required");
  const url = URL.parse(written);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw fault(call, `url must be an absolute URL with http or https, not ${written}`);
  }
  for (const [key, value] of sortedOf(call, "query")) url.searchParams.append(key, value);
  const headers = new Headers(
    entriesOf(call, "headers").map(([key, value]): [string, string] => [key, value]),
  );
  const { body, form } = step.fields;
  if (body !== undefined && form !== undefined) throw fault(call, "body and form cannot both be given");
  const content = form === undefined ? call.text("body") : formText(sortedOf(call, "form"), headers);
  return {
    url: url.href,
    init: { method, headers, redirect: "follow", ...(content === undefined ? {} : { body: content }) },
  };
}

function formText(entries: readonly (readonly [string, string])[], headers: Headers): string {
  if (/\bjson\b/.test(headers.get("Content-Type") ?? "")) return JSON.stringify(Object.fromEntries(entries));
  if (!headers.has("Content-Type")) headers.set("Content-Type", "application/x-www-form-urlencoded");
  return new URLSearchParams(entries.map(([key, value]) => [key, value])).toString();
}

/** By name, so that the same step is always the same request. */
function sortedOf(call: StepCall, key: string): readonly (readonly [string, string])[] {
  return [...entriesOf(call, key)].sort(([a], [b]) => a < b ? -1 : Number(a > b));
}

function entriesOf(call: StepCall, key: string): readonly (readonly [string, string])[] {
  const section: unknown = call.rendered(call.step.fields[key], key);
  return isTree(section) ? Object.entries(section).map(([name, value]) => [name, String(value)]) : [];
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "", left = LIMIT_BYTES;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk.subarray(0, left), { stream: true });
    left -= chunk.length;
    if (left <= 0) break;
  }
  return text + decoder.decode();
}

/** Why an answer is not what was expected. */
function expectationFault(call: StepCall, status: number, body: string): string | undefined {
  const expect: Tree = isTree(call.step.fields["expect"]) ? call.step.fields["expect"] : {};
  const codes = Array.isArray(expect["status"]) ? expect["status"].map(Number) : undefined;
  const isFine = codes === undefined ? status >= 200 && status < 300 : codes.includes(status);
  if (!isFine) {
    const wanted = codes === undefined ? "2xx" : codes.join(", ");
    return `http response did not match expected status: got ${status}, wanted ${wanted}${
      body === "" ? "" : `: ${body.slice(0, 200)}`
    }`;
  }
  const patterns = Array.isArray(expect["response"]) ? expect["response"].map(String) : [];
  const fits = patterns.some((pattern) => compileRe2(pattern.replace(/^\/([^]*)\/$/, "$1")).test(body));
  return patterns.length === 0 || fits
    ? undefined
    : `http response body did not match expected pattern: ${patterns.join(", ")}`;
}

function fault({ step }: StepCall, title: string): ConfigError {
  return new ConfigError("steps/bad-request", title, { explanation: `Step \`${step.name}\`.`, at: step.at });
}
