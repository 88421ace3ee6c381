/** Records the hashes of tools without installing them. Follows toolchain §13.13, §12.2.
 *  Invariants: what is recorded for this platform was downloaded and compared with its checksum file just now, for others
 *  at least the checksum file was read; an entry that says the same stays as it is, whoever wrote it. */
import type { Context } from "@/base/context.ts";
import { AtmosError, LookupError } from "@/base/errors.ts";
import { mapLimited } from "@/base/flow/limit.ts";
import type { Platform } from "@/features/registry/core/effective.ts";
import { withOrigin } from "./_asset_origin.ts";
import { refuseNoProgram } from "./_program_check.ts";
import { fetchAsset, type FetchedAsset } from "./_fetch.ts";
import { lockBySum, type LockedAsset, type SumLock } from "./_lock_by_sum.ts";
import { findLocked, type LockedPlatform, type LockEntry, type LockFile } from "./core/lock_file.ts";
import { LOCKED_PLATFORMS, platformKeyOf } from "./core/platform.ts";
import type { HashAlgorithm } from "@/io/net/download.ts";
import { redactUrl } from "@/io/net/core/redact.ts";
import type { FoundTool, InstallServices } from "./services.ts";

/** A version to lock. */
export interface LockWish {
  readonly id: string;
  /** Concrete. */
  readonly version: string;
  /** Whether `latest` means this version from now on. */
  readonly isLatest?: boolean;
}

/** What to lock, and how. */
export interface LockRequest {
  readonly wishes: readonly LockWish[];
  /** Every usual platform that a tool supports unless given. */
  readonly platforms?: readonly Platform[] | undefined;
  /** The file so far. */
  readonly lock: LockFile;
}

/** How it ended for one version: what to record, and what failed. */
export interface LockOutcome extends LockWish {
  readonly entries: readonly LockEntry[];
  readonly errors: readonly unknown[];
}

/** Learns what the lock file is to say; a failure stops no other. Writes nothing but the download cache. */
export async function lockTools(
  ctx: Context,
  services: InstallServices,
  request: LockRequest,
): Promise<readonly LockOutcome[]> {
  const bound = services.toolchain.config.maxConcurrency;
  const found = await mapLimited(request.wishes, bound, async ({ id, version }) => {
    return await services.requireTool(id, `${id}@${version}`, version);
  });
  const platforms = request.platforms ?? usualPlatforms(services);
  const jobs = found.flatMap((result, index) => {
    const wish = request.wishes[index] as LockWish;
    return result.ok
      ? platforms.map((platform) => ({ wish, index, found: { ...result.value, platform } }))
      : [];
  });
  ctx.signal.throwIfAborted();
  const files: LockFiles = { needed: new Set(), others: new Set() };
  const locked = await mapLimited(jobs, bound, (job) => lockOne(ctx, services, { ...job, request, files }));
  ctx.signal.throwIfAborted();
  for (const file of files.others.difference(files.needed)) await dropDownload(ctx, file);
  return request.wishes.map((wish, index): LockOutcome => {
    const result = found[index];
    if (result?.ok === false) return { ...wish, entries: [], errors: [result.error] };
    return outcomeOf(wish, locked.filter((_, at) => jobs[at]?.index === index));
  });
}

/** The platform that we install for is always among them. */
function usualPlatforms({ platform }: InstallServices): readonly Platform[] {
  const others = LOCKED_PLATFORMS.filter((each) => platformKeyOf(each) !== platformKeyOf(platform));
  return [platform, ...others];
}

/** A tool for no platform at all is a failure, with the reason of the platform that we are on. */
function outcomeOf(
  wish: LockWish,
  settled: Awaited<ReturnType<typeof mapLimited<unknown, Locked>>>,
): LockOutcome {
  const entries = settled.flatMap((result) => result.ok && result.value.entry ? [result.value.entry] : []);
  const errors = settled.flatMap((result) => result.ok ? [] : [result.error]);
  const absent = settled.flatMap((result) => result.ok && result.value.absent ? [result.value.absent] : []);
  const isNowhere = entries.length === 0 && errors.length === 0;
  return { ...wish, entries, errors: isNowhere ? absent.slice(0, 1) : errors };
}

/** Downloads: those that this machine can use, and those that were made for their hashes. One file may be both. */
interface LockFiles {
  readonly needed: Set<string>;
  readonly others: Set<string>;
}

interface LockJob {
  readonly files: LockFiles;
  readonly wish: LockWish;
  readonly found: FoundTool;
  readonly request: LockRequest;
}

/** An entry, or why there is none for a platform that nobody asked for by name. */
interface Locked {
  readonly entry?: LockEntry;
  readonly absent?: unknown;
}

