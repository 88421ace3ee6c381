/** What fetching an asset can fail with, in the words of the user. Follows toolchain §7.6, §11.1, §20.
 *  Invariant: every error names the tool, and a command that exists. */
import { AtmosError, IntegrityError, LookupError, NetworkError } from "@/base/errors.ts";
import type { ResolvedPackage } from "@/features/registry/core/resolve.ts";
import type { Way } from "./_asset_file.ts";
import type { LockedPlatform } from "./core/lock_file.ts";
import { nearVersions } from "./core/near_versions.ts";

/** What was to be fetched. */
interface Wanted {
  /** `owner/repo@version`. */
  readonly spec: string;
  readonly locked?: LockedPlatform | undefined;
}

/** The mismatch behind a wrong size; any other error as it is. */
export function wrongSize(wanted: Wanted & { readonly url: string }, error: unknown): unknown {
  if (!(error instanceof AtmosError) || error.code !== "net/wrong-size") return error;
  const { expected = "", actual = "" } = error.facts;
  return mismatch(wanted, { what: "bytes", expected, actual });
}

/** A file that is not what the lock file or the checksum file says. */
export function mismatch(
  { spec, url, locked }: Wanted & { readonly url: string },
  sums: { readonly what: string; readonly expected: string | number; readonly actual: string | number },
): IntegrityError {
  const facts = { compared: sums.what, expected: sums.expected, actual: sums.actual, url };
  if (!locked) {
    return new IntegrityError("toolchain/checksum-mismatch", `checksum mismatch for ${spec}`, {
      explanation: "The download is not what its publisher's checksum file says. It was removed.",
      hints: [`Try again, and tell the publisher if it stays: atmos toolchain install ${spec}`],
      facts,
    });
  }
  return new IntegrityError("toolchain/lock-mismatch", `lock mismatch for ${spec}`, {
    explanation: "The download is not what the lock file recorded. It was removed.",
    hints: [`If the publisher replaced the release on purpose, record it anew: atmos toolchain lock ${spec}`],
    facts,
  });
}

/** Packages that are built from source have no address. */
export function notDownloaded(spec: string, { type, goPath }: ResolvedPackage): LookupError {
  const build = goPath === undefined ? [] : [`Build it yourself: go install ${goPath}@VERSION`];
  return new LookupError("toolchain/unsupported-type", `${spec} is a package of the type ${type}`, {
    explanation: "Packages that must be built from source cannot be installed yet.",
    hints: [...build, "Or give it a definition with a download in toolchain.tools of atmos.yaml."],
    facts: { type },
  });
}

/** A place without the asset. */
export interface Missing {
  readonly url: string;
  readonly way: Way;
  readonly error: unknown;
}

/**
 * No place has the asset.
 * @param mayBePrivate whether a token might help
 */
export function notReleased(spec: string, missing: readonly Missing[], mayBePrivate: boolean): NetworkError {
  const causes = missing.flatMap(({ error }) => error instanceof AtmosError ? error : []);
  const tried = missing.filter(({ way }) => way === "address");
  // A place that refuses says more than those that have nothing.
  const cause = (tried.find(({ error }) => statusOf(error) !== 404) ?? tried.at(-1) ?? missing.at(-1))?.error;
  const status = statusOf(cause);
  const urls = [...new Set(missing.map(({ url }) => url))].join(", ");
  // A release that is there and lacks the asset says more than addresses without anything.
  const release = causes.find(({ code }) => code === "github/no-asset");
  return new NetworkError("toolchain/not-released", `${spec} cannot be downloaded`, {
    explanation: [
      `No address has it${status === undefined ? "" : ` (status ${status})`}: ${urls}.`,
      ...(release ? [`But ${release.title}. ${release.explanation}`] : []),
    ].join("\n"),
    hints: [
      "Check that this version exists, and that it is released for this platform.",
      ...(mayBePrivate
        ? ["If its repository is private, set a token that may read it: export GITHUB_TOKEN=<token>"]
        : []),
    ],
    cause,
  });
}

/** The same error, with what may have been meant. @param versions known ones of the tool */
export function withNearVersions(error: unknown, version: string, versions: readonly string[]): unknown {
  const near = nearVersions(versions, version);
  if (!(error instanceof NetworkError) || near.length === 0) return error;
  const { code, title, explanation, facts, hints, cause } = error;
  const [first, ...others] = hints;
  const known = `Known versions near it: ${near.join(", ")}.`;
  return new NetworkError(code, title, {
    explanation,
    facts,
    cause,
    hints: [...(first === undefined ? [] : [first]), known, ...others],
  });
}

function statusOf(error: unknown): unknown {
  return error instanceof AtmosError ? error.facts["status"] : undefined;
}

/** Offline mode, and nothing in the download cache that may be used. */
export function notKept({ spec, locked }: Wanted, cause: NetworkError): NetworkError {
  return new NetworkError("net/offline", `${spec} is not installed, and offline mode is on`, {
    explanation: locked
      ? "The download cache does not have the file that the lock file records."
      : "Offline, only what the lock file records and the download cache has can be installed.",
    hints: [`Install it when you are online: atmos toolchain install ${spec}`, ...cause.hints],
    facts: cause.facts,
    cause,
  });
}
