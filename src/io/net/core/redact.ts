/** Takes credentials out of URLs before a person or a file sees them. Pure.
 *  Follows toolchain §2.3 (a token is never printed) and house §5.2.
 *  Invariant: user information never survives; a query survives only when none of its names looks like a secret. */

/** Names of query parameters that carry credentials: object-store signatures and the usual words. */
const SECRET_NAME =
  /token|secret|sig(nature)?$|password|passwd|credential|api_?key|^key$|jwt|auth|^x-(amz|goog)-/i;

/**
 * A URL that may be shown or stored: `user:password@` becomes `***@`, a query with a secret becomes `?***`,
 * the fragment goes. A text that is no URL only loses what stands before an `@`.
 */
export function redactUrl(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed?.host) return url.replace(/^([^/]*\/\/)?[^/@]*@/, "$1***@");
  const user = parsed.username || parsed.password ? "***@" : "";
  const secret = parsed.search !== "" &&
    [...parsed.searchParams.keys()].some((name) => SECRET_NAME.test(name));
  return `${parsed.protocol}//${user}${parsed.host}${parsed.pathname}${secret ? "?***" : parsed.search}`;
}

/** The same for every http(s) URL inside a text, such as a message of the runtime. */
export function redactText(text: string): string {
  return text.replace(/https?:\/\/[^\s"'<>()]+/gi, redactUrl);
}

/** An address without user and password, to be written down; a text that is no address as it is. */
export function withoutLogin(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || (parsed.username === "" && parsed.password === "")) return url;
  parsed.username = "";
  parsed.password = "";
  return parsed.href;
}
