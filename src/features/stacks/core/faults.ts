/** What may be wrong with a section of a manifest. Pure. Follows stacks §7.1, §20. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";

/** The manifest and type that are looked at. */
export interface SectionPlace {
  /** Key of the top-level manifest. */
  readonly key: string;
  /** Of components. */
  readonly type: string;
  /** Where a value was written; undefined when no file has it. */
  positionOf(path: readonly string[]): SourcePosition | undefined;
}

/** A section that is not what it must be, or has no value. */
export function invalidSection(
  place: Pick<SectionPlace, "key" | "positionOf">,
  path: readonly string[],
  wanted: string,
): ConfigError {
  return new ConfigError("stacks/invalid-section", `invalid '${path.at(-1)}' section`, {
    explanation: `${path.join(".")} in the manifest ${place.key} must be ${wanted}.`,
    hints: wanted === "a map" ? ["Where there is nothing to say, leave it out or write {}."] : [],
    at: place.positionOf(path),
  });
}
