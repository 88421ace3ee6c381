/** Moves tools of the versions file to their newest versions. Follows toolchain §13.20, §12.2.
 *  Invariant: never downgrades; the file changes only for what was installed, and once. */
import type { Context } from "@/base/context.ts";
import { AtmosError, LookupError, UsageError } from "@/base/errors.ts";
import { mapLimited } from "@/base/flow/limit.ts";
import { parseRange } from "@/lang/semver/range.ts";
import { isPrerelease, type UpdateReach, type UpdateRule, updateTarget } from "./core/newer_version.ts";
import { latestPrefix, parseToolSpec } from "./core/tool_spec.ts";
import { replaceVersion } from "./core/versions_file.ts";
import { dropFromLock } from "./drop_from_lock.ts";
import { editVersionsFile } from "./edit.ts";
import { installTools } from "./install.ts";
import { lockFurther } from "./lock_further.ts";
import { readLock } from "./lock.ts";
import type { InstallServices } from "./services.ts";
import { type ConfiguredTool, findConfigured, folderOf, idInFile, readConfiguredTools } from "./toolset.ts";

/** What there is for one tool. */
export interface UpdateOffer {
  readonly tool: ConfiguredTool;
  /** The default version as it stands in the file. */
  readonly listed: string;
  /** What that means now; for a moving pin the version it last led to. */
  readonly current: string;
  /** The newest version that may be; undefined when it cannot be told. */
  readonly latest: string | undefined;
  readonly isNewer: boolean;
  /** Why the tool is left alone. */
  readonly skipped?: string;
  readonly error?: unknown;
}

/** The words of the command. */
export interface UpdateQuery {
  /** Names as typed; none means every tool of the versions file. */
  readonly names: readonly string[];
  readonly reach: UpdateReach;
  readonly constraint?: string | undefined;
}

/** So many releases tell the newest one, and those of older series. */
const NEWEST = 30, SERIES = 300;

/**
 * Looks what is newer than the default version of each tool.
 * @throws Usage `toolchain/bad-constraint` (exit 1); Lookup `toolchain/not-configured`; failures of single tools are in
 *   their offers
 */
export async function findUpdates(
  ctx: Context,
  services: InstallServices,
  query: UpdateQuery,
): Promise<readonly UpdateOffer[]> {
  const rule = ruleOf(query);
  const tools = await toolsOf(ctx, services, query.names);
  const { maxConcurrency } = services.toolchain.config;
  const settled = await mapLimited(tools, maxConcurrency, (tool) => offerOf(ctx, services, { tool, rule }));
  ctx.signal.throwIfAborted();
  return settled.map((result, index): UpdateOffer => {
    if (result.ok) return result.value;
    const tool = tools[index] as ConfiguredTool, listed = tool.versions[0] ?? "";
    return { tool, listed, current: listed, latest: undefined, isNewer: false, error: result.error };
  });
}

function ruleOf({ reach, constraint }: UpdateQuery): UpdateRule {
  if (constraint === undefined) return { reach };
  const allows = constraint.trim() === "" ? undefined : parseRange(constraint);
  if (allows) return { reach, allows };
  throw new UsageError("toolchain/bad-constraint", `"${constraint}" is no constraint`, {
    hints: ['atmos toolchain update --to-constraint "~> 1.9"'],
    exitCode: 1,
  });
}

async function toolsOf(
  ctx: Context,
  { toolchain }: InstallServices,
  names: readonly string[],
): Promise<readonly ConfiguredTool[]> {
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  if (names.length === 0) return configured.filter(({ id }) => id.includes("/"));
  return names.map(parseToolSpec).map(({ name, version }) => {
    if (version !== undefined) throw versionNamed(name, version);
    const id = idInFile(name, toolchain);
    const tool = configured.find((each) => each.id.toLowerCase() === id.toLowerCase());
    if (tool) return tool;
    const title = `tool '${name}' not configured in ${toolchain.versionsFileName}`;
    throw new LookupError("toolchain/not-configured", title, { hints: [`atmos toolchain add ${name}`] });
  });
}

