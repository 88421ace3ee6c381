/** Weighs flags, environment and atmos.yaml into the settings of the toolchain. Follows toolchain §2.3, §3.1.
 *  Invariant: hot commands start here, so nothing of registries, networks or archives is loaded. */
import type { Context } from "@/base/context.ts";
import { relativePath } from "@/base/path.ts";
import { cacheHomeOf } from "@/base/cache_home.ts";
import { type Config, type GivenFlags, loadConfigWith } from "@/features/config/load.ts";
import { tellIssues } from "@/features/config/tell_issues.ts";
import { builtinNames } from "@/features/registry/builtin_names.ts";
import { localDefinitions } from "@/features/registry/core/local_definitions.ts";
import { localIdOf } from "./core/names.ts";
import { parseVersionsFile } from "./core/versions_file.ts";
import type { Toolchain } from "./settings.ts";

/**
 * Tells the warnings of atmos.yaml.
 * @param typed specs whose names receipts may explain; those of the versions file count anyhow
 * @throws Config errors of atmos.yaml and of flags
 */
export async function openToolchain(
  ctx: Context,
  input: GivenFlags,
  typed: readonly string[] = [],
): Promise<Toolchain> {
  const config = await loadConfigWith(ctx, input);
  tellIssues(ctx, config.issues);
  return await withInstalledNames(ctx, toolchainOf(ctx, config, input), typed);
}

const NO_FLAGS: GivenFlags = { flags: {}, given: new Set() };

/** The same for whoever is not the one to tell warnings. */
export async function openQuietly(ctx: Context, input: GivenFlags = NO_FLAGS): Promise<Toolchain> {
  return await withInstalledNames(ctx, toolchainOf(ctx, await loadConfigWith(ctx, input), input), []);
}

function toolchainOf(ctx: Context, loaded: Config, input: GivenFlags): Toolchain {
  const { root, file, toolchain: config } = loaded;
  const token = input.flags["github-token"];
  const cacheHome = cacheHomeOf(ctx);
  const installRoot = config.installPath ??
    (cacheHome ? `${cacheHome}/atmos/toolchain` : `${ctx.cwd}/.tools`);
  const definitions = [config.tools, ...config.registries.map((registry) => registry.tools)];
  return {
    root,
    configFile: file,
    installRoot,
    cacheRoot: cacheHome ? `${cacheHome}/atmos/toolchain-cache` : `${installRoot}/.cache`,
    versionsFile: config.versionsFile,
    versionsFileName: config.versionsFile.startsWith(`${root}/`)
      ? relativePath(root, config.versionsFile)
      : config.versionsFile,
    lockFile: config.lockFile ?? `${directoryOf(config.versionsFile)}/toolchain.lock.yaml`,
    names: {
      aliases: config.aliases,
      builtin: builtinNames,
      local: definitions.map(localDefinitions),
      aliasAt: (name) => config.positionOf(["aliases", name], "key"),
    },
    config,
    githubToken: typeof token === "string" ? token : undefined,
  };
}

/** Receipts are read only for names that nothing else explains. */
async function withInstalledNames(
  ctx: Context,
  toolchain: Toolchain,
  typed: readonly string[],
): Promise<Toolchain> {
  const { names, installRoot, versionsFile } = toolchain;
  const listed = parseVersionsFile(await ctx.disk.readText(versionsFile) ?? "").tools.map(({ name }) => name);
  const unknown = [...listed, ...typed.map((spec) => spec.replace(/@.*/s, ""))].filter((name) =>
    !Object.hasOwn(names.aliases, name) && localIdOf(name, names) === undefined
  );
  if (unknown.length === 0) return toolchain;
  const { installedNames } = await import("./installed_names.ts");
  return { ...toolchain, names: { ...names, installed: await installedNames(ctx, installRoot, unknown) } };
}

function directoryOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
