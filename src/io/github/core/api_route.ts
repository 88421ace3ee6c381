/** What the API calls the things that have a download address. Pure. Follows aqua-registry §6 and §13, toolchain §9.
 *  Invariant: an address of another server has no route. */
import type { GithubHost } from "./hosts.ts";

/** Something in a repository (`owner/name`) that the API answers with too. */
export type ApiRoute =
  & { readonly host: GithubHost; readonly repository: string }
  & (
    | { readonly kind: "asset"; readonly tag: string; readonly asset: string }
    | { readonly kind: "source"; readonly ref: string }
  );

/** The route of a download address: a release asset or an archive of the sources; undefined for everything else. */
export function apiRouteOf(url: string, hosts: readonly GithubHost[]): ApiRoute | undefined {
  const host = hosts.find(({ serverUrl }) => url.startsWith(`${serverUrl}/`));
  if (host === undefined) return undefined;
  const path = url.slice(host.serverUrl.length + 1);
  const [, repository, what = "", rest = ""] =
    /^([^/?#]+\/[^/?#]+)\/(releases\/download|archive)\/([^?#]+)$/.exec(path) ?? [];
  if (repository === undefined) return undefined;
  if (what === "archive") {
    return { host, repository, kind: "source", ref: unescapePath(rest.replace(/\.tar\.gz$/, "")) };
  }
  const slash = rest.lastIndexOf("/"); // a tag may have slashes, the name of an asset has none
  if (slash < 0) return undefined;
  const tag = unescapePath(rest.slice(0, slash)), asset = unescapePath(rest.slice(slash + 1));
  return { host, repository, kind: "asset", tag, asset };
}

function unescapePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a percent sign that escapes nothing
  }
}
