/** Which tags of a repository are versions of a package, and which is the newest. Pure.
 *  Follows aqua-registry §12, toolchain §8.7. */
import { compareNewestFirst } from "@/lang/semver/order.ts";
import { parseHashicorpVersion } from "@/lang/semver/hashicorp_version.ts";
import { tagCandidates } from "./candidates.ts";
import { semverOf } from "./effective.ts";
import type { Evaluator } from "./evaluator.ts";
import type { PackageRecord, VersionOverride } from "./record.ts";

/** A release or tag as its host lists it. */
export interface ReleasedTag {
  readonly tag: string;
  readonly prerelease?: boolean;
  readonly draft?: boolean;
}

/** Where the versions of a package are listed. */
export type VersionSource =
  | { readonly kind: "releases" | "tags"; readonly owner: string; readonly name: string }
  | { readonly kind: "crate"; readonly crate: string }
  | { readonly kind: "go-module"; readonly path: string }
  | { readonly kind: "none" };

/** Tells where to list versions. */
export function versionSource(pkg: PackageRecord): VersionSource {
  if (pkg.type === "cargo" && pkg.crate) return { kind: "crate", crate: pkg.crate };
  if (pkg.go_version_path) return { kind: "go-module", path: pkg.go_version_path };
  if (!pkg.repo_owner || !pkg.repo_name) return { kind: "none" };
  const kind = pkg.version_source === "github_tag" ? "tags" : "releases";
  return { kind, owner: pkg.repo_owner, name: pkg.repo_name };
}

interface FilterRow {
  readonly prefix: string;
  readonly filter: string;
  readonly constraint: string;
  readonly noAsset: boolean;
}

/** The tags that are installable versions, in the order given. None when a filter of the package is broken. */
export function acceptedTags<T extends ReleasedTag>(
  pkg: PackageRecord,
  tags: readonly T[],
  evaluator: Evaluator,
): readonly T[] {
  const rows = filterRows(pkg);
  if (rows.some(({ filter }) => filter !== "" && !evaluator.compiles(filter, "filter"))) return [];
  return tags.filter(({ tag, prerelease, draft }) => {
    if (prerelease || draft) return false;
    const row = rows.find((row) => rowMatches(row, tag, evaluator));
    return row !== undefined && !row.noAsset;
  });
}

function filterRows(pkg: PackageRecord): readonly FilterRow[] {
  const root: FilterRow = {
    prefix: pkg.version_prefix ?? "",
    filter: pkg.version_filter ?? "",
    constraint: pkg.version_constraint ?? "",
    noAsset: pkg.no_asset === true,
  };
  return [root, ...(pkg.version_overrides ?? []).map((override) => inherit(root, override))];
}

function inherit(root: FilterRow, override: VersionOverride): FilterRow {
  return {
    prefix: override.version_prefix ?? root.prefix,
    filter: override.version_filter ?? root.filter,
    constraint: override.version_constraint ?? "",
    noAsset: Boolean(override.error_message) || (override.no_asset ?? root.noAsset),
  };
}

function rowMatches({ prefix, filter, constraint }: FilterRow, tag: string, evaluator: Evaluator): boolean {
  if (!tag.startsWith(prefix)) return false;
  if (filter !== "" && !evaluator.accepts(filter, tag)) return false;
  return constraint === "" || evaluator.holds(constraint, { Version: tag, SemVer: semverOf(tag, prefix) });
}

/**
 * Sorts tags, the best for "latest" first: releases before prereleases before what is no version; then by version,
 * newest first. Tags of equal rank keep their order.
 */
export function rankTags<T extends ReleasedTag>(tags: readonly T[]): readonly T[] {
  const ranked = tags.map((item) => {
    const version = versionIn(item.tag);
    const parsed = parseHashicorpVersion(version);
    const tier = parsed === undefined ? 2 : item.prerelease || parsed.prerelease !== "" ? 1 : 0;
    return { item, version, tier };
  });
  ranked.sort((a, b) => a.tier - b.tier || compareNewestFirst(a.version, b.version));
  return ranked.map(({ item }) => item);
}

/** The part of a tag that is a version, after the shortest prefix that leaves one; the whole tag when none does. */
function versionIn(tag: string): string {
  if (parseHashicorpVersion(tag) !== undefined) return tag;
  return /^.*?v?(\d+(?:\.\d+){0,2}(?:[.-].+)?)$/.exec(tag)?.[1] ?? tag;
}

/** A tag as people write the version: without the prefix of its rule, and without a v before a number. */
export function versionOfTag(tag: string, prefix: string | undefined): string {
  return semverOf(tag, prefix).replace(/^v(?=\d+(?:[.+-]|$))/, "");
}

/**
 * A tag as people may type the version: as short as it can be while it still leads to this tag.
 * @example typedVersion(jq, "jq-1.7.1", …) // "1.7.1"
 */
export function typedVersion(pkg: PackageRecord, tag: string, evaluator: Evaluator): string {
  const row = filterRows(pkg).find((row) => rowMatches(row, tag, evaluator));
  const typed = versionOfTag(tag, row?.prefix);
  return tagCandidates(pkg, typed, evaluator).includes(tag) ? typed : tag;
}
