/** The package record of an aqua registry, written once as data: decoding and types follow from it. Pure.
 *  Follows aqua-registry §3, §15. Invariant: a member that is absent in the registry is absent in the record; a record
 *  is plain JSON data and survives a round trip (trap T1). */
import { anything, type Decoded, flag, list, mapOf, record, text } from "./fields.ts";

const texts = list(text);
const textMap = mapOf(text);

const file = record({ name: text, src: text, dir: text, link: text, hard: flag });

/** A file that belongs to a signature and is downloaded for itself. */
const sidecarFields = { type: text, repo_owner: text, repo_name: text, asset: text, url: text };
const sidecar = record(sidecarFields);

const cosign = record({
  enabled: flag,
  opts: texts,
  bundle: sidecar,
  signature: sidecar,
  certificate: sidecar,
  key: sidecar,
});
const minisign = record({ ...sidecarFields, enabled: flag, public_key: text });
const slsaProvenance = record({ ...sidecarFields, enabled: flag, source_uri: text, source_tag: text });
const attestations = record({
  enabled: flag,
  predicate_type: text,
  signer_workflow: text,
  "signer-workflow": text,
});

const checksum = record({
  enabled: flag,
  type: text,
  asset: text,
  url: text,
  algorithm: text,
  file_format: text,
  pattern: record({ checksum: text, file: text }),
  replacements: textMap,
  cosign,
  minisign,
  github_artifact_attestations: attestations,
});

const vars = list(record({ name: text, required: flag, default: anything }));

/** What a package, a version override and a platform override may all say. */
const commonFields = {
  type: text,
  asset: text,
  url: text,
  path: text,
  crate: text,
  cargo: record({ features: texts, all_features: flag, locked: flag }),
  format: text,
  append_ext: flag,
  complete_windows_ext: flag,
  windows_ext: text,
  files: list(file),
  replacements: textMap,
  go_version_path: text,
  vars,
  checksum,
  cosign,
  slsa_provenance: slsaProvenance,
  minisign,
  github_artifact_attestations: attestations,
};

/** Fields of a platform override. */
export const platformFields = {
  ...commonFields,
  goos: text,
  goarch: text,
  envs: texts,
  variants: list(record({ key: text, value: text })),
};

const ruleFields = {
  ...commonFields,
  repo_owner: text,
  repo_name: text,
  /** Not aqua's: the name of the first program. */
  binary_name: text,
  format_overrides: list(record({ goos: text, format: text })),
  supported_envs: texts,
  rosetta2: flag,
  windows_arm_emulation: flag,
  version_constraint: text,
  version_prefix: text,
  version_filter: text,
  version_source: text,
  no_asset: flag,
  build: record({ enabled: flag, type: text, path: text, files: list(file), excluded_envs: texts }),
};

const overrides = list(record(platformFields));

/** Fields of a version override. */
export const versionFields = { ...ruleFields, overrides, error_message: text };

/** Fields of a package. `error_message` is no field of it: on this level it is never read. */
export const packageFields = {
  ...ruleFields,
  overrides,
  name: text,
  aliases: list(record({ name: text })),
  search_words: texts,
  description: text,
  link: text,
  private: flag,
  version_overrides: list(record(versionFields)),
};

/** Decodes one item of `packages`. */
export const decodePackage = record(packageFields);

/** One package of a registry. */
export type PackageRecord = Decoded<typeof decodePackage>;
/** One item of `version_overrides`. */
export type VersionOverride = NonNullable<PackageRecord["version_overrides"]>[number];
/** One item of `overrides`. */
export type PlatformOverride = NonNullable<PackageRecord["overrides"]>[number];
/** One item of `files`. */
export type FileRecord = Decoded<typeof file>;
/** The `checksum` block. */
export type ChecksumRecord = Decoded<typeof checksum>;
/** The `cosign` block. */
export type CosignRecord = Decoded<typeof cosign>;
/** The `minisign` block. */
export type MinisignRecord = Decoded<typeof minisign>;
/** The `slsa_provenance` block. */
export type SlsaRecord = Decoded<typeof slsaProvenance>;
/** The `github_artifact_attestations` block. */
export type AttestationsRecord = Decoded<typeof attestations>;
/** A file beside the asset. */
export type SidecarRecord = Decoded<typeof sidecar>;

/**
 * The name of a package: `name`, else `owner/repo`, else the Go path of a `go_install` package.
 * @returns undefined when it has none of them (source: aqua-registry §4)
 */
export function packageName(pkg: PackageRecord): string | undefined {
  if (pkg.name) return pkg.name;
  if (pkg.repo_owner && pkg.repo_name) return `${pkg.repo_owner}/${pkg.repo_name}`;
  return pkg.type === "go_install" && pkg.path ? pkg.path : undefined;
}
