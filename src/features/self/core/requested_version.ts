/** Which release of this program is asked for, and by whom. Pure. Follows toolchain §17.1, §17.2 and traps 34, 35.
 *  Invariant: below a switch (`ATMOS_REEXEC_DEPTH`) only a typed flag is heard, so that no two releases can hand a
 *  command back and forth. */
import { USE_VARIABLES, VERSION_VARIABLE } from "@/base/use_variables.ts";
import { ConfigError, type SourcePosition, UsageError } from "@/base/errors.ts";

/** A release that is asked for. */
export interface VersionRequest {
  /** As written: a version or `latest`. */
  readonly version: string;
  /** The flag, variable or key that asks. */
  readonly source: string;
  /** Whether a person asks for this very call, by flag or variable. */
  readonly isExplicit: boolean;
  /** Where in a file. */
  readonly at?: SourcePosition | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Counts the switches on the way to this process. */
export const DEPTH_VARIABLE = "ATMOS_REEXEC_DEPTH";

/** How many switches led to this process. */
export function switchDepth(env: Env): number {
  const depth = Number(env[DEPTH_VARIABLE]);
  return Number.isInteger(depth) && depth > 0 ? depth : 0;
}

/**
 * The release that the flag or a variable asks for.
 * @param warn is told of an ATMOS_VERSION that is no version: images set it for their own purposes
 * @throws Usage `self/bad-version` (exit 1)
 */
export function explicitRequest(
  flag: string | undefined,
  env: Env,
  warn: (text: string) => void,
): VersionRequest | undefined {
  if (flag !== undefined) return checked({ version: flag, source: "--use-version", isExplicit: true });
  if (switchDepth(env) > 0) return undefined;
  for (const source of USE_VARIABLES) {
    const version = env[source];
    if (version) return checked({ version, source, isExplicit: true });
  }
  const version = env[VERSION_VARIABLE];
  if (!version) return undefined;
  if (isRelease(version)) return { version, source: VERSION_VARIABLE, isExplicit: true };
  warn(`ATMOS_VERSION is ignored: "${version}" is no version of Atmos`);
  return undefined;
}

/**
 * The release that the project asks for.
 * @throws Config `self/bad-version`
 */
export function configuredRequest(
  use: { readonly version: string; readonly at: SourcePosition | undefined } | undefined,
  env: Env,
): VersionRequest | undefined {
  if (use === undefined || switchDepth(env) > 0) return undefined;
  return checked({ version: use.version, source: "version.use", isExplicit: false, at: use.at });
}

/**
 * The release that somebody types as a word.
 * @param source names the command
 * @throws Usage `self/bad-version` (exit 1)
 */
export function typedRelease(version: string, source: string): string {
  return checked({ version, source, isExplicit: true }).version;
}

function isRelease(text: string): boolean {
  return text === "latest" || /^v?\d+(\.\d+)+([-+][\w.+-]+)?$/.test(text);
}

function checked(request: VersionRequest): VersionRequest {
  const { version, source, at } = request;
  if (isRelease(version)) return request;
  const title = `${source}: "${version}" is no version of Atmos`;
  const isPreview = /^((pr|sha|ref):.+|\d+|[0-9a-f]{7,40})$/.test(version);
  const hints = ["Name one release, such as 1.183.1, or latest."];
  const explanation = isPreview
    ? "Builds of pull requests, commits and branches cannot be used yet."
    : undefined;
  if (at !== undefined) throw new ConfigError("self/bad-version", title, { explanation, hints, at });
  throw new UsageError("self/bad-version", title, { explanation, hints, exitCode: 1 });
}
