/** The address of a file itself where somebody wrote that of the page that shows it. Pure. Follows templates §4.4. */

/** A server for code, as far as its addresses matter. */
export interface CodeHost {
  readonly serverUrl: string;
  readonly rawUrl: string;
}

/**
 * The address to ask, without a fragment.
 * @example fileAddress("https://github.com/o/r/blob/main/a.yaml", hosts) // the same file at the raw host
 */
export function fileAddress(address: string, hosts: readonly CodeHost[]): string {
  const url = address.replace(/#.*$/s, "");
  for (const { serverUrl, rawUrl } of hosts) {
    if (!url.startsWith(`${serverUrl}/`)) continue;
    const [, owner, ref] = /^([^/]+\/[^/]+)\/(?:blob|tree)\/(.+)$/.exec(url.slice(serverUrl.length + 1)) ??
      [];
    if (owner !== undefined && ref !== undefined) return `${rawUrl}/${owner}/${ref}`;
  }
  return url;
}
