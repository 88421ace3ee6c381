/** Installs tools, several at a time, and keeps the lock file true. Follows toolchain §10, §12.2, §13.10.
 *  Invariant: what is installed already costs no lock, no registry and no request; one failure stops no other tool. */
import type { Context } from "@/base/context.ts";
import { AtmosError, IntegrityError } from "@/base/errors.ts";
import { type Gate, gate } from "@/base/flow/limit.ts";
import {
  type InstallJob,
  installOne,
  type InstallResult,
  type InstallRun,
  sweepStaging,
} from "./_install_one.ts";
import { checkAgainstLock } from "./_lock_check.ts";
import { withOtherRoot, withoutLockFile } from "./_unwritable.ts";
import { findLocked, lockedVersion, type LockEntry, type LockFile } from "./core/lock_file.ts";
import { latestPrefix, sameVersion } from "./core/tool_spec.ts";
import { type InstalledTool, readLatest, toolDir } from "./installed.ts";
import { readLock, writeLock } from "./lock.ts";
import type { InstallServices } from "./services.ts";
import { findConfigured } from "./toolset.ts";

/** A version of a tool that is wanted; `latest` is resolved first. */
export interface WantedTool {
  readonly id: string;
  readonly version: string;
}

/** How it ended. */
export interface InstallOutcome extends WantedTool {
  readonly outcome: "installed" | "skipped" | "failed";
  readonly tool?: InstalledTool;
  /** Whether it was wanted as `latest`. */
  readonly isLatest?: boolean;
  readonly error?: unknown;
}

/** What to install, and how. */
export interface InstallOptions {
  readonly wanted: readonly WantedTool[];
  readonly reinstall: boolean;
  /** Whether the lock file takes what was learnt; running a tool never changes it. */
  readonly writeLock: boolean;
  /** Whether `latest` is looked up again although a version of it is installed. */
  readonly refreshLatest: boolean;
}

/**
 * Installs every wanted version; the same version twice is one installation. Events go to the `install` reporter.
 * @returns one outcome per distinct version, in order of first mention
 * @throws Integrity `toolchain/lock-frozen`; failures of single tools are in their outcomes
 */
export async function installTools(
  ctx: Context,
  services: InstallServices,
  options: InstallOptions,
): Promise<readonly InstallOutcome[]> {
  const { wanted } = options;
  const distinct = wanted.filter((tool, index) =>
    wanted.findIndex((other) => other.id === tool.id && sameVersion(other.version, tool.version)) === index
  );
  const lock = await readLock(ctx, services.toolchain);
  if (services.toolchain.config.lockMode === "frozen") requireLocked(services, distinct, lock);
  ctx.out.event({ kind: "install/planned", tools: distinct.length });
  const { maxConcurrency } = services.toolchain.config;
  const run: WholeRun = {
    lookUp: gate(maxConcurrency * LOOK_AHEAD),
    download: gate(maxConcurrency),
    unpack: gate((ctx.threads?.most ?? 0) + 1),
    toFetch: new Set(),
    isUnpackingHere: false,
  };
  const settled = await Promise.allSettled(
    distinct.map((tool) => installReported(ctx, services, { tool, lock, options, run })),
  );
  const outcomes = settled.map((result, index): InstallOutcome =>
    result.status === "fulfilled"
      ? result.value
      : { ...distinct[index] as WantedTool, outcome: "failed", error: result.reason }
  );
  if (outcomes.some(({ outcome }) => outcome === "installed")) {
    await sweepStaging(ctx, services.toolchain.installRoot);
  }
  if (options.writeLock) await recordOutcomes(ctx, services, { outcomes, lock });
  ctx.out.event({ kind: "install/finished" });
  return outcomes;
}

/** With a frozen lock file nothing is downloaded that it does not know. */
function requireLocked(services: InstallServices, wanted: readonly WantedTool[], lock: LockFile): void {
  const missing = wanted.filter(({ id, version }) =>
    !findLocked(lock, { id, version: lockedVersion(lock, { id, version }) ?? version }, services.platformKey)
  );
  if (missing.length === 0) return;
  const specs = missing.map(({ id, version }) => `${id}@${version}`).join(", ");
  throw new IntegrityError("toolchain/lock-frozen", "the lock file lacks entries that this command needs", {
    explanation:
      `${services.toolchain.lockFile} must not change, and has nothing for ${services.platformKey} of: ${specs}.`,
    hints: ["Install them where the lock file may change, and commit it: atmos toolchain install"],
  });
}

/** So many times as many tools are looked up as are downloaded at once: that is waiting, not work. */
const LOOK_AHEAD = 4;

interface WholeRun extends InstallRun {
  /** For asking registries. */
  readonly lookUp: Gate;
}

/** Chunks come a thousand times as often as anybody looks. */
const PROGRESS_MS = 50;

interface ReportedJob {
  readonly tool: WantedTool;
  readonly lock: LockFile;
  readonly options: InstallOptions;
  readonly run: WholeRun;
}

async function installReported(
  ctx: Context,
  services: InstallServices,
  job: ReportedJob,
): Promise<InstallOutcome> {
  const label = { text: `${job.tool.id}@${job.tool.version}` };
  try {
    return await install(ctx, services, { ...job, label });
  } catch (thrown) {
    if (ctx.signal.aborted) throw ctx.signal.reason;
    const error = withOtherRoot(thrown, services.toolchain.installRoot);
    ctx.out.event({ kind: "install/done", tool: label.text, outcome: "failed", reason: reasonOf(error) });
    return { ...job.tool, outcome: "failed", error };
  } finally {
    job.run.toFetch.delete(label.text);
  }
}

