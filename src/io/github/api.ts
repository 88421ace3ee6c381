/** Questions to the REST API of a GitHub. Follows toolchain §8.7 and §9, aqua-registry §12 and §13.
 *  Invariant: nothing is asked that was not asked for: lists come page by page, the next one only on demand, and what
 *  has not changed costs nothing of the hour's requests. */
import { LookupError, NetworkError } from "@/base/errors.ts";
import { type CacheContext, fetchCached } from "@/io/net/cached.ts";
import { request } from "@/io/net/client.ts";
import { redactUrl } from "@/io/net/core/redact.ts";
import type { NetPolicy } from "@/io/net/policy.ts";
import { decodeRelease, decodeTag, type Release, type ReleaseAsset, type Tag } from "./core/answers.ts";
import type { GithubHost } from "./core/hosts.ts";
import { hasNextPage, refuseLastRequests } from "./core/paging.ts";

type ApiContext = Parameters<typeof request>[0];

/** A repository of one GitHub, and how to ask. */
export interface Repository {
  readonly host: GithubHost;
  readonly policy: NetPolicy;
  /** `owner/name`. */
  readonly name: string;
  /** Absolute directory where lists are kept. */
  readonly cacheDir: string;
}

const JSON_TYPE = "application/vnd.github+json";
const PER_PAGE = 100;

/** Enough for what is released today; a repository may have thousands. */
const MAX_PAGES = 3;

/**
 * Releases in pages of 100, at most three of them, the newest first as GitHub orders them; drafts are seen with a
 * maintainer's token only. When GitHub cannot be asked, the first page is the one that was last seen, with a warning.
 * @throws Network as `request` does, `net/rate-limited` also before the last requests are spent, `github/bad-answer`
 */
export function listReleases(ctx: CacheContext, repository: Repository): AsyncGenerator<readonly Release[]> {
  return pages(ctx, repository, { list: "releases", decode: decodeRelease });
}

/** Tags in pages of 100, at most three of them, in GitHub's order, which is not by age. @throws Network as `listReleases` */
export function listTags(ctx: CacheContext, repository: Repository): AsyncGenerator<readonly Tag[]> {
  return pages(ctx, repository, { list: "tags", decode: decodeTag });
}

/** The release of a tag. @throws Network as `listReleases`; `net/not-found` when there is none */
export async function releaseByTag(
  ctx: ApiContext,
  repository: Omit<Repository, "cacheDir">,
  tag: string,
): Promise<Release> {
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

async function* pages<T>(
  ctx: CacheContext,
  repository: Repository,
  { list, decode }: { readonly list: string; readonly decode: (value: unknown) => T | undefined },
): AsyncGenerator<readonly T[]> {
  for (let page = 1; page <= MAX_PAGES; page++) {
    const url = `${repositoryUrl(repository)}/${list}?per_page=${PER_PAGE}&page=${page}`;
    const answer = await fetchCached(ctx, repository.policy, {
      url,
      file: cacheFile(repository, `${list} ${page}`),
      ttlSeconds: 0,
      headers: { accept: JSON_TYPE },
      isMeant: beginsAsList,
    });
    const items = parseJson(new TextDecoder().decode(answer.bytes), url);
    if (!Array.isArray(items)) return refuse(url);
    warnStale(ctx, repository, answer.problem);
    yield items.flatMap((item) => decode(item) ?? []);
    if (answer.headers === undefined) return; // the next page would be as old
    if (!hasNextPage(answer.headers)) return;
    refuseLastRequests(answer.headers, url);
  }
}

/** Offline mode is what the user asked for; that old lists are used then is no news. */
function warnStale(ctx: CacheContext, { name, policy }: Repository, problem: NetworkError | undefined): void {
  if (problem === undefined || policy.offline) return;
  ctx.out.say("warning", `the versions of ${name} are those that were last seen: ${problem.title}`);
}

function beginsAsList(bytes: Uint8Array): boolean {
  return /^\s*\[/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

function cacheFile({ host, name, cacheDir }: Repository, list: string): string {
  const server = URL.parse(host.apiUrl)?.host ?? "";
  return `${cacheDir}/${encodeURIComponent(server)}/${encodeURIComponent(`${name} ${list}`)}`;
}

function repositoryUrl({ host, name }: Pick<Repository, "host" | "name">): string {
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
