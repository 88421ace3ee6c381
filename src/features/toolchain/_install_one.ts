/** Installs one version of one tool. Follows toolchain §3.2 and the flow of §1.
 *  Invariant: nothing is visible below the tool's directory before everything about the version has been checked; what
 *  a crash leaves lies in `.staging` and the download cache. */
import type { Context } from "@/base/context.ts";
import type { InstallPhase } from "@/base/events.ts";
import { AtmosError, IntegrityError } from "@/base/errors.ts";
import type { Gate } from "@/base/flow/limit.ts";
import type { Threads } from "@/base/ports.ts";
import type { ResolvedCandidates } from "@/features/registry/core/candidates.ts";
import { fetchAsset, type FetchedAsset } from "./_fetch.ts";
import { withNearVersions } from "./_fetch_errors.ts";
import { withOrigin } from "./_asset_origin.ts";
import { refuseNoProgram } from "./_program_check.ts";
import { place, type Placing } from "./_place.ts";
import { type LayoutMember, type LayoutPlan, planLayout } from "./core/layout.ts";
import type { LockedPlatform } from "./core/lock_file.ts";
import type { Receipt } from "./core/receipt.ts";
import { isPathSafe, versionFault } from "./core/tool_spec.ts";
import { type InstalledTool, readInstalled, versionDir } from "./installed.ts";
import { lockPath } from "./lock.ts";
import type { FoundTool, InstallServices } from "./services.ts";
import { findConfigured } from "./toolset.ts";

/** What to install. */
export interface InstallJob {
  readonly id: string;
  /** Concrete, as the user spelled it. */
  readonly version: string;
  /** What the registries say of it. */
  readonly found: FoundTool;
  readonly candidates: ResolvedCandidates;
  readonly locked: LockedPlatform | undefined;
  readonly reinstall: boolean;
  readonly run: InstallRun;
  /** It is the tool's turn. */
  onStart(): void;
  onPhase(phase: InstallPhase, bytes?: number, total?: number): void;
}

/** What the installations of one command share. */
export interface InstallRun {
  /** Work begins when it is a tool's turn. One that is unpacked does not keep the next one from its download. */
  readonly download: Gate;
  readonly unpack: Gate;
  /** Tools that are not there and not downloaded. */
  readonly toFetch: Set<string>;
  /** Whether this thread is unpacking. */
  isUnpackingHere: boolean;
}

/** A tool that is installed now; `fresh` when this call did it. */
export interface InstallResult {
  readonly tool: InstalledTool;
  readonly fresh: boolean;
}

/** Installs under the version's lock; what another process has installed meanwhile is taken as it is. */
export async function installOne(
  ctx: Context,
  services: InstallServices,
  job: InstallJob,
): Promise<InstallResult> {
  const { toolchain } = services, spec = `${job.id}@${job.version}`;
  // Names come from files and registries of others; none of them may leave its place below `bin`.
  if (!isPathSafe(job.id) || versionFault(job.version) !== undefined) {
    throw new IntegrityError(
      "toolchain/unsafe-name",
      `${spec} cannot be installed: it is no name for a folder`,
    );
  }
  await using held = new AsyncDisposableStack();
  const fetch = async () => {
    job.onStart();
    const release = await ctx.locks.acquire(await lockPath(toolchain, spec), {
      signal: ctx.signal,
      onWait: (holder) => ctx.out.say("info", `Waiting for ${holder}, which is installing ${spec}`),
    });
    held.defer(release);
    const fetched = await installedMeanwhile(ctx, services, job) ?? await fetchTool(ctx, services, job);
    if ("release" in fetched) held.defer(fetched.release);
    return fetched;
  };
  const fetched = await job.run.download(fetch, isSlowToUnpack(job));
  job.run.toFetch.delete(spec);
  if ("bins" in fetched) return { tool: fetched, fresh: false };
  const tool = await job.run.unpack(() => unpackTool(ctx, services, { ...job, asset: fetched }));
  return { tool, fresh: true };
}

/** What takes long to unpack begins early, so that it is not waited for alone in the end. */
function isSlowToUnpack({ candidates: { candidates: [first] } }: InstallJob): boolean {
  return first !== undefined && /(xz|bz2?|zst)$/.test(first.format || first.asset);
}

async function installedMeanwhile(
  ctx: Context,
  { toolchain }: InstallServices,
  job: InstallJob,
): Promise<InstalledTool | undefined> {
  const there = job.reinstall ? undefined : await findConfigured(ctx, toolchain, job);
  const isSame = there?.receipt === undefined || there.receipt.platform === platformText(job);
  return isSame ? there : undefined;
}

async function fetchTool(ctx: Context, services: InstallServices, job: InstallJob): Promise<FetchedAsset> {
  job.onPhase("downloading");
  if (job.run.toFetch.size > 1) ctx.threads?.warm(); // while the first bytes are waited for
  return await fetchAsset(ctx, { toolchain: services.toolchain, ...await services.network() }, {
    spec: `${job.id}@${job.version}`,
    candidates: job.candidates,
    locked: job.locked,
    onBytes: (bytes, total) => job.onPhase("downloading", bytes, total),
  }).catch(async (error) => {
    const isUnknown = error instanceof AtmosError && error.code === "toolchain/not-released";
    throw isUnknown ? withNearVersions(error, job.version, await services.keptVersions(job.found)) : error;
  });
}

