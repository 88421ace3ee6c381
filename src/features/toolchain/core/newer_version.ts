/** Decides to which version a tool is to be updated. Pure. Follows toolchain §13.20.
 *  Invariant: never an older version than the current one, and a prerelease only for a prerelease. */
import { parseHashicorpVersion } from "@/lang/semver/hashicorp_version.ts";
import { compareVersions, isOrderedVersion } from "@/lang/semver/order.ts";

/** How far an update may go. */
export type UpdateReach = "any" | "minor" | "patch";

/** What an update may be. */
export interface UpdateRule {
  /** `minor` keeps the first number, `patch` the first two. */
  readonly reach: UpdateReach;
  /** Whether a version satisfies the constraint that was asked for. */
  readonly allows?: ((version: string) => boolean) | undefined;
}

/** A released version. */
interface Released {
  readonly version: string;
  readonly tag: string;
}

/** The newest version that may be, and whether it is newer. */
export interface UpdateTarget {
  /** As it stands in the file, or, for a raw tag, what the tag means. */
  readonly current: string;
  /** The current one when there is no newer one. */
  readonly latest: string;
  readonly isNewer: boolean;
}

/**
 * Finds the target of an update.
 * @param current as it stands in the versions file, perhaps a raw tag
 * @param released the best first, prereleases only when they count
 * @returns undefined when the current version cannot be compared with what is released
 */
export function updateTarget(
  current: string,
  released: readonly Released[],
  rule: UpdateRule,
): UpdateTarget | undefined {
  const known = released.find(({ version, tag }) => version === current || tag === current);
  const own = known?.version ?? current;
  const allowed = released.map(({ version }) => version)
    .filter((version) => isWithin(rule.reach, own, version) && (rule.allows?.(version) ?? true));
  if (isOrderedVersion(own)) {
    const newer = allowed.filter((version) => isOrderedVersion(version) && compareVersions(version, own) > 0);
    const latest = newer.sort(compareVersions).at(-1);
    return { current: own, latest: latest ?? own, isNewer: latest !== undefined };
  }
  // What has no numbers is as new as its place in the list of its publisher.
  if (known === undefined || rule.reach !== "any") return undefined;
  const latest = allowed[0];
  const isNewer = latest !== undefined && released.findIndex(({ version }) => version === latest) <
      released.indexOf(known);
  return { current: own, latest: isNewer ? latest : own, isNewer };
}

/** Whether prereleases count: only for who has one. */
export function isPrerelease(version: string): boolean {
  return (parseHashicorpVersion(version)?.prerelease ?? "") !== "";
}

function isWithin(reach: UpdateReach, current: string, version: string): boolean {
  if (reach === "any") return true;
  const own = parseHashicorpVersion(current)?.segments, other = parseHashicorpVersion(version)?.segments;
  if (own === undefined || other === undefined) return false;
  const kept = reach === "minor" ? 1 : 2;
  return Array.from({ length: kept }, (_, index) => (own[index] ?? 0) === (other[index] ?? 0)).every(Boolean);
}
