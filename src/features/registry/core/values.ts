/** The values that templates of a package may use. Pure.
 *  Follows aqua-registry §9 (variables by context), §5.6, toolchain §8.4. */
import type { YamlStrings } from "@/lang/yaml/parse.ts";
import { LookupError } from "@/base/errors.ts";
import { emulates, type Platform, semverOf } from "./effective.ts";
import type { TemplateValues } from "./evaluator.ts";
import { packageName, type PackageRecord } from "./record.ts";

/** What one resolution is about. */
export interface ResolveRequest {
  /** The tag, with any prefix. */
  readonly version: string;
  readonly platform: Platform;
  /** The user's template variables. */
  readonly vars?: Readonly<Record<string, YamlStrings>> | undefined;
  /** Where GitHub is; without a final slash. */
  readonly servers?: GithubServers | undefined;
}

/** Base URLs of a GitHub: of its pages and of its raw files. */
export interface GithubServers {
  readonly web: string;
  readonly raw: string;
}

/** Values of every template of a package. `os` and `arch` of templates follow the replacements that are given. */
export function templateValues(
  pkg: PackageRecord,
  request: ResolveRequest,
  replacements: Readonly<Record<string, string>> = pkg.replacements ?? {},
): TemplateValues {
  const { version, platform } = request;
  const arch = emulates(pkg, platform) ? "amd64" : platform.arch;
  return {
    Version: version,
    SemVer: semverOf(version, pkg.version_prefix),
    GOOS: platform.os,
    GOARCH: platform.arch,
    OS: replaced(platform.os, replacements),
    Arch: replaced(arch, replacements),
    Format: formatOf(pkg),
    RepoOwner: pkg.repo_owner ?? "",
    RepoName: pkg.repo_name ?? "",
  };
}

/** An empty replacement counts as none. */
function replaced(word: string, replacements: Readonly<Record<string, string>>): string {
  return (Object.hasOwn(replacements, word) && replacements[word]) || word;
}

/** The format as templates see it. */
export function formatOf(pkg: PackageRecord): string {
  return pkg.type === "github_archive" || pkg.type === "go_build" ? "tar.gz" : pkg.format ?? "";
}

/**
 * The user's variables with the defaults of the package.
 * @throws LookupError `registry/missing-variable` for a required one that has neither
 */
export function variables(
  pkg: PackageRecord,
  given: ResolveRequest["vars"] = {},
): Record<string, YamlStrings> {
  const all: Record<string, YamlStrings> = { ...given };
  for (const { name, required, default: fallback } of pkg.vars ?? []) {
    if (!name || Object.hasOwn(all, name)) continue;
    if (fallback !== undefined) all[name] = fallback;
    else if (required) throw missingVariable(pkg, name);
  }
  return all;
}

function missingVariable(pkg: PackageRecord, name: string): LookupError {
  const id = packageName(pkg) ?? "";
  return new LookupError("registry/missing-variable", `${id} needs a value for its variable ${name}`, {
    hints: [`Set vars.${name} on the tool's definition`],
    facts: { package: id, variable: name },
  });
}
