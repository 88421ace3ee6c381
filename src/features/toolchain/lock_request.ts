/** What `toolchain lock` means: which versions and platforms, and what is written or only compared.
 *  Follows toolchain §13.13, §12.2. Invariant: with `check` nothing is written. */
import type { Context } from "@/base/context.ts";
import { ConfigError, IntegrityError } from "@/base/errors.ts";
import { redactUrl } from "@/io/net/core/redact.ts";
import { findLocked, type LockEntry, type LockFile } from "./core/lock_file.ts";
import { parsePlatform } from "./core/platform.ts";
import { lockedNames } from "./core/prune_lock.ts";
import { throwErrors } from "./failures.ts";
import { concreteVersion } from "./install.ts";
import { type LockNews, readLock, renewLock, writeLock } from "./lock.ts";
import { type LockOutcome, lockTools, type LockWish, sumOf } from "./lock_tools.ts";
import { isReferenced, projectReferences } from "./references.ts";
import type { InstallServices } from "./services.ts";
import { listedWishes, typedWishes } from "./wishes.ts";

/** The words of the command. */
export interface LockCommand {
  /** Specs as typed; none means everything in the versions file. */
  readonly specs: readonly string[];
  /** `os/arch`; none means every usual platform that a tool supports. */
  readonly platforms: readonly string[];
  readonly prune: boolean;
  readonly check: boolean;
}

/**
 * Locks what was asked for and tells it line by line.
 * @throws as `typedWishes`, `listedWishes`; Usage `toolchain/bad-platform`; Config `toolchain/lock-off`; Integrity
 *   `toolchain/lock-outdated` when `check` finds that the file would change; failures of single tools
 */
export async function lockRequested(
  ctx: Context,
  services: InstallServices,
  command: LockCommand,
): Promise<void> {
  const { toolchain } = services;
  if (toolchain.config.lockMode === "off") throw lockIsOff();
  const named = command.platforms.flatMap((text) => text.split(",")).map(parsePlatform);
  const platforms = named.length > 0 ? named : undefined;
  const lock = await readLock(ctx, toolchain);
  const wishes = await concreteWishes(ctx, services, { ...command, lock });
  const doing = command.check ? "Checking" : "Locking";
  if (wishes.length > 0) ctx.out.say("info", `${doing} ${wishes.length} tool(s)...`);
  const outcomes = await lockTools(ctx, services, { wishes, platforms, lock });
  const keeps = command.prune ? await keptByProject(ctx, services, wishes) : undefined;
  const news: LockNews = {
    entries: outcomes.flatMap(({ entries }) => entries),
    registries: command.check ? {} : services.registryCommits(),
    ...(keeps && { keeps }),
  };
  if (command.check) {
    throwOutcomes(outcomes);
    if (renewLock(lock, news) !== lock) throw outdated(services, news, lock);
    ctx.out.say("info", `✓ ${toolchain.lockFile} is up to date`);
    return;
  }
  await writeLock(ctx, toolchain, news);
  tell(ctx, outcomes);
  for (const text of replacedSums(news.entries, lock)) ctx.out.say("warning", text);
  if (keeps) tellPruned(ctx, lockedNames(lock).filter((version) => !keeps(version)));
  throwOutcomes(outcomes);
}

function throwOutcomes(outcomes: readonly LockOutcome[]): void {
  const failed = outcomes.filter(({ errors }) => errors.length > 0);
  throwErrors(failed.flatMap(({ errors }) => errors), failed.length);
}

/** A moving pin is looked up again, unless the file is only compared. */
async function concreteWishes(
  ctx: Context,
  services: InstallServices,
  { specs, check, lock }: Pick<LockCommand, "specs" | "check"> & { readonly lock: LockFile },
): Promise<readonly LockWish[]> {
  const wishes = specs.length > 0
    ? await typedWishes(ctx, services, specs)
    : await listedWishes(ctx, services);
  const concrete = new Map<string, LockWish>();
  for (const wish of wishes) {
    const version = await concreteVersion(ctx, services, { tool: wish, lock, refreshLatest: !check });
    const { id } = wish, spec = `${id}@${version}`;
    const isLatest = wish.version === "latest" || concrete.get(spec)?.isLatest === true;
    concrete.set(spec, { id, version, isLatest });
  }
  return [...concrete.values()];
}

/** What the project names and what was locked just now. */
async function keptByProject(
  ctx: Context,
  { toolchain }: InstallServices,
  wishes: readonly LockWish[],
): Promise<(version: LockWish) => boolean> {
  const project = await projectReferences(ctx, toolchain);
  const references = [...project, ...wishes.map(({ id, version }) => ({ name: id, version }))];
  return (version) => isReferenced(references, version);
}

function tell(ctx: Context, outcomes: readonly LockOutcome[]): void {
  const locked = outcomes.filter(({ errors }) => errors.length === 0);
  for (const { id, version, entries } of locked) {
    const platforms = entries.map(({ platform }) => platform).sort().join(", ");
    ctx.out.say("info", `✓ ${id}@${version} locked (${platforms})`);
  }
  const failed = outcomes.length - locked.length;
  if (outcomes.length === 0) return;
  ctx.out.say("info", `Locked ${locked.length} tool(s)${failed > 0 ? `, ${failed} failed` : ""}`);
}

function tellPruned(ctx: Context, versions: readonly LockWish[]): void {
  for (const { id, version } of versions) ctx.out.say("info", `✓ ${id}@${version} dropped`);
}

function outdated(
  services: InstallServices,
  { entries, keeps }: LockNews,
  lock: LockFile,
) {
  const { toolchain: { lockFile }, platform: { os, arch } } = services, ownPlatform = `${os}/${arch}`;
  const missing = entries.filter(({ id, version, platform }) =>
    lock.tools[id]?.versions[version]?.platforms[platform] === undefined
  ).map(({ id, version, platform }) => `It lacks ${id}@${version} for ${platform}.`);
  const stale = keeps
    ? lockedNames(lock).filter((version) => !keeps(version)).map(({ id, version }) =>
      `Nothing names ${id}@${version} any more.`
    )
    : [];
  const onlyOwn = missing.length > 0 && entries.length > missing.length
    ? [`Or ask only for the platforms that you use: atmos toolchain lock --check --platform ${ownPlatform}`]
    : [];
  const replaced = replacedSums(entries, lock);
  const reasons = [...missing, ...replaced, ...stale];
  const doubt = replaced.length > 0 ? "If the publisher replaced the release on purpose: " : "";
  return new IntegrityError("toolchain/lock-outdated", `${lockFile} is out of date`, {
    explanation: reasons.join("\n") || "It has other addresses or sources, or another version for latest.",
    hints: [`${doubt}atmos toolchain lock${keeps ? " --prune" : ""}`, ...onlyOwn],
  });
}

/** A hash that is another now is either a release that was made anew, or an attack. */
function replacedSums(entries: readonly LockEntry[], lock: LockFile): readonly string[] {
  return entries.flatMap((entry) => {
    const known = findLocked(lock, entry, entry.platform);
    if (known === undefined || sumOf(known) === sumOf(entry.locked)) return [];
    const what = `${entry.id}@${entry.version} for ${entry.platform}`;
    return [`${what} was ${sumOf(known)}, and is ${sumOf(entry.locked)} at ${redactUrl(entry.locked.url)}`];
  });
}

function lockIsOff(): ConfigError {
  return new ConfigError("toolchain/lock-off", "the lock file is switched off", {
    explanation: "toolchain.lock (or use_lock_file) says that there is to be none.",
    hints: ["Set toolchain.lock to auto in atmos.yaml."],
  });
}
