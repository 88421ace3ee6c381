/** What this program is: numbers that `version`, error pages and requests name.
 *  Follows DECISIONS "Product" 3. `scripts/build.ts` replaces the texts typed `string` in a build. */

/** Our own version, without a leading `v`. */
export const version: string = "0.0.0-dev";

/** Full hash of the commit that the binary was built from; "unknown" when run from source. */
export const commit: string = "unknown";

/** Time of that commit, as `2026-01-02T03:04:05Z`; "unknown" when run from source. */
export const builtAt: string = "unknown";

/** The Atmos release whose behaviour this program follows; `version.constraint` of projects is compared with it. */
export const followedVersion = "1.210.0";