async function unpackTool(
  ctx: Context,
  { toolchain }: InstallServices,
  job: InstallJob & { readonly asset: FetchedAsset },
): Promise<InstalledTool> {
  const { asset, found } = job, spec = `${job.id}@${job.version}`;
  job.onPhase("extracting");
  const staging = `${toolchain.installRoot}/.staging/${ctx.random.hex(16)}`;
  const dropStaging = ctx.defer(() => ctx.disk.remove(staging));
  try {
    const dir = versionDir(toolchain.installRoot, job.id, job.version);
    const tree = `${staging}/tree`;
    const { plan, sums } = await whereItIsFree(
      ctx,
      job.run,
      (threads) => unpackAsset(ctx, asset, { tree, spec, threads }),
    );
    const receipt = receiptOf(ctx, { job, found, asset, plan });
    await place(ctx, { tree, staging, versionDir: dir, plan, receipt, sums });
    const tool = await readInstalled(ctx, { id: job.id, version: job.version, dir });
    if (!tool) throw new Error(`${dir} is not readable after it was written`);
    return tool;
  } catch (error) {
    throw withOrigin(error, { url: asset.url, spec });
  } finally {
    // The installation is what it is; what stays in staging is swept another day.
    await dropStaging().catch((error) => ctx.out.say("debug", `${staging} is left behind: ${error.message}`));
  }
}

/** Runs work on this thread when nothing is left to download, else on another one: what comes over the network has to be
 *  taken at once. */
async function whereItIsFree<R>(
  { threads }: Pick<Context, "threads">,
  run: InstallRun,
  work: (threads: Threads | undefined) => Promise<R>,
): Promise<R> {
  if (run.toFetch.size > 0 || run.isUnpackingHere) return await work(threads);
  run.isUnpackingHere = true;
  try {
    return await work(undefined);
  } finally {
    run.isUnpackingHere = false;
  }
}

/** A staging folder that is older than this belongs to nobody any more. */
const STALE_MS = 24 * 3_600_000;

/** Removes what interrupted installs left behind. */
export async function sweepStaging(ctx: Pick<Context, "disk" | "clock">, installRoot: string): Promise<void> {
  const folder = `${installRoot}/.staging`;
  for (const { name } of await ctx.disk.list(folder)) {
    const info = await ctx.disk.lstat(`${folder}/${name}`);
    if (info && ctx.clock.now() - info.modifiedAt > STALE_MS) await ctx.disk.remove(`${folder}/${name}`);
  }
}

/** Unpacks into the tree and plans what goes where. */
async function unpackAsset(
  ctx: Context,
  asset: FetchedAsset,
  into: { readonly tree: string; readonly spec: string; readonly threads: Threads | undefined },
): Promise<Pick<Placing, "plan" | "sums">> {
  const { resolved, file: archive } = asset;
  const assetName = resolved.asset.split("/").pop() || `${resolved.name.split("/").pop()}.tar.gz`;
  const { unpackBeside } = await import("@/io/archive/unpack_beside.ts");
  const unpacked = await unpackBeside(
    { disk: ctx.disk, signal: ctx.signal, threads: into.threads },
    { archive, assetName, declared: resolved.format, into: into.tree, os: ctx.host.os },
  );
  const files = unpacked.members.filter((member) => member.kind !== "directory");
  const members = files.map(({ path, kind, mode }): LayoutMember => ({
    path,
    kind: kind === "symlink" ? kind : "file",
    // A plain or compressed single file brings no mode; it can only be the program.
    executable: files.length === 1 || ((mode ?? 0) & 0o111) !== 0,
  }));
  for (const { path, why } of unpacked.leftOut) {
    ctx.out.say("warning", `${into.spec}: left out ${path} of the archive: ${why}`);
  }
  const declared = (resolved.record.files ?? []).length > 0;
  const plan = planLayout(members, resolved.files, declared);
  if (resolved.type !== "github_content") {
    const { spec, tree } = into;
    const isDeclaredRaw = resolved.format === "raw";
    for (const name of programsInTree(plan)) {
      await refuseNoProgram(ctx, { file: `${tree}/${name}`, name, spec, url: asset.url, isDeclaredRaw });
    }
  }
  // Of a bare program it is known what it is: the download.
  const known = unpacked.format === "raw" ? asset.sha256 : undefined;
  const sums = files.flatMap(({ path, sha256 = known }) =>
    sha256 === undefined ? [] : [[path, sha256] as const]
  );
  return { plan, sums: new Map(sums) };
}

function platformText({ found: { platform } }: InstallJob): string {
  return `${platform.os}/${platform.arch}`;
}

function programsInTree(plan: LayoutPlan): readonly string[] {
  if (plan.layout === "flat") return plan.moves.map((move) => move.from);
  const root = `${plan.moves[0]?.to ?? ""}/`;
  return plan.programs.map((program) => program.slice(root.length));
}

function receiptOf(
  ctx: Context,
  { job, found, asset, plan }: {
    readonly job: InstallJob;
    readonly found: FoundTool;
    readonly asset: FetchedAsset;
    readonly plan: LayoutPlan;
  },
): Receipt {
  const { resolved } = asset;
  const names = [found.name, resolved.repository?.name, ...resolved.files.map((file) => file.name)];
  return {
    schema: 1,
    id: job.id,
    names: [...new Set(names.filter((name) => name !== undefined && !name.includes("/")))] as string[],
    version: job.version,
    tag: resolved.version,
    platform: platformText(job),
    registry: found.registry,
    source_url: asset.url,
    sha256: asset.sha256,
    size: asset.sizeBytes,
    bins: plan.bins,
    primary: plan.primary,
    layout: plan.layout,
    verified: [asset.proof],
    installed_at: new Date(ctx.clock.now()).toISOString().replace(/\.\d+Z$/, "Z"),
    installer: found.installer,
  };
}
