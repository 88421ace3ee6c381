/** What completion offers for a tool: names, and versions after the `@`. Follows toolchain §13.
 *  Invariants: names come from files of this machine; the network is asked for versions only, once an hour, and not
 *  waited for long; only words that no shell reads as something else, because they get into the line as they are. */
import type { Context } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import { compareNewestFirst } from "@/lang/semver/order.ts";
import { listAliases } from "./aliases.ts";
import { localIdOf } from "./core/names.ts";
import { listInstalled } from "./installed.ts";
import type { Toolchain } from "./settings.ts";
import { type ConfiguredTool, readConfiguredTools } from "./toolset.ts";
import { listEverything } from "./uninstall.ts";

/** A word and what it means. */
export interface ToolChoice {
  readonly value: string;
  readonly summary: string;
}

/** What is being typed. */
export interface ChoiceQuestion {
  /** The beginning of `name` or `name@version`. */
  readonly typed: string;
  /** Whether only what is installed counts. */
  readonly installedOnly: boolean;
}

/** Whoever presses a key waits no longer than this. */
const PATIENCE_MS = 2_000;
/** How long a list of releases is taken for the present one. */
const FRESH_MS = 3_600_000;
/** One page of a list of releases. */
const MOST_RELEASES = 100;

/**
 * Names: of the versions file in its order, then short names and definitions by name. Versions after an `@`: the
 * installed ones, those of the versions file, `latest` and the released ones; each newest first.
 * @throws Config of the versions file and of aliases
 */
export async function toolChoices(
  ctx: Context,
  toolchain: Toolchain,
  { typed, installedOnly }: ChoiceQuestion,
): Promise<readonly ToolChoice[]> {
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  const at = typed.indexOf("@");
  const choices = at < 0
    ? await names(ctx, toolchain, { configured, installedOnly })
    : await versions(ctx, toolchain, { configured, installedOnly, name: typed.slice(0, at) });
  const known = new Map<string, ToolChoice>();
  for (const choice of choices) {
    const isPlain = /^[\w@%+:,./-]+$/.test(choice.value);
    if (isPlain && choice.value.startsWith(typed) && !known.has(choice.value)) {
      known.set(choice.value, choice);
    }
  }
  return [...known.values()];
}

interface Wanted {
  readonly configured: readonly ConfiguredTool[];
  readonly installedOnly: boolean;
}

async function names(
  ctx: Context,
  toolchain: Toolchain,
  { configured, installedOnly }: Wanted,
): Promise<readonly ToolChoice[]> {
  const own = configured.map(({ name, id, versions }) => ({ value: name, id, summary: versions.join(" ") }));
  const short = listAliases(toolchain).map(({ alias, tool }) => ({ value: alias, id: tool, summary: tool }));
  const local = toolchain.names.local.flat().map(({ key, id }) => ({ value: key, id, summary: id }));
  const known = [...own, ...short, ...local];
  if (!installedOnly) return known;
  const installed = Map.groupBy(await listEverything(ctx, toolchain.installRoot), ({ id }) => id);
  const ids = [...installed].map(([id, tools]) => ({
    value: id,
    id,
    summary: tools.map(({ version }) => version).sort(compareNewestFirst).join(" "),
  }));
  return [...known.filter(({ id }) => installed.has(localIdOf(id, toolchain.names)?.id ?? id)), ...ids];
}

async function versions(
  ctx: Context,
  toolchain: Toolchain,
  { configured, installedOnly, name }: Wanted & { readonly name: string },
): Promise<readonly ToolChoice[]> {
  const id = localIdOf(name, toolchain.names)?.id ?? name;
  const choices = (texts: readonly string[], summary: string) =>
    [...texts].sort(compareNewestFirst).map((version) => ({ value: `${name}@${version}`, summary }));
  const installed = (await listInstalled(ctx, toolchain.installRoot, id)).map(({ version }) => version);
  if (installedOnly) return choices(installed, "installed");
  const listed = configured.filter((tool) => tool.id === id).flatMap((tool) => tool.versions);
  const released = await releasedVersions(ctx, toolchain, id);
  return [
    ...choices(installed, "installed"),
    ...choices(listed, `in ${toolchain.versionsFileName}`),
    { value: `${name}@latest`, summary: "" },
    ...choices(released, ""),
  ];
}

/** What can be had; empty when nobody answers in time. Remembered, because GitHub counts questions. */
async function releasedVersions(ctx: Context, toolchain: Toolchain, id: string): Promise<readonly string[]> {
  const file = `${toolchain.cacheRoot}/versions/${encodeURIComponent(id)}.json`;
  const known = await remembered(ctx, file);
  if (known || toolchain.config.offline) return known ?? [];
  const { openServices } = await import("./open_services.ts");
  const ask = async () => {
    const services = await openServices(ctx, toolchain);
    const versions = await services.releasedVersions(
      id.includes("/") ? id : await services.idOf(id),
      MOST_RELEASES,
    );
    await ctx.disk.writeAtomic(file, JSON.stringify({ at: ctx.clock.now(), versions })).catch((error) => {
      if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error; // a copy is no condition
    });
    return versions;
  };
  const tooLate = ctx.clock.sleep(PATIENCE_MS, ctx.signal).then((): readonly string[] => []);
  try {
    return await Promise.race([ask(), tooLate]);
  } catch (error) {
    if (!(error instanceof AtmosError)) throw error;
    ctx.out.say("debug", `${error.code}: ${error.title}`);
    return [];
  }
}

async function remembered(ctx: Context, file: string): Promise<readonly string[] | undefined> {
  const text = await ctx.disk.readText(file);
  if (text === undefined) return undefined;
  try {
    const { at, versions } = JSON.parse(text);
    const age = ctx.clock.now() - at;
    return age >= 0 && age < FRESH_MS && Array.isArray(versions) ? versions.map(String) : undefined;
  } catch {
    return undefined; // it is only a copy: it is fetched again
  }
}
