/** Brings the asset of a tool to disk and proves it before anybody unpacks it. Follows toolchain §5.4, §7.5, §7.6, §9, §11,
 *  §12.2 and its traps 41 and 44.
 *  Invariant: a file whose hash is not what the lock or the checksum file says is never used; one whose hash is known
 *  and that is there already is not downloaded again; nobody changes it between its proof and its release. */
import type { Context } from "@/base/context.ts";
import { HostError, IntegrityError, NetworkError } from "@/base/errors.ts";
import { hasExpectedV, type ResolvedCandidates } from "@/features/registry/core/candidates.ts";
import type { ChecksumPlan } from "@/features/registry/core/checksum_plan.ts";
import type { ResolvedPackage } from "@/features/registry/core/resolve.ts";
import { withoutLogin } from "@/io/net/core/redact.ts";
import type { Downloaded, HashAlgorithm } from "@/io/net/download.ts";
import { apiRouteOf } from "@/io/github/core/api_route.ts";
import { type FileServices, isAbsent, targetBy, type Way } from "./_asset_file.ts";
import { fetchSum, type Sum } from "./_checksum.ts";
import { digestText } from "@/base/text/digest.ts";
import { mismatch, type Missing, notDownloaded, notKept, notReleased, wrongSize } from "./_fetch_errors.ts";
import type { LockedPlatform } from "./core/lock_file.ts";
import type { Toolchain } from "./settings.ts";

/** An asset on disk that is what it should be. */
export interface FetchedAsset {
  readonly resolved: ResolvedPackage;
  /** Without a login: it is written down. */
  readonly url: string;
  readonly file: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** `lock`, `checksum` or `tofu`. */
  readonly proof: "lock" | "checksum" | "tofu";
  /** To be called when the file is not needed any more: others wait for it. */
  release(): Promise<void>;
}

/** The same while its lock is still held by who proves it. */
type Proved = Omit<FetchedAsset, "release">;

/** What to fetch. */
export interface FetchRequest {
  /** `owner/repo@version`, for messages. */
  readonly spec: string;
  readonly candidates: ResolvedCandidates;
  readonly locked?: LockedPlatform | undefined;
  /** Whether an asset without checksum metadata may come under any policy, because its hash is what is asked for. */
  readonly trustsFirstUse?: boolean;
  onBytes(bytes: number, total: number | undefined): void;
}

type FetchContext = Pick<Context, "disk" | "locks" | "net" | "clock" | "random" | "signal" | "out">;

/** Services that fetching needs beside the Context. */
export interface FetchServices extends FileServices {
  readonly toolchain: Toolchain;
}

/**
 * Tries the candidates in order; the first that exists is taken. What the lock file knows and the download cache has
 * needs no network.
 * @throws Lookup `toolchain/unsupported-type`; Network `toolchain/not-released` when none exists, other `net/…`;
 *   Integrity `toolchain/checksum-mismatch`, `toolchain/lock-mismatch`, `toolchain/checksum-required`, `toolchain/signature-required`, `registry/checksum-…`
 */
export async function fetchAsset(
  ctx: FetchContext,
  services: FetchServices,
  request: FetchRequest,
): Promise<FetchedAsset> {
  const built = request.candidates.candidates.find(({ urls }) => urls.length === 0);
  if (built) throw notDownloaded(request.spec, built);
  const addresses = await addressesOf(services.toolchain, request);
  const kept = await findKept(ctx, request, addresses);
  if (kept !== undefined) {
    checkPolicies(kept.resolved, services.toolchain, request);
    return kept;
  }
  const missing: Missing[] = [];
  for (const { way, ...address } of addresses.flatMap(waysTo).sort(byWay)) {
    checkPolicies(address.resolved, services.toolchain, request);
    try {
      const asset = await fetchFrom(ctx, services, { ...request, ...address, way });
      if (asset !== undefined) return asset;
    } catch (error) {
      if (error instanceof NetworkError && error.code === "net/offline") throw notKept(request, error);
      if (!isAbsent(error)) throw error;
      missing.push({ url: address.url, way, error });
    }
  }
  const asksApi = missing.some(({ way }) => way === "api");
  const isOnGithub = addresses.some(({ url }) => apiRouteOf(url, services.githubHosts) !== undefined);
  throw request.candidates.refusal ?? notReleased(request.spec, missing, isOnGithub && !asksApi);
}

