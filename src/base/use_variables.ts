/** The variables that ask for a release of this program. Pure. Follows toolchain §17.1.
 *  Invariant: every start loads this file, so it holds nothing but names. */

/** What a person asks by, first one first. */
export const USE_VARIABLES = ["ATMOS_USE_VERSION", "ATMOS_VERSION_USE", "ATMOS_USE"];

/** Asks after the others, where it is a version at all: images set it for purposes of their own. */
export const VERSION_VARIABLE = "ATMOS_VERSION";
