/** Which profiles are chosen, and where they are. Follows config §5.1.
 *  Invariants: the first place that has a profile is the only one; nothing but --profile, ATMOS_PROFILE and
 *  `profiles.default` chooses one. */
import { LookupError } from "@/base/errors.ts";
import { dirName, joinPath, resolvePath } from "@/base/path.ts";
import { isTextMap, type TextMap, textOf } from "@/base/schema/reading.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { ConfigContext } from "./_context.ts";
import { type Part, shownPath, type TopReading, topValue } from "./_part.ts";
import type { Discovery } from "./discover.ts";

/** Where a profile was found. */
export type ProfileLocation = "configurable" | "project-hidden" | "xdg" | "project";

/** A directory that holds profiles. */
export interface ProfilePlace {
  readonly location: ProfileLocation;
  readonly dir: string;
}

/** What the files below profiles say. */
export interface ProfileSources {
  readonly parts: readonly Part[];
  readonly reading: TopReading;
}

/** The names that are chosen, in the order in which they count. */
export function selectedProfiles(ctx: ConfigContext, { parts, reading }: ProfileSources): readonly string[] {
  const typed = namesIn(ctx.flags.profile ?? []);
  if (typed.length > 0) return typed;
  const ofEnv = namesIn([reading.env["ATMOS_PROFILE"] ?? ""]);
  if (ofEnv.length > 0) return ofEnv;
  return namesIn([settingOf(parts, "default", reading)?.text ?? ""]);
}

function namesIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(",")).map((name) => name.trim()).filter((name) => name !== "");
}

/**
 * The directory of each profile.
 * @throws Lookup `config/unknown-profile` (exit 2)
 */
export async function profileDirs(
  ctx: ConfigContext,
  names: readonly string[],
  places: readonly ProfilePlace[],
): Promise<readonly string[]> {
  const dirs: string[] = [];
  for (const name of names) dirs.push(await profileDir(ctx, name, places));
  return dirs;
}

/** The places for profiles, the first one first. */
export function profilePlaces(
  ctx: ConfigContext,
  { sources, root }: Discovery,
  { parts, reading }: ProfileSources,
): readonly ProfilePlace[] {
  const own = settingOf(parts, "base_path", reading);
  const last = sources.at(-1)?.path, configDir = last === undefined ? root : dirName(last);
  const xdg = configHome(ctx);
  return [
    ...own ? [{ location: "configurable", dir: resolvePath(dirName(own.part.path), own.text) } as const] : [],
    { location: "project-hidden", dir: joinPath(configDir, ".atmos/profiles") },
    ...xdg ? [{ location: "xdg", dir: joinPath(xdg, "atmos/profiles") } as const] : [],
    { location: "project", dir: joinPath(configDir, "profiles") },
  ];
}

function configHome({ env, host }: ConfigContext): string | undefined {
  const named = env["ATMOS_XDG_CONFIG_HOME"] || env["XDG_CONFIG_HOME"];
  if (named) return named;
  if (host.os === "windows") return env["APPDATA"]?.replaceAll("\\", "/");
  return env["HOME"] ? `${env["HOME"]}/.config` : undefined;
}

async function profileDir(
  ctx: ConfigContext,
  name: string,
  places: readonly ProfilePlace[],
): Promise<string> {
  for (const { dir } of places) {
    const path = joinPath(dir, name);
    const isBelow = !/(^|\/)\.\.?(\/|$)/.test(name);
    if (isBelow && (await ctx.disk.stat(path))?.kind === "directory") return path;
  }
  throw await unknownProfile(ctx, name, places);
}

async function unknownProfile(
  ctx: ConfigContext,
  name: string,
  places: readonly ProfilePlace[],
): Promise<LookupError> {
  const lists = await Promise.all(places.map(({ dir }) => ctx.disk.list(dir)));
  const known = [...new Set(lists.flat().flatMap((entry) => entry.kind === "file" ? [] : [entry.name]))]
    .sort();
  const near = nearestNames(name, known);
  return new LookupError("config/unknown-profile", `there is no profile "${name}"`, {
    explanation: [
      known.length > 0 ? `Available: ${known.join(", ")}.` : "There are none.",
      `Profiles are folders in ${places.map(({ dir }) => shownPath(ctx, dir)).join(", ")}.`,
    ].join("\n"),
    hints: near.length > 0 ? [`Did you mean ${near.join(", ")}?`] : [],
    facts: { name },
    exitCode: 2,
  });
}

/** A text of `profiles:` and the file that says it. */
function settingOf(
  parts: readonly Part[],
  key: string,
  reading: TopReading,
): { readonly text: string; readonly part: Part } | undefined {
  for (const part of parts.toReversed()) {
    const section = topValue(part, "profiles", reading);
    const text = isTextMap(section) ? textOf((section as TextMap)[key] ?? null) : undefined;
    if (text) return { text, part };
  }
  return undefined;
}
