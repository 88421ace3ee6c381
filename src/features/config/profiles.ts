/** Which profiles are chosen, and where they are. Follows config §5.1.
 *  Invariants: the first place that has a profile is the only one; nothing but --profile, ATMOS_PROFILE and
 *  `profiles.default` chooses one. */
import { LookupError, type SourcePosition } from "@/base/errors.ts";
import { dirName, joinPath, resolvePath } from "@/base/path.ts";
import { isTextMap, textOf } from "@/base/schema/reading.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { ConfigContext } from "./_context.ts";
import { type Part, shownPath, topValue } from "./_part.ts";
import type { Base } from "./_project.ts";

/** Where a profile was found. */
export type ProfileLocation = "configurable" | "project-hidden" | "xdg" | "project";

/** A directory that holds profiles. */
export interface ProfilePlace {
  readonly location: ProfileLocation;
  readonly dir: string;
}

/** The names that are chosen, in the order in which they count. */
export async function selectedProfiles(base: Base): Promise<readonly string[]> {
  const asked = askedProfiles(base);
  return asked.length > 0 ? asked : namesIn([(await settingOf(base, "default"))?.text ?? ""]);
}

/** Those that the flag or the variable names. */
export function askedProfiles({ reading: { ctx: { env, flags } } }: Base): readonly string[] {
  const typed = namesIn(flags.profile ?? []);
  return typed.length > 0 ? typed : namesIn([env["ATMOS_PROFILE"] ?? ""]);
}

function namesIn(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(",")).map((name) => name.trim()).filter((name) => name !== "");
}

/**
 * The directory of each profile.
 * @throws Lookup `config/unknown-profile` (exit 2)
 */
export async function profileDirs(base: Base, names: readonly string[]): Promise<readonly string[]> {
  const places = await profilePlaces(base);
  const dirs: string[] = [];
  for (const name of names) {
    const dir = await profileDir(base.ctx, name, places);
    if (dir === undefined) throw await unknownProfile(base, name);
    dirs.push(dir);
  }
  return dirs;
}

/** The places for profiles, the first one first. */
export async function profilePlaces(base: Base): Promise<readonly ProfilePlace[]> {
  const { ctx, place: { sources } } = base;
  const own = await settingOf(base, "base_path");
  const last = sources.at(-1)?.path, configDir = last === undefined ? ctx.cwd : dirName(last);
  const xdg = configHome(ctx);
  return [
    ...own ? [{ location: "configurable", dir: resolvePath(dirName(own.part.path), own.text) } as const] : [],
    { location: "project-hidden", dir: joinPath(configDir, ".atmos/profiles") },
    ...xdg ? [{ location: "xdg", dir: joinPath(xdg, "atmos/profiles") } as const] : [],
    { location: "project", dir: joinPath(configDir, "profiles") },
  ];
}

/** A profile and where it is. */
export interface Profile {
  readonly name: string;
  /** Absolute. */
  readonly dir: string;
  readonly location: ProfileLocation;
}

/** The name that stands for a question, so that no profile can have it. */
export const RESERVED_PROFILE = "__SELECT__";

/** Every profile, by name; of one name the first place counts. */
export async function findProfiles(base: Base): Promise<readonly Profile[]> {
  const { disk } = base.ctx, found = new Map<string, Profile>();
  for (const { location, dir } of await profilePlaces(base)) {
    for (const { name } of await disk.list(dir)) {
      const path = joinPath(dir, name);
      if (found.has(name) || (await disk.stat(path))?.kind !== "directory") continue;
      found.set(name, { name, dir: path, location });
    }
  }
  return [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}

function configHome({ cwd, env, host }: ConfigContext): string | undefined {
  const named = env["ATMOS_XDG_CONFIG_HOME"] || env["XDG_CONFIG_HOME"];
  if (named) return resolvePath(cwd, host.os === "windows" ? named.replaceAll("\\", "/") : named);
  if (host.os === "windows") return env["APPDATA"]?.replaceAll("\\", "/");
  return env["HOME"] ? `${env["HOME"]}/.config` : undefined;
}

async function profileDir(
  { disk }: ConfigContext,
  name: string,
  places: readonly ProfilePlace[],
): Promise<string | undefined> {
  if (name === RESERVED_PROFILE || /(^|\/)\.\.?(\/|$)/.test(name)) return undefined;
  for (const { dir } of places) {
    const path = joinPath(dir, name);
    if ((await disk.stat(path))?.kind === "directory") return path;
  }
  return undefined;
}

/** @returns Lookup `config/unknown-profile` (exit 2) */
export async function unknownProfile(base: Base, name: string): Promise<LookupError> {
  const known = (await findProfiles(base)).map((profile) => profile.name).filter((each) =>
    each !== RESERVED_PROFILE
  );
  const places = (await profilePlaces(base)).map(({ dir }) => shownPath(base.ctx, dir));
  const near = nearestNames(name, known);
  return new LookupError("config/unknown-profile", `profile not found: ${name}`, {
    explanation: [
      known.length > 0 ? `Available: ${known.join(", ")}.` : "There are none.",
      `Profiles are folders in ${places.join(", ")}.`,
    ].join("\n"),
    hints: [
      ...near.length > 0 ? [`Did you mean ${near.join(", ")}?`] : [],
      ...await isIdentity(base, name)
        ? [`"${name}" is an identity: choose it by --identity or ATMOS_IDENTITY.`]
        : [],
      "atmos profile list",
    ],
    facts: { name },
    at: await defaultPlace(base, name),
    exitCode: 2,
  });
}

/** Where the configuration chooses a profile of that name, unless the run chooses. */
async function defaultPlace(base: Base, name: string): Promise<SourcePosition | undefined> {
  if (askedProfiles(base).length > 0) return undefined;
  const chosen = await settingOf(base, "default");
  if (chosen === undefined || !namesIn([chosen.text]).includes(name)) return undefined;
  return chosen.part.content.positionOf(["profiles", "default"]);
}

async function isIdentity({ groups, reading: { ctx } }: Base, name: string): Promise<boolean> {
  for (const part of groups.flat()) {
    const auth = await topValue(part, "auth", { ctx, report: () => {} });
    const identities = isTextMap(auth) ? auth["identities"] ?? null : null;
    if (isTextMap(identities) && Object.hasOwn(identities, name)) return true;
  }
  return false;
}

/** A text of `profiles:` and the file that says it. */
async function settingOf(
  { groups, reading }: Base,
  key: string,
): Promise<{ readonly text: string; readonly part: Part } | undefined> {
  for (const part of groups.flat().toReversed()) {
    const section = await topValue(part, "profiles", reading);
    const text = isTextMap(section) ? textOf(section[key] ?? null) : undefined;
    if (text) return { text, part };
  }
  return undefined;
}