/** Where an asset may be, and its place in the download cache. */
interface Address {
  readonly resolved: ResolvedPackage;
  readonly url: string;
  readonly file: string;
}

interface Fetch extends FetchRequest, Address {
  readonly way: Way;
}

/** Every address once: the one that the lock names first, then those with the `v` that their definition speaks of. */
async function addressesOf(
  { cacheRoot }: Toolchain,
  { candidates, locked }: FetchRequest,
): Promise<readonly Address[]> {
  const all = candidates.candidates.flatMap((resolved) => resolved.urls.map((url) => ({ resolved, url })));
  const weight = ({ url, resolved }: typeof all[number]) =>
    withoutLogin(url) === locked?.url ? 2 : Number(hasExpectedV(resolved));
  const sorted = all.toSorted((a, b) => weight(b) - weight(a));
  return await Promise.all(sorted.map(async ({ resolved, url }) => {
    const name = (resolved.asset || new URL(url).pathname).split("/").pop() || "asset";
    return { resolved, url, file: `${cacheRoot}/downloads/${await digestText(url)}/${name}` };
  }));
}

interface AddressWay extends Address {
  readonly way: Way;
  readonly rank: number;
}

/** A private address is asked of the API first; of the others only when no address has the asset, because the requests
 *  of the API are counted. */
function waysTo(address: Address): readonly AddressWay[] {
  const isPrivate = address.resolved.record.private === true;
  return [
    { ...address, way: "address", rank: isPrivate ? 1 : 0 },
    { ...address, way: "api", rank: isPrivate ? 0 : 1 },
  ];
}

function byWay(a: AddressWay, b: AddressWay): number {
  return a.rank - b.rank;
}

/** What an earlier call left in the download cache, when the lock file knows its hash. */
async function findKept(
  ctx: FetchContext,
  { locked }: FetchRequest,
  addresses: readonly Address[],
): Promise<FetchedAsset | undefined> {
  if (locked === undefined) return undefined;
  const sum = { algorithm: locked.checksum_algorithm, sum: locked.checksum };
  for (const address of addresses) {
    const kept = await keptAsset(ctx, address, { ...sum, proof: "lock" });
    if (kept !== undefined) return kept;
  }
  return undefined;
}

async function keptAsset(
  ctx: FetchContext,
  { resolved, url, file }: Address,
  { algorithm, sum, proof }: Sum & Pick<Proved, "proof">,
): Promise<FetchedAsset | undefined> {
  const isThere = async () => (await ctx.disk.lstat(file))?.kind === "file";
  if (!await isThere()) return undefined;
  const { hashFile, lockDownload } = await import("@/io/net/download.ts");
  // Where nobody can write, nobody changes the file either.
  const release = await lockDownload(ctx, file).catch(unlessUnwritable);
  return await underLock(release, async () => {
    if (!await isThere()) return undefined; // whoever had the lock may have found it wrong
    const { hashes, sizeBytes } = await hashFile(ctx, file, ["sha256", algorithm as HashAlgorithm]);
    if (hashes[algorithm as HashAlgorithm] !== sum.toLowerCase()) return undefined;
    ctx.out.say("debug", `${file} is what it must be, it is not downloaded again`);
    return { resolved, url: withoutLogin(url), file, sha256: hashes.sha256 ?? "", sizeBytes, proof };
  });
}

function unlessUnwritable(error: unknown): FetchedAsset["release"] {
  if (error instanceof HostError && ["disk/permission", "disk/read-only"].includes(error.code)) {
    return () => Promise.resolve();
  }
  throw error;
}

