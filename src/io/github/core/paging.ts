/** Whether a list goes on, and whether it may be read on. Pure. Follows toolchain §9 (rate limits), RFC 8288 (Link).
 *  Invariant: a list never spends the last requests of the hour, which an install may need. */
import { NetworkError } from "@/base/errors.ts";
import { redactUrl } from "@/io/net/core/redact.ts";

const RESERVE = 5;

/** Whether the host offers a next page. */
export function hasNextPage(headers: Headers): boolean {
  return /;\s*rel="?next"?/i.test(headers.get("link") ?? "");
}

/** @throws Network `net/rate-limited` when fewer than five requests are left */
export function refuseLastRequests(headers: Headers, url: string): void {
  const left = headers.get("x-ratelimit-remaining")?.trim() ?? "";
  if (!/^\d+$/.test(left) || Number(left) >= RESERVE) return;
  const reset = headers.get("x-ratelimit-reset")?.trim() ?? "";
  const at = /^\d{1,11}$/.test(reset)
    ? new Date(Number(reset) * 1000).toISOString().replace(".000Z", "Z")
    : undefined;
  throw new NetworkError(
    "net/rate-limited",
    `the list at ${redactUrl(url)} is not read further: ${left} requests are left`,
    {
      explanation: at && `The host counts anew at ${at}.`,
      hints: ["Set a token, which raises the limits of GitHub: export GITHUB_TOKEN=<token>"],
      facts: { url: redactUrl(url), ...(at === undefined ? {} : { resets_at: at }) },
    },
  );
}
