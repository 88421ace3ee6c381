/** Downloads the asset of a tool and proves it before anybody unpacks it. Follows toolchain §5.4, §9, §11, §12.2.
 *  Invariant: a file whose hash is not what the lock or the checksum file says is removed and never used. */
import type { Context } from "@/base/context.ts";
import { AtmosError, IntegrityError, LookupError, NetworkError } from "@/base/errors.ts";
import type { ResolvedCandidates } from "@/features/registry/core/candidates.ts";
import type { ChecksumPlan } from "@/features/registry/core/checksum_plan.ts";
import type { ResolvedPackage } from "@/features/registry/core/resolve.ts";
import type { HashAlgorithm } from "@/io/net/download.ts";
import type { NetPolicy } from "@/io/net/policy.ts";
import { digestText } from "./digest.ts";
import type { LockedPlatform } from "./core/lock_file.ts";
import type { Toolchain } from "./settings.ts";

/** An asset on disk that is what it should be. */
export interface FetchedAsset {
  readonly resolved: ResolvedPackage;
  readonly url: string;
  readonly file: string;
  readonly contentType: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** `lock`, `checksum` or `tofu`. */
  readonly proof: "lock" | "checksum" | "tofu";
}

/** What to fetch. */
export interface FetchRequest {
  /** `owner/repo@version`, for messages. */
  readonly spec: string;
  readonly candidates: ResolvedCandidates;
  readonly locked?: LockedPlatform | undefined;
  onBytes(bytes: number, total: number | undefined): void;
}

type FetchContext = Pick<Context, "disk" | "locks" | "net" | "clock" | "random" | "signal" | "out">;

/** Services that fetching needs beside the Context. */
export interface FetchServices {
  readonly toolchain: Toolchain;
  readonly policy: NetPolicy;
}

/**
 * Tries the candidates in order; the first that exists is taken.
 * @throws Lookup `toolchain/unsupported-type`; Network `toolchain/not-released` when none exists, other `net/…`; Integrity `toolchain/checksum-mismatch`,
 *   `toolchain/lock-mismatch`, `toolchain/checksum-required`, `toolchain/signature-required`, `registry/checksum-…`
 */
export async function fetchAsset(
  ctx: FetchContext,
  services: FetchServices,
  request: FetchRequest,
): Promise<FetchedAsset> {
  const tried: string[] = [];
  let absence: unknown;
  const built = request.candidates.candidates.find(({ urls }) => urls.length === 0);
  if (built) throw notDownloaded(request.spec, built);
  for (const [resolved, url] of addressesOf(request)) {
    checkPolicies(resolved, services.toolchain, request);
    try {
      return await fetchFrom(ctx, services, { ...request, resolved, url });
    } catch (error) {
      if (!isAbsent(error)) throw error;
      absence = error;
      tried.push(url);
    }
  }
  throw request.candidates.refusal ?? notReleased(request.spec, tried, absence);
}

interface Fetch extends FetchRequest {
  readonly resolved: ResolvedPackage;
  readonly url: string;
}

/** Every address once, the one that the lock names first. */
function addressesOf({ candidates, locked }: FetchRequest): readonly (readonly [ResolvedPackage, string])[] {
  const all = candidates.candidates.flatMap((resolved) =>
    resolved.urls.map((url) => [resolved, url] as const)
  );
  const isLocked = ([, url]: readonly [ResolvedPackage, string]) => url === locked?.url;
  return [...all.filter(isLocked), ...all.filter((address) => !isLocked(address))];
}

function checkPolicies(
  resolved: ResolvedPackage,
  toolchain: Toolchain,
  { spec, locked }: FetchRequest,
): void {
  if (toolchain.config.verification.checksums === "require" && !resolved.checksum && !locked) {
    throw new IntegrityError("toolchain/checksum-required", `checksum required for ${spec}`, {
      explanation: "Its definition names no checksum file, and the lock file has no entry for it.",
      hints: [
        `Record its hash after checking it yourself: atmos toolchain lock ${spec}`,
        "Or relax toolchain.verification.checksums in atmos.yaml.",
      ],
    });
  }
  if (toolchain.config.verification.signatures === "require") {
    throw new IntegrityError("toolchain/signature-required", `signature required for ${spec}`, {
      explanation: "This version of atmos verifies no signatures yet, so none can be required.",
      hints: ["Relax toolchain.verification.signatures in atmos.yaml to when_available."],
    });
  }
}

