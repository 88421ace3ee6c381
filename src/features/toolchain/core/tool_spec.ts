/** Reads what users type for a tool: `name` or `name@version`. Pure. Follows toolchain §5.1 and §20.
 *  Invariant: a version that passes here is safe as path segments below a tool's directory. */
import { hasControlCharacters } from "@/base/text/control_characters.ts";
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
  if (/\s/.test(name) || hasControlCharacters(name)) {
    throw invalid(text, "the name has blanks or control characters");
  }
  if (!isPathSafe(name)) throw invalid(text, `"${name}" is no tool name`);
  if (version === undefined) return { text, name };
  const fault = versionFault(version);
  if (fault === undefined) return { text, name, version };
  const hints = isConstraint(version)
    ? [
      "Constraints are allowed in dependencies.tools of stacks, workflows and custom commands.",
      `See the exact versions: atmos toolchain get --all ${name}`,
    ]
    : [];
  throw invalid(text, fault, hints);
}

/** Why a text cannot be an exact version, without a final full stop; undefined when it can. */
export function versionFault(version: string): string | undefined {
  if (version === "") return "the version is empty";
  if (/^(pr|sha|ref):/.test(version)) return `"${version}" names a build of atmos, other tools have none`;
  if (isConstraint(version)) return `"${version}" is a constraint, an exact version is needed here`;
  return isPathSafe(version) ? undefined : `"${version}" cannot be a version`;
}

/** Whether a version text is a range rather than one version. */
export function isConstraint(version: string): boolean {
  return /[\s^~?*[<>=,|]/.test(version);
}

/** What `latest` (an empty text) or asdf's `latest:1.10` ask for; undefined for any other version. */
export function latestPrefix(version: string): string | undefined {
  return version === "latest" ? "" : /^latest:(.+)$/.exec(version)?.[1];
}

/** Whether a version is one of those that a prefix means: `1.10` means `1.10` and `v1.10.3`, not `1.100`. */
export function matchesPrefix(version: string, prefix: string): boolean {
  return prefix === "" || `${bareVersion(version)}.`.startsWith(`${bareVersion(prefix)}.`);
}

/** Whether every segment of a name or version can be that of a directory that stays where it is put. */
export function isPathSafe(version: string): boolean {
  return version.split("/").every((segment) =>
    segment !== "" && segment !== "." && segment !== ".." && !/^-|[:"|?*<>\\]/.test(segment) &&
    !hasControlCharacters(segment)
  );
}

/** Whether two spellings name one version: `1.10.3` and `v1.10.3` do. */
export function sameVersion(one: string, other: string): boolean {
  return one === other || bareVersion(one) === bareVersion(other);
}

/** Whether a version text means what was installed: as it was asked for then, or by the tag that it came from, with or
 *  without the word in front of that: `1.7.1` and `jq-1.7.1` are one. */
export function meansInstalled(
  text: string,
  { version, tag = version }: { readonly version: string; readonly tag?: string | undefined },
): boolean {
  if (sameVersion(text, version) || sameVersion(text, tag)) return true;
  const numbers = /^\D*[-_/]v?(\d.*)$/.exec(tag)?.[1];
  return numbers !== undefined && numbers === bareVersion(text);
}

/** The spelling without a leading `v`, under which versions are compared. */
export function bareVersion(version: string): string {
  return /^v\d/.test(version) ? version.slice(1) : version;
}

function invalid(text: string, why: string, hints: readonly string[] = []): UsageError {
  return new UsageError("toolchain/invalid-spec", `invalid tool specification "${text}"`, {
    explanation: `${why[0]?.toUpperCase()}${why.slice(1)}.`,
    hints: [...hints, "Write owner/repo@version or alias@version, for example terraform@1.9.8."],
  });
}
