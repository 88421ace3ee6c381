/** What users type → the tags that it may mean, each resolved for itself. Pure.
 *  Follows toolchain §5.4. Invariant: every candidate goes through all rules and templates again, so no name of one
 *  candidate ever comes from another. */
import { AtmosError, LookupError } from "@/base/errors.ts";
import { ruleHolds } from "./effective.ts";
import type { Evaluator } from "./evaluator.ts";
import type { PackageRecord } from "./record.ts";
import { type ResolvedPackage, resolvePackage } from "./resolve.ts";
import type { ResolveRequest } from "./values.ts";

/**
 * Tags to try for a typed version, the likeliest first, none twice.
 * @example tagCandidates(jq, "1.7.1", …) // ["jq-1.7.1", "jq-v1.7.1", "1.7.1", "v1.7.1"]
 */
export function tagCandidates(pkg: PackageRecord, typed: string, evaluator: Evaluator): readonly string[] {
  const prefix = prefixFor(pkg, typed, evaluator);
  const rest = typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
  const prefixed = prefix.endsWith("v") ? [rest.replace(/^v(?=\d)/, "")] : [rest, toggleV(rest)];
  return [...new Set([...prefixed.map((version) => prefix + version), typed, toggleV(typed)])];
}

/** Prefix of the first rule that would fit the typed version under its own prefix. */
function prefixFor(pkg: PackageRecord, typed: string, evaluator: Evaluator): string {
  const fallback = pkg.version_prefix ?? "";
  if (!pkg.version_constraint) return fallback;
  for (const rule of [pkg, ...(pkg.version_overrides ?? [])]) {
    const prefix = rule.version_prefix ?? fallback;
    const version = typed.startsWith(prefix) ? typed : prefix + typed;
    if (ruleHolds(rule.version_constraint ?? "", prefix, { version, evaluator })) return prefix;
  }
  return fallback;
}

/** A leading v comes or goes; a text that does not begin with a number is left alone. */
function toggleV(version: string): string {
  if (/^v\d/.test(version)) return version.slice(1);
  return /^\d/.test(version) ? `v${version}` : version;
}

/** The resolved candidates in their order, and why the best of the others were not. */
export interface ResolvedCandidates {
  /** Not empty; no two with the same first address. */
  readonly candidates: readonly ResolvedPackage[];
  /** To show instead of "not found" when none of the candidates exists: a message of the definition. */
  readonly refusal: AtmosError | undefined;
}

/** Reasons against a version that say more than a missing file. */
const telling = ["registry/error-message", "registry/no-asset", "registry/unsupported-platform"];

/**
 * Resolves a typed version (`request.version`) by every tag that it may mean.
 * @param alternatives definitions in the order to try; usually one
 * @throws what `resolvePackage` throws, when no candidate resolves: the most telling reason
 */
export function resolveCandidates(
  alternatives: readonly PackageRecord[],
  request: ResolveRequest,
  evaluator: Evaluator,
): ResolvedCandidates {
  const candidates: ResolvedPackage[] = [];
  const refusals: AtmosError[] = [];
  for (const pkg of alternatives) {
    for (const version of tagCandidates(pkg, request.version, evaluator)) {
      try {
        const candidate = resolvePackage(pkg, { ...request, version }, evaluator);
        if (!candidates.some((known) => isSameDownload(known, candidate))) candidates.push(candidate);
      } catch (error) {
        if (!(error instanceof AtmosError)) throw error;
        refusals.push(error);
      }
    }
  }
  const refusal = telling.map((code) => refusals.find((error) => error.code === code)).find(Boolean);
  if (candidates.length === 0) throw refusal ?? refusals[0] ?? noDefinition(request);
  return { candidates, refusal };
}

function isSameDownload(a: ResolvedPackage, b: ResolvedPackage): boolean {
  return a.urls.length > 0 && a.urls[0] === b.urls[0];
}

/**
 * Whether a candidate's tag begins with the `v` that its definition takes off for other names: whoever wrote
 * `{{trimV .Version}}` has seen such tags, so the address of one without it hardly exists.
 */
export function hasExpectedV({ version, semver, record }: ResolvedPackage): boolean {
  const { asset, url, path, files, checksum, version_prefix: prefix = "" } = record;
  // A tag without the prefix of the definition may well be another product's.
  if (!/^v\d/.test(semver) || !version.startsWith(prefix)) return false;
  return /\btrimV\b|\btrimPrefix \\?"v\\?"/.test(JSON.stringify([asset, url, path, files, checksum]));
}

function noDefinition({ version }: ResolveRequest): LookupError {
  return new LookupError(
    "registry/no-alternative",
    `no alternative of the definition is for version ${version}`,
    {
      facts: { version },
    },
  );
}
