/** The releases that `use` can name: those of `version.source`. Follows toolchain §17.7, config §9.8.
 *  Invariant: one source of releases for lists, checks, installs and the switch. */
import { followedVersion, version as running } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { LookupError, NetworkError } from "@/base/errors.ts";
import { loadVersionConfig } from "@/features/config/load.ts";
import { localIdOf } from "@/features/toolchain/core/names.ts";
import { bareVersion } from "@/features/toolchain/core/tool_spec.ts";
import { listInstalled } from "@/features/toolchain/installed.ts";
import { openQuietly } from "@/features/toolchain/open.ts";
import type { InstallServices } from "@/features/toolchain/services.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { listReleases, releaseByTag } from "@/io/github/api.ts";
import { githubHosts } from "@/io/github/core/hosts.ts";
import type { Release } from "@/io/github/core/answers.ts";
import { compareNewestFirst, isOrderedVersion } from "@/lang/semver/order.ts";
import {
  isShown,
  type ReleaseDetails,
  releaseDetails,
  type ReleaseFilter,
  type ReleaseRow,
  releaseRow,
} from "./core/release_rows.ts";

/** Where releases come from. */
export interface ReleaseSource {
  readonly toolchain: Toolchain;
  readonly services: InstallServices;
  /** `owner/repo`. */
  readonly id: string;
  /** How its host is asked. */
  readonly repository: Parameters<typeof listReleases>[1];
}

/** The id that `version.source`, or the alias `atmos`, names without any registry; else the services find it. */
export async function openReleaseSource(ctx: Context): Promise<ReleaseSource> {
  const { versionSource = "atmos" } = await loadVersionConfig(ctx);
  const toolchain = await openQuietly(ctx);
  const { openServices } = await import("@/features/toolchain/open_services.ts");
  const services = await openServices(ctx, toolchain);
  const id = localIdOf(versionSource, toolchain.names)?.id ?? await services.idOf(versionSource);
  const { policy } = await services.network();
  const { home } = githubHosts(ctx.env, toolchain.config.github);
  const name = id.split("/").slice(0, 2).join("/");
  const repository = { host: home, policy, name, cacheDir: `${toolchain.cacheRoot}/github` };
  return { toolchain, services, id, repository };
}

/** Which part of the list. */
export interface ReleasePage extends ReleaseFilter {
  /** How many, after `offset` of those that the filter shows. */
  readonly limit: number;
  readonly offset: number;
}

/** Releases, the newest first. Throws as `listReleases` of GitHub. */
export async function releaseRows(
  ctx: Context,
  source: ReleaseSource,
  page: ReleasePage,
): Promise<readonly ReleaseRow[]> {
  const shown: Release[] = [];
  for await (const releases of listReleases(ctx, source.repository)) {
    shown.push(...releases.filter((release) => isShown(release, page)));
    const { since } = page;
    const isPast = since !== undefined && releases.every(({ publishedAt = since }) => publishedAt < since);
    if (shown.length >= page.offset + page.limit || isPast) break;
  }
  return shown.slice(page.offset, page.offset + page.limit).map((release) => releaseRow(release, running));
}

/** The installed releases, the newest first, with what is known of them without a network. */
export async function installedRows(ctx: Context, source: ReleaseSource): Promise<readonly ReleaseRow[]> {
  const { toolchain, id, repository } = source;
  const tools = await listInstalled(ctx, toolchain.installRoot, id);
  return tools.toSorted((a, b) => compareNewestFirst(a.version, b.version)).map(({ version, receipt }) => {
    const tag = receipt?.tag ?? version;
    const release = { tag, isDraft: false, isPrerelease: version.includes("-"), publishedAt: undefined };
    const pageUrl = `${repository.host.serverUrl}/${id}/releases/tag/${tag}`;
    return releaseRow({ ...release, title: version, notes: "", pageUrl, assets: [] }, running);
  });
}

/**
 * A release by version, with or without `v`, or the newest for `latest`.
 * @throws Lookup `self/no-release`; Network as `releaseByTag`
 */
export async function findRelease(
  ctx: Context,
  source: ReleaseSource,
  version: string,
): Promise<ReleaseDetails> {
  if (version === "latest") return releaseDetails(await newestRelease(ctx, source), running);
  const bare = bareVersion(version);
  const tags = /^\d/.test(bare) ? [`v${bare}`, bare] : [version];
  for (const tag of tags) {
    try {
      return releaseDetails(await releaseByTag(ctx, source.repository, tag), running);
    } catch (error) {
      if (!(error instanceof NetworkError) || error.code !== "net/not-found") throw error;
    }
  }
  throw noRelease(source, `${source.id} has no release ${version}`);
}

/** A newer release than the one that runs. */
export interface ReleaseUpdate {
  /** As people write it, without a leading `v`. */
  readonly newest: string;
  readonly isNewer: boolean;
  /** What it was compared with: our own version, or the Atmos release that we follow where releases are those. */
  readonly compared: string;
}

/** Asks for the newest release. Throws as `findRelease`. */
export async function findUpdate(ctx: Context, source: ReleaseSource): Promise<ReleaseUpdate> {
  const newest = bareVersion((await newestRelease(ctx, source)).tag);
  const compared = source.id === FOLLOWED ? followedVersion : running;
  return { newest, compared, isNewer: compareNewestFirst(newest, compared) < 0 };
}

/** Whose releases carry the numbers of `followedVersion`. */
const FOLLOWED = "cloudposse/atmos";

async function newestRelease(ctx: Context, source: ReleaseSource): Promise<Release> {
  const filter = { includePrereleases: false, since: undefined };
  for await (const releases of listReleases(ctx, source.repository)) {
    const stable = releases.filter((release) => isShown(release, filter) && isOrderedVersion(release.tag));
    const [newest] = stable.sort((a, b) => compareNewestFirst(a.tag, b.tag));
    if (newest !== undefined) return newest;
  }
  throw noRelease(source, `${source.id} has no release yet`);
}

function noRelease({ id }: ReleaseSource, title: string): LookupError {
  return new LookupError("self/no-release", title, {
    hints: ["See what there is: atmos version list", "Releases of another repository: set version.source"],
    facts: { source: id },
  });
}
