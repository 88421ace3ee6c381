/** What is known about the profiles of a project. Follows config §5.1.
 *  Invariant: a profile that cannot be read is listed like the others. */
import { ConfigError } from "@/base/errors.ts";
import { isTextMap, textOf, type Texts, valuesOf } from "@/base/schema/reading.ts";
import type { ConfigContext } from "./_context.ts";
import { filesBelow } from "./_imported_files.ts";
import { readPart, topValue } from "./_part.ts";
import { type Base, baseOf } from "./_project.ts";
import { mergeLayers } from "./core/layer.ts";
import {
  askedProfiles,
  findProfiles,
  type Profile,
  type ProfileLocation,
  RESERVED_PROFILE,
  unknownProfile,
} from "./profiles.ts";

/** What a profile says of itself. */
export interface ProfileMetadata {
  readonly name?: string;
  readonly description?: string;
  readonly version?: string;
  readonly tags?: readonly string[];
  readonly deprecated?: boolean;
}

/** A profile. */
export interface ProfileInfo {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly location: ProfileLocation;
  /** Relative, sorted. */
  readonly files: readonly string[];
  /** Undefined when it says nothing. */
  readonly metadata: ProfileMetadata | undefined;
  /** Whether --profile or ATMOS_PROFILE chooses it. */
  readonly isActive: boolean;
}

/** Every profile by name; a reserved name is told and left out. Throws as `baseOf`. */
export async function listProfiles(
  ctx: ConfigContext,
  warn: (text: string) => void,
): Promise<readonly ProfileInfo[]> {
  const base = await baseOf(ctx);
  const profiles = await findProfiles(base);
  for (const { dir } of profiles.filter(({ name }) => name === RESERVED_PROFILE)) {
    warn(`the profile ${dir} is left out: the name ${RESERVED_PROFILE} is reserved`);
  }
  return await Promise.all(
    profiles.filter(({ name }) => name !== RESERVED_PROFILE).map((profile) => infoOf(base, profile)),
  );
}

/** One of them. @throws Lookup `config/unknown-profile` (exit 2) */
export async function showProfile(ctx: ConfigContext, name: string): Promise<ProfileInfo> {
  const base = await baseOf(ctx);
  const profile = (await findProfiles(base)).find((each) => each.name === name && name !== RESERVED_PROFILE);
  if (profile === undefined) throw await unknownProfile(base, name);
  return await infoOf(base, profile);
}

async function infoOf(base: Base, { name, dir, location }: Profile): Promise<ProfileInfo> {
  const paths = await filesBelow(base.ctx, dir);
  return {
    name,
    path: dir,
    location,
    files: paths.map((path) => path.slice(dir.length + 1)).toSorted(),
    metadata: await metadataOf(base, paths),
    isActive: askedProfiles(base).includes(name),
  };
}

async function metadataOf(
  { ctx, reading }: Base,
  paths: readonly string[],
): Promise<ProfileMetadata | undefined> {
  const quiet = { ...reading, report: () => {} };
  const found = await Promise.all(paths.map(async (path): Promise<Texts> => {
    try {
      return await topValue(await readPart(ctx, path, "profile"), "metadata", quiet);
    } catch (error) {
      if (error instanceof ConfigError) return null;
      throw error;
    }
  }));
  const layers = found.filter(isTextMap);
  return layers.length === 0 ? undefined : metadata(mergeLayers(layers).value);
}

function metadata(texts: Readonly<Record<string, Texts>>): ProfileMetadata {
  const text = (key: string) => {
    const value = textOf(texts[key] ?? null);
    return value ? { [key]: value } : {};
  };
  const { tags = null, deprecated = null } = texts;
  const isDeprecated = valuesOf(deprecated) === true;
  return {
    ...text("name"),
    ...text("description"),
    ...text("version"),
    ...Array.isArray(tags) ? { tags: tags.flatMap((tag: Texts) => textOf(tag) ?? []) } : {},
    ...isDeprecated ? { deprecated: true } : {},
  };
}
