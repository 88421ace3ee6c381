/** Decides which host gets which token, and where a redirect may lead. Pure.
 *  Follows toolchain §9 and trap 39, DECISIONS Toolchain (credentials only go to hosts configured for them).
 *  Invariant: a token never travels in plain text over a network, nor to an origin that nobody configured. */

/** A token for one origin. */
export interface Credential {
  /** Scheme, host and port as `URL.origin` spells them: `https://api.github.com`. */
  readonly origin: string;
  /** The token, or undefined when there is none; called for each request, so remember it. */
  readonly token: () => Promise<string | undefined>;
  /** Where it comes from, in the user's words: `GITHUB_TOKEN`. */
  readonly source: string;
  /** How a user without a token sets one; a hint of errors. */
  readonly advice?: string;
}

/** The credential for a URL: same origin, and https or this machine. None when the URL brings its own, or is none. */
export function credentialFor(url: string, credentials: readonly Credential[]): Credential | undefined {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username || parsed.password) return undefined;
  const { origin, protocol, hostname } = parsed;
  if (protocol !== "https:" && !isLoopback(hostname)) return undefined;
  return credentials.find((credential) => credential.origin === origin);
}

/** Whether a host name of a URL means this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** Whether anybody on the way can read and change what a URL brings. */
export function isUnprotected(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !isLoopback(hostname);
}

/** Where a redirect leads, or why it is not followed. */
export type Hop =
  | { readonly kind: "follow"; readonly url: string; readonly sameOrigin: boolean }
  | { readonly kind: "refuse"; readonly reason: string };

/**
 * Judges a redirect. Another origin is followed without credentials; a secure host never leads to an insecure one,
 * this machine excepted.
 * @param location the header as it was sent; may be relative
 */
export function nextHop(url: string, location: string): Hop {
  if (!URL.canParse(location, url)) {
    return { kind: "refuse", reason: "the host redirects to something that is no URL" };
  }
  const from = new URL(url);
  const to = new URL(location, from);
  const sameOrigin = to.origin === from.origin;
  if (sameOrigin && !to.username && !to.password) {
    to.username = from.username; // a login in the address is for the whole origin, as other programs see it
    to.password = from.password;
  }
  if (to.protocol !== "https:" && to.protocol !== "http:") {
    return { kind: "refuse", reason: `the host redirects to a ${to.protocol} address` };
  }
  if (from.protocol === "https:" && to.protocol === "http:" && !isLoopback(to.hostname)) {
    return { kind: "refuse", reason: `the host redirects to an unencrypted address at ${to.host}` };
  }
  return { kind: "follow", url: to.href, sameOrigin };
}
