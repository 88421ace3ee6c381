/** Questions to the REST API of a GitHub. Follows toolchain §8.7 and §9, aqua-registry §12 and §13.
 *  Invariant: nothing is asked that was not asked for: lists come page by page, the next one only on demand. */
import { LookupError, NetworkError } from "@/base/errors.ts";
import { request } from "@/io/net/client.ts";
import { redactUrl } from "@/io/net/core/redact.ts";
import type { NetPolicy } from "@/io/net/policy.ts";
import {
  decodeCommit,
  decodeRelease,
  decodeTag,
  type Release,
  type ReleaseAsset,
  type Tag,
} from "./core/answers.ts";
import type { GithubHost } from "./core/hosts.ts";
import { hasNextPage, refuseLastRequests } from "./core/paging.ts";

type ApiContext = Parameters<typeof request>[0];

/** A repository of one GitHub, and how to ask. */
export interface Repository {
  readonly host: GithubHost;
  readonly policy: NetPolicy;
  /** `owner/name`. */
  readonly name: string;
}

const JSON_TYPE = "application/vnd.github+json";
const SHA_TYPE = "application/vnd.github.sha";
const PER_PAGE = 100;

/**
 * Releases in pages of 100, the newest first as GitHub orders them; drafts are seen with a maintainer's token only.
 * @throws Network as `request` does, `net/rate-limited` also before the last requests are spent, `github/bad-answer`
 */
export function listReleases(ctx: ApiContext, repository: Repository): AsyncGenerator<readonly Release[]> {
  return pages(ctx, repository, { list: "releases", decode: decodeRelease });
}

/** Tags in pages of 100, in GitHub's order, which is not by age. @throws Network as `listReleases` */
export function listTags(ctx: ApiContext, repository: Repository): AsyncGenerator<readonly Tag[]> {
  return pages(ctx, repository, { list: "tags", decode: decodeTag });
}

/** The release of a tag. @throws Network as `listReleases`; `net/not-found` when there is none */
export async function releaseByTag(ctx: ApiContext, repository: Repository, tag: string): Promise<Release> {
  const url = `${repositoryUrl(repository)}/releases/tags/${pathOf(tag)}`;
  const response = await request(ctx, repository.policy, { url, headers: { accept: JSON_TYPE } });
  return decodeRelease(parseJson(await response.text(), url)) ?? refuse(url);
}

/**
 * The asset of exactly that name; download its `apiUrl` with `ASSET_HEADERS`.
 * @throws Lookup `github/no-asset`, which names the assets that there are
 */
export function assetOf({ tag, assets }: Release, name: string): ReleaseAsset {
  const found = assets.find((asset) => asset.name === name);
  if (found) return found;
  const names = assets.map((asset) => asset.name).sort();
  throw new LookupError("github/no-asset", `the release ${tag} has no asset ${name}`, {
    explanation: names.length === 0 ? "It has no assets at all." : `It has: ${names.join(", ")}.`,
    facts: { tag, asset: name },
  });
}

/** Headers that make the API answer with the bytes of an asset. */
export const ASSET_HEADERS: Readonly<Record<string, string>> = { accept: "application/octet-stream" };

/** The full hash of the commit that a branch, tag or short hash means now. @throws Network as `listReleases` */
export async function commitOf(ctx: ApiContext, repository: Repository, ref: string): Promise<string> {
  const url = `${repositoryUrl(repository)}/commits/${pathOf(ref)}`;
  const response = await request(ctx, repository.policy, { url, headers: { accept: SHA_TYPE } });
  return decodeCommit(await response.text()) ?? refuse(url);
}

async function* pages<T>(
  ctx: ApiContext,
  repository: Repository,
  { list, decode }: { readonly list: string; readonly decode: (value: unknown) => T | undefined },
): AsyncGenerator<readonly T[]> {
  for (let page = 1;; page++) {
    const url = `${repositoryUrl(repository)}/${list}?per_page=${PER_PAGE}&page=${page}`;
    const response = await request(ctx, repository.policy, { url, headers: { accept: JSON_TYPE } });
    const items = parseJson(await response.text(), url);
    if (!Array.isArray(items)) return refuse(url);
    yield items.flatMap((item) => decode(item) ?? []);
    if (!hasNextPage(response.headers)) return;
    refuseLastRequests(response.headers, url);
  }
}

function repositoryUrl({ host, name }: Repository): string {
  return `${host.apiUrl}/repos/${pathOf(name)}`;
}

/** Escapes what would end the path; slashes, `@` and `+` of tags stay. */
function pathOf(text: string): string {
  return text.replace(/[#?% ]/g, encodeURIComponent);
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(url);
  }
}

function refuse(url: string): never {
  throw new NetworkError("github/bad-answer", `${redactUrl(url)} answers in a form that is not GitHub's`, {
    hints: ["Check toolchain.github.api_url and GITHUB_API_URL."],
    facts: { url: redactUrl(url) },
  });
}
