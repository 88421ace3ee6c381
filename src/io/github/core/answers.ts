/** Reads GitHub's answers: releases, tags. Pure. Follows toolchain §8.7 and §9, aqua-registry §12 and §13;
 *  GitHub REST API of 2022-11-28.
 *  Invariant: entries without what makes them usable are left out, an answer of another shape is refused whole. */

/** A file of a release. */
export interface ReleaseAsset {
  readonly name: string;
  /** Address that answers with the bytes to `accept: application/octet-stream`, also of private repositories. */
  readonly apiUrl: string;
  /** Address of the download for people; empty when unknown. */
  readonly downloadUrl: string;
  readonly sizeBytes: number;
  /** `sha256:<hex>` where GitHub knows it. */
  readonly digest: string | undefined;
}

/** A release. */
export interface Release {
  readonly tag: string;
  /** As its publisher calls it; empty when it has no name. */
  readonly title: string;
  readonly isDraft: boolean;
  readonly isPrerelease: boolean;
  /** ISO time; undefined for drafts. */
  readonly publishedAt: string | undefined;
  /** Markdown; empty when there are none. */
  readonly notes: string;
  /** Address for people; empty when unknown. */
  readonly pageUrl: string;
  readonly assets: readonly ReleaseAsset[];
}

/** A tag and the commit that it points to. */
export interface Tag {
  readonly name: string;
  readonly commit: string;
}

/** One release; undefined when the value is none. */
export function decodeRelease(value: unknown): Release | undefined {
  const { tag_name, name, draft, prerelease, published_at, body, html_url, assets } = recordOf(value);
  if (!isText(tag_name)) return undefined;
  return {
    tag: tag_name,
    title: textOf(name),
    isDraft: draft === true,
    isPrerelease: prerelease === true,
    publishedAt: isText(published_at) ? published_at : undefined,
    notes: textOf(body),
    pageUrl: textOf(html_url),
    assets: Array.isArray(assets) ? assets.flatMap(decodeAsset) : [],
  };
}

/** One tag; undefined when the value is none. */
export function decodeTag(value: unknown): Tag | undefined {
  const { name, commit } = recordOf(value);
  const { sha } = recordOf(commit);
  return isText(name) && isText(sha) ? { name, commit: sha } : undefined;
}

function decodeAsset(value: unknown): ReleaseAsset[] {
  const { name, url, browser_download_url, size, digest, state } = recordOf(value);
  // An upload that broke off stays listed, in another state.
  if (!isText(name) || !isText(url) || (isText(state) && state !== "uploaded")) return [];
  return [{
    name,
    apiUrl: url,
    downloadUrl: textOf(browser_download_url),
    sizeBytes: typeof size === "number" ? size : 0,
    digest: isText(digest) ? digest : undefined,
  }];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
