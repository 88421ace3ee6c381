/** Releases as lists and programs see them. Pure. Follows toolchain §17.7.
 *  Invariant: keys are those of the JSON; the order is that of GitHub, the newest first. */
import { sameVersion } from "@/features/toolchain/core/tool_spec.ts";
import type { Release } from "@/io/github/core/answers.ts";

/** One release of a list. */
export interface ReleaseRow {
  readonly tag: string;
  readonly name: string;
  /** What is new, in one line: the summary of a folded part of the notes, else the name. */
  readonly title: string;
  /** ISO time; empty when unknown. */
  readonly published: string;
  readonly prerelease: boolean;
  /** Whether it is the running one. */
  readonly current: boolean;
  /** Its page; empty when unknown. */
  readonly url: string;
}

/** One release with everything about it. */
export interface ReleaseDetails extends ReleaseRow {
  /** The notes, Markdown. */
  readonly body: string;
  readonly assets: readonly { readonly name: string; readonly size: number; readonly download_url: string }[];
}

/** Which releases a list shows. */
export interface ReleaseFilter {
  readonly includePrereleases: boolean;
  /** ISO day; earlier releases are left out. */
  readonly since: string | undefined;
}

/** Whether a list shows a release; drafts are nobody's yet. */
export function isShown(release: Release, { includePrereleases, since }: ReleaseFilter): boolean {
  return !release.isDraft && (includePrereleases || !release.isPrerelease) &&
    (since === undefined || (release.publishedAt ?? "") >= since);
}

/** A release as a row. `running` is our own version. */
export function releaseRow(release: Release, running: string): ReleaseRow {
  const name = release.title || release.tag;
  return {
    tag: release.tag,
    name,
    title: headlineOf(release.notes) ?? name,
    published: release.publishedAt ?? "",
    prerelease: release.isPrerelease,
    current: sameVersion(release.tag, running),
    url: release.pageUrl,
  };
}

/** A release with its notes and files. */
export function releaseDetails(release: Release, running: string): ReleaseDetails {
  const assets = release.assets.map(({ name, sizeBytes, downloadUrl }) => ({
    name,
    size: sizeBytes,
    download_url: downloadUrl,
  }));
  return { ...releaseRow(release, running), body: release.notes, assets };
}

/** Headings are left alone: they name kinds of changes. */
function headlineOf(notes: string): string | undefined {
  const folded = /<summary>(.*?)<\/summary>/s.exec(notes)?.[1];
  return folded?.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ").trim() || undefined;
}