/** What is proved keeps the lock on its file. */
async function underLock(
  release: FetchedAsset["release"],
  work: () => Promise<Proved | undefined>,
): Promise<FetchedAsset | undefined> {
  let asset: Proved | undefined;
  try {
    asset = await work();
    return asset && { ...asset, release };
  } finally {
    if (asset === undefined) await release();
  }
}

function checkPolicies(
  resolved: ResolvedPackage,
  toolchain: Toolchain,
  { spec, locked, trustsFirstUse = false }: FetchRequest,
): void {
  const isProved = resolved.checksum || locked || trustsFirstUse;
  if (toolchain.config.verification.checksums === "require" && !isProved) {
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

/** Undefined when there is no such way to the asset. */
async function fetchFrom(
  ctx: FetchContext,
  services: FetchServices,
  fetch: Fetch,
): Promise<FetchedAsset | undefined> {
  const { resolved, url, file, locked, way } = fetch;
  const target = await targetBy(way, ctx, { services, url });
  if (target === undefined) return undefined;
  const { checksums } = services.toolchain.config.verification;
  const plan = locked || checksums === "off" ? undefined : resolved.checksum;
  const isRequired = checksums === "require";
  // The checksum file travels beside the asset; what it says counts only once the asset is there.
  const expecting = plan && settle(fetchSum(ctx, services, { plan, spec: fetch.spec, way, isRequired }));
  if (expecting !== undefined && (await ctx.disk.lstat(file))?.kind === "file") {
    const sum = (await expecting)();
    const kept = sum && await keptAsset(ctx, fetch, { ...sum, proof: "checksum" });
    if (kept) return kept;
  }
  const { download, lockDownload } = await import("@/io/net/download.ts");
  return await underLock(await lockDownload(ctx, file), async () => {
    const body = await download(ctx, services.policy, {
      ...target,
      to: file,
      algorithms: [...new Set<HashAlgorithm>(["sha256", ...algorithmsOf(plan, locked)])],
      ...(locked?.size === undefined ? {} : { expectedBytes: locked.size }),
      onProgress: fetch.onBytes,
    }).catch((error) => {
      throw wrongSize(fetch, error);
    });
    const expected = (await expecting)?.();
    if (body.isUnprotected && !locked && (expected?.isUnprotected ?? true)) warnUnprotected(ctx, fetch);
    if (plan && !expected) warnUnproved(ctx, fetch, plan.url);
    const proof = await prove(ctx, fetch, { body, expected });
    const { sizeBytes, hashes: { sha256 = "" } } = body;
    return { resolved, url: withoutLogin(url), file, sizeBytes, sha256, proof };
  });
}

/** Compares what came with what it must be; removes it when it is something else. */
async function prove(
  ctx: FetchContext,
  fetch: Fetch,
  { body, expected }: { readonly body: Downloaded; readonly expected: Sum | undefined },
): Promise<FetchedAsset["proof"]> {
  const { locked } = fetch;
  const sum = locked ? { algorithm: locked.checksum_algorithm, sum: locked.checksum } : expected;
  if (sum === undefined) return "tofu";
  const actual = body.hashes[sum.algorithm as HashAlgorithm] ?? "";
  if (actual.toLowerCase() === sum.sum.toLowerCase()) return locked ? "lock" : "checksum";
  await ctx.disk.remove(fetch.file);
  throw mismatch(fetch, { what: sum.algorithm, expected: sum.sum, actual });
}

function warnUnproved(ctx: FetchContext, { spec }: Fetch, url: string): void {
  ctx.out.say("warning", `${spec}: no checksum file at ${url}, the download is trusted as it is`);
}

/** Nothing that came encrypted, or was recorded before, says that the download is what its publisher made. */
function warnUnprotected(ctx: FetchContext, { spec, url }: Fetch): void {
  ctx.out.say(
    "warning",
    `${spec} comes from ${new URL(url).host} without encryption: anybody on the way can change it`,
  );
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
