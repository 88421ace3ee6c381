/** How to get from the API what a download address does not give: files of private repositories. Follows toolchain §9,
 *  aqua-registry §13. Invariant: without a token for the place that is really asked, nothing is. */
import { credentialFor } from "@/io/net/core/credentials.ts";
import type { RequestPlan } from "@/io/net/client.ts";
import { rewriteUrl } from "@/io/net/core/rewrite.ts";
import type { NetPolicy } from "@/io/net/policy.ts";
import { ASSET_HEADERS, assetOf, releaseByTag } from "./api.ts";
import { apiRouteOf } from "./core/api_route.ts";
import type { GithubHost } from "./core/hosts.ts";

/** Where to ask and how. */
export interface ApiAccess {
  readonly policy: NetPolicy;
  /** Servers whose addresses are understood. */
  readonly hosts: readonly GithubHost[];
}

/**
 * The request that brings the same bytes as a download address; undefined when the address is none of GitHub, or there
 * is no token.
 * @throws Network as `releaseByTag`; Lookup `github/no-asset`
 */
export async function apiRequestFor(
  ctx: Parameters<typeof releaseByTag>[0],
  { policy, hosts }: ApiAccess,
  url: string,
): Promise<RequestPlan | undefined> {
  const route = apiRouteOf(url, hosts);
  if (route === undefined) return undefined;
  const { host, repository } = route;
  const { url: asked } = rewriteUrl(`${host.apiUrl}/`, policy.replacements);
  if (await credentialFor(asked, policy.credentials)?.token() === undefined) return undefined;
  if (route.kind === "source") return { url: `${host.apiUrl}/repos/${repository}/tarball/${route.ref}` };
  const release = await releaseByTag(ctx, { host, policy, name: repository }, route.tag);
  return { url: assetOf(release, route.asset).apiUrl, headers: ASSET_HEADERS };
}
