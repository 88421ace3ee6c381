/** Sprig's functions of versions: Masterminds' semantic versions and ranges. Pure. Follows templates §3.1 (Semver). */
import { func, type FunctionSet, GoError } from "../../function.ts";
import { Struct } from "../../value.ts";

/** Reads a version range; undefined for a text that is none. */
export type ParseRange = (text: string) => ((version: string) => boolean) | undefined;

/** The functions. */
export function semvers(parseRange: ParseRange): FunctionSet {
  return {
    semver: func(["string"], semver),
    semverCompare: func(["string", "string"], (range, version) => {
      const matches = parseRange(range);
      if (matches === undefined) throw new GoError(`improper constraint: ${range}`);
      semver(version);
      return matches(version);
    }),
  };
}

const VERSION =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+([\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?$/;

/** One to three numbers, a leading v allowed. */
export function semver(text: string): Struct {
  const parts = VERSION.exec(text);
  if (!parts) throw new GoError("invalid semantic version");
  const [, major = "0", minor = "0", patch = "0", prerelease = "", metadata = ""] = parts;
  const numbers = { Major: Number(major), Minor: Number(minor), Patch: Number(patch) };
  const shown = [numbers.Major, numbers.Minor, numbers.Patch].join(".") + (prerelease && `-${prerelease}`) +
    (metadata && `+${metadata}`);
  const fields = { ...numbers, Prerelease: prerelease, Metadata: metadata, Original: text };
  return new Struct("*semver.Version", fields, {}, shown);
}
