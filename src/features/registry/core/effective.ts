/** Package, version and platform → the fields that count. Pure.
 *  Follows aqua-registry §5.1-§5.5, toolchain §8.2. Invariant: every step answers a new record, none changes the one it
 *  was given (trap T2). */
import type { Evaluator } from "./evaluator.ts";
import type { PackageRecord, PlatformOverride, VersionOverride } from "./record.ts";

/** A platform in Go's words. `libc` is `glibc`, `musl` or absent. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  readonly libc?: string | undefined;
}

/** The record after the version step, with the overlay's message: a package itself never has one. */
export type VersionedPackage = PackageRecord & { readonly error_message?: string };

/** A package for one version. `rule` tells which rule matched: the root, an index of `version_overrides`, or none. */
export interface VersionMatch {
  readonly record: VersionedPackage;
  readonly rule: "root" | "none" | number;
}

/**
 * The version step: the root when its constraint is absent or holds, else the first override that holds merged into
 * it, else the root as it is.
 */
export function matchVersion(pkg: PackageRecord, version: string, evaluator: Evaluator): VersionMatch {
  if (!pkg.version_constraint) return { record: pkg, rule: "root" };
  if (ruleHolds(pkg.version_constraint, pkg.version_prefix, { version, evaluator })) {
    return { record: pkg, rule: "root" };
  }
  const overrides = pkg.version_overrides ?? [];
  const rule = overrides.findIndex((override) =>
    ruleHolds(override.version_constraint ?? "", override.version_prefix ?? pkg.version_prefix, {
      version,
      evaluator,
    })
  );
  const override = overrides[rule];
  return override === undefined
    ? { record: pkg, rule: "none" }
    : { record: overlayVersion(pkg, override), rule };
}

/** Whether a rule fits a version: it has the rule's prefix, if there is one, and the constraint holds without it. */
export function ruleHolds(
  constraint: string,
  prefix: string | undefined,
  { version, evaluator }: { readonly version: string; readonly evaluator: Evaluator },
): boolean {
  if (prefix && !version.startsWith(prefix)) return false;
  return evaluator.holds(constraint, { Version: version, SemVer: semverOf(version, prefix) });
}

/** The version without the prefix, when it has it. */
export function semverOf(version: string, prefix: string | undefined): string {
  return prefix && version.startsWith(prefix) ? version.slice(prefix.length) : version;
}

/** The platform step: the format of the system, then the first platform override that matches. */
export function matchPlatform(pkg: VersionedPackage, platform: Platform): VersionedPackage {
  const ofSystem = pkg.format_overrides?.find(({ goos }) => goos === platform.os);
  const formatted = ofSystem === undefined ? pkg : { ...pkg, format: ofSystem.format ?? "" };
  const override = formatted.overrides?.find((override) => platformMatches(override, platform));
  return override === undefined ? formatted : overlayPlatform(formatted, override);
}

function platformMatches(override: PlatformOverride, platform: Platform): boolean {
  if (override.goos && override.goos !== platform.os) return false;
  if (override.goarch && override.goarch !== platform.arch) return false;
  if (override.envs !== undefined && !namesPlatform(override.envs, platform)) return false;
  return (override.variants ?? []).every(({ key, value }) =>
    key === "libc" && (value ?? "") === (platform.libc ?? "")
  );
}

function namesPlatform(envs: readonly string[], { os, arch }: Platform): boolean {
  return envs.some((env) => env === os || env === arch || env === "all" || env === `${os}/${arch}`);
}

/**
 * The support check. A platform that only a source build serves gets the build's type and files.
 * @returns undefined when the package does not support the platform
 */
export function supportPlatform(pkg: VersionedPackage, platform: Platform): VersionedPackage | undefined {
  const { supported_envs: supported, build } = pkg;
  if (supported === undefined || servesPlatform(supported, pkg, platform)) return pkg;
  if (build === undefined || build.enabled === false) return undefined;
  if (servesPlatform(build.excluded_envs ?? [], pkg, platform)) return undefined;
  return {
    ...(build.type === pkg.type ? pkg : retyped(pkg, build.type ?? "")),
    ...(build.path ? { path: build.path } : {}),
    ...(build.files ? { files: build.files } : {}),
  };
}

/** As `namesPlatform`; under emulation the emulated platform counts too. */
function servesPlatform(envs: readonly string[], pkg: VersionedPackage, platform: Platform): boolean {
  if (namesPlatform(envs, platform)) return true;
  return emulates(pkg, platform) && namesPlatform(envs, { os: platform.os, arch: "amd64" });
}

/** Whether programs for amd64 run on this platform by emulation. */
export function emulates(pkg: PackageRecord, { os, arch }: Platform): boolean {
  if (arch !== "arm64") return false;
  return (os === "darwin" && pkg.rosetta2 === true) ||
    (os === "windows" && pkg.windows_arm_emulation === true);
}

/** Lays a version override over a package: type first, then every field that is there. */
export function overlayVersion(pkg: PackageRecord, override: VersionOverride): VersionedPackage {
  const { version_constraint: _constraint, ...fields } = override;
  return overlay(pkg, fields);
}

function overlayPlatform(pkg: VersionedPackage, override: PlatformOverride): VersionedPackage {
  const { goos: _os, goarch: _arch, envs: _envs, variants: _variants, replacements, ...fields } = override;
  const merged = overlay(pkg, fields);
  return replacements === undefined
    ? merged
    : { ...merged, replacements: { ...pkg.replacements, ...replacements } };
}

/** Texts that count even when they are empty; the others are then taken as not given. */
const emptyCounts = new Set(["version_prefix", "version_filter", "go_version_path", "error_message"]);

function overlay(
  pkg: VersionedPackage,
  fields: Omit<VersionOverride, "version_constraint">,
): VersionedPackage {
  const base: VersionedPackage = fields.type ? retyped(pkg, fields.type) : pkg;
  const given = Object.entries(fields).filter(([key, value]) => value !== "" || emptyCounts.has(key));
  return { ...base, ...Object.fromEntries(given) };
}

const goCleared = [
  "url",
  "asset",
  "crate",
  "cargo",
  "windows_ext",
  "complete_windows_ext",
  "cosign",
  "slsa_provenance",
  "minisign",
  "github_artifact_attestations",
  "format",
  "rosetta2",
  "windows_arm_emulation",
  "append_ext",
];

/** What makes no sense for the new type (aqua-registry §5.3). */
const clearedBy: Readonly<Record<string, readonly string[]>> = {
  github_release: ["url", "path", "crate", "cargo", "go_version_path"],
  github_content: ["url", "asset", "crate", "cargo", "go_version_path"],
  github_archive: ["url", "path", "asset", "crate", "cargo", "go_version_path", "format"],
  http: ["path", "asset", "go_version_path"],
  go_install: goCleared,
  go_build: goCleared,
  cargo: [...goCleared.filter((key) => key !== "crate" && key !== "cargo"), "path", "go_version_path"],
};

function retyped(pkg: VersionedPackage, type: string): VersionedPackage {
  const cleared = Object.hasOwn(clearedBy, type) ? clearedBy[type] ?? [] : [];
  return { ...Object.fromEntries(Object.entries(pkg).filter(([key]) => !cleared.includes(key))), type };
}