async function fetchFrom(ctx: FetchContext, services: FetchServices, fetch: Fetch): Promise<FetchedAsset> {
  const { resolved, url, locked } = fetch;
  const plan = locked || services.toolchain.config.verification.checksums === "off"
    ? undefined
    : resolved.checksum;
  const file = await cachePath(services.toolchain, resolved, url);
  const algorithms = [...new Set<HashAlgorithm>(["sha256", ...algorithmsOf(plan, locked)])];
  const { download } = await import("@/io/net/download.ts");
  // The checksum file travels beside the asset; what it says counts only once the asset is there.
  const expected = plan ? settle(fetchExpected(ctx, services, plan, fetch)) : undefined;
  const size = locked?.size === undefined ? {} : { expectedBytes: locked.size };
  const body = await download(ctx, services.policy, {
    url,
    to: file,
    algorithms,
    ...size,
    onProgress: fetch.onBytes,
  })
    .catch((error) => {
      if (!(error instanceof AtmosError) || error.code !== "net/wrong-size") throw error;
      throw mismatch(fetch, {
        what: "bytes",
        expected: error.facts["expected"] ?? "",
        actual: error.facts["actual"] ?? "",
      });
    });
  const asset = { resolved, url, file, contentType: body.contentType, sizeBytes: body.sizeBytes };
  const sha256 = body.hashes.sha256 ?? "";
  const sum = locked ? { algorithm: locked.checksum_algorithm, sum: locked.checksum } : (await expected)?.();
  if (sum === undefined) {
    if (plan) {
      ctx.out.say(
        "warning",
        `${fetch.spec}: no checksum file at ${plan.url}, the download is trusted as it is`,
      );
    }
    return { ...asset, sha256, proof: "tofu" };
  }
  const actual = body.hashes[sum.algorithm as HashAlgorithm] ?? "";
  if (actual.toLowerCase() !== sum.sum.toLowerCase()) {
    await ctx.disk.remove(file);
    throw mismatch(fetch, { what: sum.algorithm, expected: sum.sum, actual });
  }
  return { ...asset, sha256, proof: locked ? "lock" : "checksum" };
}

/** Turns a promise into one that never rejects and answers a function that gives its value or throws its error. */
async function settle<T>(promise: Promise<T>): Promise<() => T> {
  try {
    const value = await promise;
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function algorithmsOf(
  plan: ChecksumPlan | undefined,
  locked: LockedPlatform | undefined,
): readonly HashAlgorithm[] {
  const wanted = locked?.checksum_algorithm ?? plan?.algorithm;
  return wanted === undefined ? [] : [wanted as HashAlgorithm];
}

/** The sum that the checksum file gives; undefined when there is no such file and none is required. */
async function fetchExpected(
  ctx: FetchContext,
  services: FetchServices,
  plan: ChecksumPlan,
  fetch: Fetch,
): Promise<{ readonly algorithm: string; readonly sum: string } | undefined> {
  const { request } = await import("@/io/net/client.ts");
  let text: string;
  try {
    text = await (await request(ctx, services.policy, { url: plan.url })).text();
  } catch (error) {
    if (!isAbsent(error) || services.toolchain.config.verification.checksums === "require") throw error;
    return undefined;
  }
  const { findChecksum } = await import("@/features/registry/core/checksum_text.ts");
  const { compileRe2 } = await import("@/lang/regexp/re2.ts");
  const compile = (pattern: string) => compileRe2(pattern).findSubmatch;
  const found = located(() => findChecksum(text, plan, compile), { spec: fetch.spec, url: plan.url });
  for (const warning of found.warnings) ctx.out.say("warning", `${fetch.spec}: ${warning}`);
  return { algorithm: found.algorithm, sum: found.sum };
}

/** Adds to an error about a checksum file which one it was. */
function located<T>(find: () => T, at: { readonly spec: string; readonly url: string }): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    const { code, title, explanation, facts } = error;
    throw new IntegrityError(code, `${at.spec}: ${title}`, {
      explanation,
      facts: { ...facts, checksums: at.url },
      hints: ["Check the checksum block of its definition, or ask its publisher which file has the sum."],
    });
  }
}

async function cachePath(toolchain: Toolchain, resolved: ResolvedPackage, url: string): Promise<string> {
  const name = (resolved.asset || new URL(url).pathname).split("/").pop() || "asset";
  return `${toolchain.cacheRoot}/downloads/${await digestText(url)}/${name}`;
}

/** Object stores answer 403 for what they do not have, so it counts as absence too. */
function isAbsent(error: unknown): boolean {
  return error instanceof AtmosError && (error.code === "net/not-found" || error.code === "net/forbidden");
}

function mismatch(
  { spec, url, locked }: Fetch,
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
function notDownloaded(spec: string, { type, goPath }: ResolvedPackage): LookupError {
  const build = goPath === undefined ? [] : [`Build it yourself: go install ${goPath}@VERSION`];
  return new LookupError("toolchain/unsupported-type", `${spec} is a package of the type ${type}`, {
    explanation: "Packages that must be built from source cannot be installed yet.",
    hints: [...build, "Or give it a definition with a download in toolchain.tools of atmos.yaml."],
    facts: { type },
  });
}

function notReleased(spec: string, tried: readonly string[], cause: unknown): NetworkError {
  const status = cause instanceof AtmosError ? cause.facts["status"] : undefined;
  return new NetworkError("toolchain/not-released", `${spec} cannot be downloaded`, {
    explanation: `No address has it${status === undefined ? "" : ` (status ${status})`}: ${
      tried.join(", ")
    }.`,
    hints: ["Check that this version exists, and that it is released for this platform."],
    cause,
  });
}