/** `label` takes the concrete version once it is known, so that events of one tool carry one name. */
async function install(
  ctx: Context,
  services: InstallServices,
  { tool, lock, options, run, label }: ReportedJob & { readonly label: { text: string } },
): Promise<InstallOutcome> {
  const { refreshLatest } = options;
  const version = await run.lookUp(() => concreteVersion(ctx, services, { tool, lock, refreshLatest }));
  label.text = `${tool.id}@${version}`;
  const locked = findLocked(lock, { id: tool.id, version }, services.platformKey);
  const there = options.reinstall ? undefined : await installedFor(ctx, services, { id: tool.id, version });
  if (there) checkAgainstLock(there, locked?.checksum, label.text);
  if (!there) run.toFetch.add(label.text);
  const wanted = { id: tool.id, version, locked, reinstall: options.reinstall, run };
  const result = there
    ? { tool: there, fresh: false }
    : await installMissing(ctx, services, { wanted, label: label.text });
  const isLatest = tool.version === "latest";
  if (isLatest) await pointLatest(ctx, services, { id: tool.id, version });
  const outcome = result.fresh ? "installed" : "skipped";
  ctx.out.event({
    kind: "install/done",
    tool: label.text,
    outcome,
    path: result.tool.dir,
    ...(result.fresh ? { sizeBytes: result.tool.receipt?.size ?? 0 } : { reason: "already installed" }),
  });
  return { id: tool.id, version, outcome, tool: result.tool, isLatest };
}

/** The installed version, when it is for the platform that is installed for. */
export async function installedFor(
  ctx: Pick<Context, "disk">,
  { toolchain, platform }: InstallServices,
  tool: WantedTool,
): Promise<InstalledTool | undefined> {
  const there = await findConfigured(ctx, toolchain, tool);
  const { receipt } = there ?? {};
  return receipt === undefined || receipt.platform === `${platform.os}/${platform.arch}` ? there : undefined;
}

async function installMissing(
  ctx: Context,
  services: InstallServices,
  { wanted, label }: {
    readonly wanted: Omit<InstallJob, "found" | "candidates" | "onStart" | "onPhase"> & {
      readonly run: WholeRun;
    };
    readonly label: string;
  },
): Promise<InstallResult> {
  const { id, version, run } = wanted;
  const found = await run.lookUp(() => services.requireTool(id, label, version));
  const candidates = await services.candidatesOf(found, version);
  let toldAt = 0;
  const onPhase: InstallJob["onPhase"] = (phase, bytes, total) => {
    const now = ctx.clock.now();
    if (bytes !== undefined && now - toldAt < PROGRESS_MS) return;
    toldAt = now;
    const sizes = { ...(bytes === undefined ? {} : { bytes }), ...(total === undefined ? {} : { total }) };
    ctx.out.event({ kind: "install/progress", tool: label, phase, ...sizes });
  };
  return await installOne(ctx, services, {
    ...wanted,
    found,
    candidates,
    onStart: () => ctx.out.event({ kind: "install/started", tool: label }),
    onPhase,
  });
}

/** What `latest` and `latest:1.10` mean: what the lock file says, what is installed, else the newest release. */
export async function concreteVersion(
  ctx: Context,
  services: InstallServices,
  { tool, lock, refreshLatest }: {
    readonly tool: WantedTool;
    readonly lock: LockFile;
    readonly refreshLatest: boolean;
  },
): Promise<string> {
  const prefix = latestPrefix(tool.version);
  if (prefix === undefined) return tool.version;
  const isFrozen = services.toolchain.config.lockMode === "frozen";
  const known = refreshLatest && !isFrozen
    ? undefined
    : lockedVersion(lock, tool) ?? (await findConfigured(ctx, services.toolchain, tool))?.version;
  if (known !== undefined) return known;
  const version = await services.latestVersion(tool.id, prefix);
  ctx.out.say("info", `Using latest version ${version} of ${tool.id}`);
  return version;
}

async function pointLatest(ctx: Context, services: InstallServices, tool: WantedTool): Promise<void> {
  const { installRoot } = services.toolchain;
  if (await readLatest(ctx, installRoot, tool.id) === tool.version) return;
  await ctx.disk.writeAtomic(`${toolDir(installRoot, tool.id)}/latest`, tool.version, 0o644);
}

async function recordOutcomes(
  ctx: Context,
  services: InstallServices,
  { outcomes, lock }: { readonly outcomes: readonly InstallOutcome[]; readonly lock: LockFile },
): Promise<void> {
  const entries = outcomes.flatMap((outcome): LockEntry[] => {
    const receipt = outcome.tool?.receipt;
    if (!receipt || receipt.platform.replace("/", "_") !== services.platformKey) return [];
    // An entry that is there has been enforced; its place and its proof stay as they were first recorded.
    const locked = findLocked(lock, outcome, services.platformKey);
    const isPinned = !outcome.isLatest || lock.tools[outcome.id]?.latest === outcome.version;
    if (locked && isPinned) return [];
    const proof = receipt.verified[0] ?? "tofu";
    return [{
      id: outcome.id,
      version: outcome.version,
      platform: services.platformKey,
      source: receipt.registry,
      tag: receipt.tag,
      isLatest: outcome.isLatest ?? false,
      locked: locked ?? {
        url: receipt.source_url,
        checksum: receipt.sha256,
        checksum_algorithm: "sha256",
        size: receipt.size,
        verification: [proof],
      },
    }];
  });
  const news = { entries, registries: services.registryCommits() };
  await writeLock(ctx, services.toolchain, news).catch((error) => {
    throw withoutLockFile(error, services.toolchain.lockFile);
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof AtmosError)) return error instanceof Error ? error.message : String(error);
  return error.title;
}
