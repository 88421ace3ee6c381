/** Compares what is installed with receipts, the lock file and the download cache. Follows toolchain §13.22.
 *  Invariant: nothing is changed; without `remote` nobody is asked. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { mapLimited } from "@/base/flow/limit.ts";
import type { HashAlgorithm } from "@/io/net/download.ts";
import { digestText } from "@/base/text/digest.ts";
import { findLocked, type LockedPlatform, type LockFile } from "./core/lock_file.ts";
import { localIdOf } from "./core/names.ts";
import { latestPrefix, parseToolSpec, sameVersion } from "./core/tool_spec.ts";
import type { InstalledTool } from "./installed.ts";
import { readLock } from "./lock.ts";
import type { Toolchain } from "./settings.ts";
import {
  findConfigured,
  folderOf,
  installedVersions,
  noToolsConfigured,
  readConfiguredTools,
} from "./toolset.ts";

/** What a comparison gave; `unknown`: there is nothing to compare with. */
export type Verdict = "ok" | "modified" | "missing" | "unknown";

/** The findings about one version. Keys are those of the output. */
export interface VerifyRow {
  readonly tool: string;
  readonly version: string;
  readonly status: "ok" | "modified" | "missing" | "not in lock" | "unknown";
  /** The programs against the receipt. */
  readonly programs: Verdict;
  /** The receipt against the lock file; `off` when there is none. */
  readonly lock: Verdict | "off";
  /** The archive in the download cache against what was installed from it. */
  readonly archive: Verdict;
  /** What the publisher has now; null when nobody was asked, `missing` when there was no answer. */
  readonly remote: Verdict | null;
  /** What the download was held against when it was installed. */
  readonly verified: readonly string[];
  /** What is wrong, in words. */
  readonly problems: readonly string[];
}

/** Downloads a version again, past the lock file, and answers the SHA-256 of what came after its checks. */
export type AskPublisher = (tool: { readonly id: string; readonly version: string }) => Promise<string>;

/**
 * Checks versions: those of the versions file, or those that are named; a name without a version means every installed
 * version of it.
 * @param ask with it the publisher is asked too
 * @returns rows in the order of the versions file or of the names
 * @throws Config `toolchain/no-tools-configured`; Usage `toolchain/invalid-spec`; Lookup `toolchain/unknown-tool`
 */
export async function verifyTools(
  ctx: Context,
  toolchain: Toolchain,
  request: { readonly specs: readonly string[]; readonly platformKey: string; readonly ask?: AskPublisher },
): Promise<readonly VerifyRow[]> {
  const lock = await hasLock(ctx, toolchain) ? await readLock(ctx, toolchain) : undefined;
  const wanted = await wantedVersions(ctx, toolchain, request.specs);
  const settled = await mapLimited(wanted, toolchain.config.maxConcurrency, (version) => {
    return verifyOne(ctx, toolchain, { version, lock, ...request });
  });
  return settled.map((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });
}

interface WantedVersion {
  readonly id: string;
  readonly version: string;
}

async function hasLock(ctx: Context, { config, lockFile }: Toolchain): Promise<boolean> {
  return config.lockMode !== "off" && await ctx.disk.stat(lockFile) !== undefined;
}

async function wantedVersions(
  ctx: Context,
  toolchain: Toolchain,
  specs: readonly string[],
): Promise<readonly WantedVersion[]> {
  const configured = await readConfiguredTools(ctx, toolchain);
  if (specs.length === 0) {
    if (!configured?.length) throw noToolsConfigured(toolchain, configured !== undefined);
    return configured.filter(({ id }) => id.includes("/")).flatMap(({ id, versions }) =>
      versions.filter((version) => folderOf(version) === undefined).map((version) => ({ id, version }))
    );
  }
  const wanted: WantedVersion[] = [];
  for (const { name, version } of specs.map(parseToolSpec)) {
    const id = localIdOf(name, toolchain.names)?.id ?? await keptIdOf(ctx, toolchain, name);
    if (version !== undefined) wanted.push({ id, version });
    else {
      const installed = await installedVersions(ctx, toolchain, id);
      const versions = installed.map((tool) => tool.version);
      wanted.push(...(versions.length > 0 ? versions : ["latest"]).map((version) => ({ id, version })));
    }
  }
  return wanted;
}

/** What registries say of a name, as far as they are kept on this machine; the name itself when they are not. */
async function keptIdOf(ctx: Context, toolchain: Toolchain, name: string): Promise<string> {
  const { openServices } = await import("./open_services.ts");
  const services = await openServices(ctx, { ...toolchain, config: { ...toolchain.config, offline: true } });
  try {
    return await services.idOf(name);
  } catch (error) {
    if (!(error instanceof AtmosError) || error.code !== "toolchain/unknown-tool") throw error;
    if (error.cause === undefined) throw error;
    return name; // what could not be read may know it
  }
}

interface Check {
  readonly version: WantedVersion;
  readonly lock: LockFile | undefined;
  readonly platformKey: string;
  readonly ask?: AskPublisher;
}