/** An update finds the version; who names one wants something else. */
function versionNamed(name: string, version: string): UsageError {
  return new UsageError(
    "toolchain/update-version",
    `update takes names without a version: ${name}@${version}`,
    {
      hints: [
        `atmos toolchain update ${name}`,
        `Or go to that version: atmos toolchain set ${name}@${version}`,
      ],
      exitCode: 1,
    },
  );
}

async function offerOf(
  ctx: Context,
  services: InstallServices,
  { tool, rule }: { readonly tool: ConfiguredTool; readonly rule: UpdateRule },
): Promise<UpdateOffer> {
  const listed = tool.versions[0] ?? "latest", { id } = tool;
  const unchanged = { tool, listed, current: listed, latest: undefined, isNewer: false };
  const folder = folderOf(listed);
  if (folder !== undefined) return { ...unchanged, skipped: `it lies in ${folder}` };
  if (/^(pr|sha|ref):/.test(listed)) return { ...unchanged, skipped: "it follows what it names" };
  const prefix = latestPrefix(listed);
  if (prefix !== undefined) {
    const latest = await services.latestVersion(id, prefix);
    const current = (await findConfigured(ctx, services.toolchain, { id, version: listed }))?.version ??
      listed;
    const target = updateTarget(current, [{ version: latest, tag: latest }], { reach: "any" });
    return { tool, listed, current, latest: target?.latest ?? latest, isNewer: target?.isNewer ?? true };
  }
  const limit = rule.reach === "any" && !rule.allows ? NEWEST : SERIES;
  const released = await services.releases(id, { limit, prereleases: isPrerelease(listed) });
  const target = updateTarget(listed, released, rule);
  if (!target) return { ...unchanged, skipped: "its versions have no order" };
  const spelled = (version: string) => /^v\d/.test(listed) && /^\d/.test(version) ? `v${version}` : version;
  const current = spelled(target.current), latest = spelled(target.latest);
  return { tool, listed, current, latest, isNewer: target.isNewer };
}

/**
 * Installs offers, writes them into the versions file in the place of the old versions, and lets the lock file follow.
 * @returns the errors of those that failed, by id
 */
export async function takeUpdates(
  ctx: Context,
  services: InstallServices,
  offers: readonly UpdateOffer[],
): Promise<ReadonlyMap<string, unknown>> {
  const { toolchain } = services;
  const lock = await readLock(ctx, toolchain);
  const wanted = offers.map(({ tool, listed, latest }) => ({
    id: tool.id,
    version: latestPrefix(listed) === undefined ? latest ?? listed : listed,
  }));
  const options = { wanted, reinstall: false, refreshLatest: true, writeLock: true };
  const outcomes = await installTools(ctx, services, options);
  const failed = new Map(
    outcomes.filter(({ outcome }) => outcome === "failed").map(({ id, error }) => [id, error]),
  );
  const taken = offers.filter(({ tool }) => !failed.has(tool.id));
  await writeVersions(ctx, services, taken.filter(({ listed }) => latestPrefix(listed) === undefined));
  for (const { tool, current, latest } of taken) {
    if (latest === undefined) continue;
    const { id } = tool;
    await lockFurther(ctx, services, { id, version: latest, like: lock.tools[id]?.versions[current] })
      .catch((error) => warn(ctx, error));
  }
  await dropFromLock(ctx, toolchain, taken.map(({ tool }) => tool.id));
  return failed;
}

function warn(ctx: Context, error: unknown): void {
  if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
  ctx.out.say("warning", `the lock file lacks a platform now: ${error.title}`);
}

async function writeVersions(
  ctx: Context,
  { toolchain }: InstallServices,
  offers: readonly UpdateOffer[],
): Promise<void> {
  const idOf = (name: string) => idInFile(name, toolchain);
  await editVersionsFile(ctx, toolchain, (text) =>
    offers.reduce(
      (edited, { tool, listed, latest }) =>
        replaceVersion(edited, { id: tool.id, from: listed, to: latest ?? listed }, idOf),
      text,
    ));
}
