/** Which versions to propose in the place of one that is not there. Pure. */
import { compareNewestFirst } from "@/lang/semver/order.ts";

const MOST = 4;

/**
 * The versions on both sides of `wanted`, newest first; at most four.
 * @example nearVersions(["1.0", "1.1", "1.2", "1.4", "1.5", "1.6"], "1.3") // ["1.5", "1.4", "1.2", "1.1"]
 */
export function nearVersions(versions: readonly string[], wanted: string): readonly string[] {
  const sorted = [...new Set(versions)].sort(compareNewestFirst);
  const newer = sorted.filter((version) => compareNewestFirst(version, wanted) < 0).length;
  const start = Math.max(0, Math.min(newer - MOST / 2, sorted.length - MOST));
  return sorted.slice(start, start + MOST);
}