async function verifyOne(ctx: Context, toolchain: Toolchain, check: Check): Promise<VerifyRow> {
  const { id, version } = check.version;
  const tool = await findConfigured(ctx, toolchain, check.version);
  if (tool === undefined) return missingRow(check.version);
  const platformKey = tool.receipt?.platform.replace("/", "_") ?? check.platformKey;
  const locked = check.lock && lockedFor(check.lock, { id, version: tool.version }, platformKey);
  const archive = await checkArchive(ctx, toolchain, { tool, locked });
  const remote = check.ask ? await checkRemote(ctx, check.ask, { tool, locked }) : null;
  const findings = {
    programs: await checkPrograms(ctx, tool),
    lock: check.lock === undefined ? "off" as const : lockVerdict(tool, locked),
    archive,
    remote: remote && remote.verdict,
  };
  const problems = [...problemsOf(findings), ...remote?.problem ? [remote.problem] : []];
  return {
    tool: id,
    version: latestPrefix(version) === undefined ? version : tool.version,
    status: statusOf(findings),
    ...findings,
    verified: tool.receipt?.verified ?? [],
    problems,
  };
}

type Findings = Pick<VerifyRow, "programs" | "lock" | "archive" | "remote">;

function missingRow({ id, version }: WantedVersion): VerifyRow {
  return {
    tool: id,
    version,
    status: "missing",
    programs: "missing",
    lock: "unknown",
    archive: "unknown",
    remote: null,
    verified: [],
    problems: ["it is not installed"],
  };
}

function statusOf({ programs, lock, archive, remote }: Findings): VerifyRow["status"] {
  const all: readonly (Verdict | "off" | null)[] = [programs, lock, archive, remote];
  if (all.includes("modified")) return "modified";
  if (programs === "missing") return "missing";
  if (lock === "missing") return "not in lock";
  return programs === "unknown" || remote === "missing" ? "unknown" : "ok";
}

function problemsOf({ programs, lock, archive, remote }: Findings): readonly string[] {
  return [
    ...programs === "modified" ? ["a program was changed after it was installed"] : [],
    ...programs === "missing" ? ["a program was deleted"] : [],
    ...programs === "unknown" ? ["it has no receipt with hashes; install it again to get one"] : [],
    ...lock === "modified" ? ["it came from another download than the lock file recorded"] : [],
    ...lock === "missing" ? ["the lock file has no entry for it"] : [],
    ...archive === "modified" ? ["the archive in the download cache is not what was installed"] : [],
    ...remote === "modified" ? ["its publisher has something else under this version now"] : [],
  ];
}

async function checkPrograms(ctx: Context, { receipt, bins }: InstalledTool): Promise<Verdict> {
  const { hashFile } = await import("@/io/net/download.ts");
  let verdict: Verdict = "ok";
  for (const [command, path] of bins) {
    if ((await ctx.disk.stat(path))?.kind !== "file") return "missing";
    const sum = receipt?.sums?.[command];
    if (sum === undefined) verdict = verdict === "ok" ? "unknown" : verdict;
    else if ((await hashFile(ctx, path, ["sha256"])).hashes.sha256 !== sum) verdict = "modified";
  }
  return verdict;
}

/** The entry under whatever spelling of the version the lock file has. */
function lockedFor(
  lock: LockFile,
  { id, version }: WantedVersion,
  platform: string,
): LockedPlatform | undefined {
  const spelled = Object.keys(lock.tools[id]?.versions ?? {}).find((each) => sameVersion(each, version));
  return spelled === undefined ? undefined : findLocked(lock, { id, version: spelled }, platform);
}

function lockVerdict({ receipt }: InstalledTool, locked: LockedPlatform | undefined): Verdict {
  if (locked === undefined) return "missing";
  if (receipt === undefined || locked.checksum_algorithm !== "sha256") return "unknown";
  return receipt.sha256 === locked.checksum ? "ok" : "modified";
}

interface Subject {
  readonly tool: InstalledTool;
  readonly locked: LockedPlatform | undefined;
}

/** An archive that is not kept any more is no fault. */
async function checkArchive(
  ctx: Context,
  { cacheRoot }: Toolchain,
  { tool: { receipt }, locked }: Subject,
): Promise<Verdict> {
  const url = receipt?.source_url ?? locked?.url;
  if (url === undefined) return "unknown";
  const folder = `${cacheRoot}/downloads/${await digestText(url)}`;
  const kept = (await ctx.disk.list(folder)).filter(({ name, kind }) =>
    kind === "file" && !/\.(part|lock|part\.json)$/.test(name)
  );
  const expected = receipt
    ? { algorithm: "sha256", sum: receipt.sha256 }
    : { algorithm: locked?.checksum_algorithm ?? "sha256", sum: locked?.checksum };
  const { hashFile } = await import("@/io/net/download.ts");
  const algorithm = expected.algorithm as HashAlgorithm;
  for (const { name } of kept) {
    const { hashes } = await hashFile(ctx, `${folder}/${name}`, [algorithm]);
    if (hashes[algorithm] !== expected.sum) return "modified";
  }
  return kept.length > 0 ? "ok" : "unknown";
}

async function checkRemote(
  ctx: Context,
  ask: AskPublisher,
  { tool, locked }: Subject,
): Promise<{ readonly verdict: Verdict; readonly problem?: string }> {
  const expected = tool.receipt?.sha256 ??
    (locked?.checksum_algorithm === "sha256" ? locked.checksum : undefined);
  try {
    const sha256 = await ask(tool);
    if (expected === undefined) return { verdict: "unknown" };
    return { verdict: sha256 === expected ? "ok" : "modified" };
  } catch (error) {
    if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
    ctx.out.say("debug", `${error.code}: ${error.title}`);
    return { verdict: error.kind === "integrity" ? "modified" : "missing", problem: error.title };
  }
}