async function lockOne(ctx: Context, services: InstallServices, job: LockJob): Promise<Locked> {
  const { wish, found, request } = job, platform = platformKeyOf(found.platform);
  try {
    return { entry: await fetchEntry(ctx, services, job) };
  } catch (error) {
    if (request.platforms !== undefined || !isForOthers(error, platform === services.platformKey)) {
      throw error;
    }
    ctx.out.say("debug", `${wish.id}@${wish.version} is not for ${platform}: ${(error as Error).message}`);
    return { absent: error };
  }
}

/** Not while another process uses it. */
async function dropDownload(ctx: Context, file: string): Promise<void> {
  const { lockDownload } = await import("@/io/net/download.ts");
  const release = await lockDownload(ctx, file);
  await ctx.disk.remove(file).finally(release);
}

/** Whether an error only says that a platform has no release. */
function isForOthers(error: unknown, isOwn: boolean): boolean {
  if (error instanceof LookupError) return error.code.startsWith("registry/");
  return !isOwn && error instanceof AtmosError && ABSENT.has(error.code);
}

const ABSENT: ReadonlySet<string> = new Set(["toolchain/not-released", "registry/checksum-not-listed"]);

async function fetchEntry(ctx: Context, services: InstallServices, job: LockJob): Promise<LockEntry> {
  const { wish, found, request, files } = job, platform = platformKeyOf(found.platform);
  const { id, version, isLatest = false } = wish, spec = `${id}@${version}`;
  const isOwn = platform === services.platformKey;
  const candidates = await services.candidatesOf(found, version);
  const { toolchain } = services, network = await services.network();
  const known = findLocked(request.lock, wish, platform);
  const plan = { toolchain, network, candidates, spec, known, files: isOwn ? files.needed : files.others };
  const { locked, tag } = (isOwn ? undefined : await lockBySum(ctx, plan)) ?? await byDownload(ctx, plan);
  const isSame = known !== undefined && sumOf(known) === sumOf(locked);
  return {
    id,
    version,
    platform,
    source: found.registry,
    isLatest,
    tag,
    locked: isSame ? { ...known, url: locked.url } : locked,
  };
}

/** Algorithm and digest in one text, to compare and to show. */
export function sumOf({ checksum_algorithm, checksum }: LockedPlatform): string {
  return `${checksum_algorithm}:${checksum}`;
}

interface DownloadPlan extends SumLock {
  /** Takes the file. */
  readonly files: Set<string>;
}

/** Downloads an asset. */
async function byDownload(
  ctx: Context,
  { toolchain, network, candidates, spec, known, files }: DownloadPlan,
): Promise<LockedAsset> {
  const asset = await fetchAsset(ctx, { toolchain, ...network }, {
    spec,
    candidates,
    trustsFirstUse: true,
    onBytes: () => {},
  });
  try {
    files.add(asset.file);
    if (asset.proof === "tofu") {
      await refuseOtherContent(ctx, asset, spec);
      if (toolchain.config.verification.checksums === "require") warnUnproved(ctx, asset, spec);
    }
    const digest = await digestOf(ctx, asset, known?.checksum_algorithm);
    return {
      tag: asset.resolved.version,
      locked: { url: asset.url, ...digest, size: asset.sizeBytes, verification: [asset.proof] },
    };
  } finally {
    await asset.release();
  }
}

/** In the algorithm of the entry so far, so that both can be compared. */
async function digestOf(
  ctx: Context,
  { file, sha256 }: FetchedAsset,
  wanted = "sha256",
): Promise<Pick<LockedPlatform, "checksum" | "checksum_algorithm">> {
  if (wanted === "sha256") return { checksum: sha256, checksum_algorithm: wanted };
  const { hashFile } = await import("@/io/net/download.ts");
  const algorithm = wanted as HashAlgorithm;
  const { hashes } = await hashFile(ctx, file, [algorithm]);
  return { checksum: hashes[algorithm] ?? "", checksum_algorithm: wanted };
}

function warnUnproved(ctx: Context, { url }: FetchedAsset, spec: string): void {
  const what = `${spec} has no checksum file, its hash is recorded as it came from ${redactUrl(url)}`;
  ctx.out.say("warning", `${what}: check it before you commit the lock file`);
}

/** What nothing proves must at least be of its format: a recorded hash of a login page would refuse the tool for good. */
async function refuseOtherContent(ctx: Context, asset: FetchedAsset, spec: string): Promise<void> {
  const { resolved, file: archive, url } = asset;
  const { identifyArchive } = await import("@/io/archive/identify.ts");
  const assetName = resolved.asset.split("/").pop() || url.split("/").pop() || spec;
  try {
    const format = await identifyArchive(ctx, { archive, assetName, declared: resolved.format });
    if (format === "raw" && resolved.type !== "github_content") {
      const isDeclaredRaw = resolved.format === "raw";
      await refuseNoProgram(ctx, { file: archive, name: assetName, spec, url, isDeclaredRaw });
    }
  } catch (error) {
    if (error instanceof LookupError) return; // a format that is not read here, for another system
    await ctx.disk.remove(archive);
    throw withOrigin(error, { url, spec });
  }
}
