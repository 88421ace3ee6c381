/** Reads what users type for a tool: `name` or `name@version`. Pure. Follows toolchain §5.1 and §20.
 *  Invariant: a version that passes here is safe as path segments below a tool's directory. */
import { UsageError } from "@/base/errors.ts";

/** A tool as typed; `version` is absent when there was no `@`. */
export interface ToolSpec {
  readonly text: string;
  readonly name: string;
  readonly version?: string;
}

/**
 * Splits a spec at its `@`.
 * @throws Usage `toolchain/invalid-spec` for an empty text, several `@`, an empty name or version, a version that is
 *   a constraint or that is no path segment
 * @example parseToolSpec("terraform@1.9.8") // { text: "terraform@1.9.8", name: "terraform", version: "1.9.8" }
 */
export function parseToolSpec(text: string): ToolSpec {
  const [name = "", version, ...rest] = text.split("@");
  if (rest.length > 0) throw invalid(text, "it has more than one @");
  if (name === "") throw invalid(text, "the name is empty");
  if (/[\s\p{Cc}]/u.test(name)) throw invalid(text, "the name has blanks or control characters");
  if (name.split("/").some((segment) => segment === "" || segment === "." || segment === "..")) {
    throw invalid(text, `"${name}" is no tool name`);
  }
  if (version === undefined) return { text, name };
  checkVersion(version, text);
  return { text, name, version };
}

/**
 * Checks a version that is to be exact.
 * @param text the whole spec or flag, for the message
 * @throws Usage `toolchain/invalid-spec`
 */
export function checkVersion(version: string, text: string): void {
  if (version === "") throw invalid(text, "the version is empty");
  if (isConstraint(version)) {
    throw invalid(text, `"${version}" is a constraint, an exact version is needed here`, [
      "Constraints are allowed in dependencies.tools of stacks, workflows and custom commands.",
      "atmos toolchain get --all TOOL lists the exact versions.",
    ]);
  }
  if (!isPathSafe(version)) throw invalid(text, `"${version}" cannot be a version`);
}

/** Whether a version text is a range rather than one version. */
export function isConstraint(version: string): boolean {
  return /[\s^~:?*[\\<>=,|]/.test(version);
}

/** Whether every segment of a version can be the name of a directory that stays where it is put. */
export function isPathSafe(version: string): boolean {
  return version.split("/").every((segment) =>
    segment !== "" && segment !== "." && segment !== ".." && !/^-|[\p{Cc}:"|?*<>\\]/u.test(segment)
  );
}

/** Whether two spellings name one version: `1.10.3` and `v1.10.3` do. */
export function sameVersion(one: string, other: string): boolean {
  return one === other || bareVersion(one) === bareVersion(other);
}

function bareVersion(version: string): string {
  return /^v\d/.test(version) ? version.slice(1) : version;
}

function invalid(text: string, why: string, hints: readonly string[] = []): UsageError {
  return new UsageError("toolchain/invalid-spec", `invalid tool specification "${text}"`, {
    explanation: `${why[0]?.toUpperCase()}${why.slice(1)}.`,
    hints: [...hints, "Write owner/repo@version or alias@version, for example terraform@1.9.8."],
  });
}
