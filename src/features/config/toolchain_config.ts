/** The settings of `toolchain:` in the shape that the program works with. Pure.
 *  Follows toolchain §2.1, §2.2, §7.1, §9; DECISIONS Toolchain. Invariant: every default is filled in; what depends on
 *  the machine's cache directory stays open. */
import type { SourcePosition } from "@/base/errors.ts";
import { baseName, dirName } from "@/base/path.ts";
import { dottedPath, type KeyPath, type Reading, type TextsOnly } from "@/base/schema/reading.ts";
import type { runSettings, toolchainSettings } from "./schema/toolchain.ts";

/** Definitions of tools by id or single name, as written. */
export type Definitions = Readonly<Record<string, TextsOnly>>;

/** How missing or unavailable proofs are treated. */
export type Policy = "off" | "when-available" | "require";

/** When the lock file is written: by installs, always, never; frozen: it must match and is never written. */
export type LockMode = "auto" | "on" | "off" | "frozen";

/** A registry of the project. */
export interface RegistryConfig {
  /** Unique; the source or the type when the user gave none. */
  readonly name: string;
  /** `aqua`: files at `source`, the public ones without it. `atmos`: `tools` alone. */
  readonly type: "aqua" | "atmos";
  /** As written: a path begins at the project's root. */
  readonly source: string | undefined;
  readonly ref: string | undefined;
  readonly priority: number;
  /** Definitions by id, before those of the source. */
  readonly tools: Definitions;
  /** Whether its files and releases need a token. */
  readonly private: boolean;
  /** Where it stands, for `positionOf`; its definitions are below `[…path, "tools", id]`. */
  readonly path: KeyPath;
  readonly at: SourcePosition | undefined;
}

/** A command that runs a tool with arguments in front. */
export interface ProxyConfig {
  readonly tool: string;
  readonly args: readonly string[];
}

/** Addresses of the GitHub server, without a final slash; undefined where the project says nothing. */
export interface GithubConfig {
  readonly serverUrl: string | undefined;
  readonly apiUrl: string | undefined;
  readonly rawUrl: string | undefined;
  /** Tokens for further servers, by host name. */
  readonly hosts: Readonly<Record<string, { readonly token: string | undefined }>>;
}

/** Everything a project, its flags and variables say about tools. Paths are absolute. */
export interface ToolchainConfig {
  /** Undefined: `atmos/toolchain` in the user's cache directory. */
  readonly installPath: string | undefined;
  readonly versionsFile: string;
  readonly useToolVersions: boolean;
  /** Undefined: `toolchain.lock.yaml` beside the versions file. */
  readonly lockFile: string | undefined;
  readonly lockMode: LockMode;
  readonly maxConcurrency: number;
  readonly autoInstall: "needed" | "all" | "off";
  readonly allowSourceBuilds: boolean;
  readonly offline: boolean;
  readonly verification: {
    readonly checksums: Policy;
    readonly signatures: Policy;
    readonly verifierInstall: "auto" | "path-only";
  };
  /** Name → id or another name. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly proxies: Readonly<Record<string, ProxyConfig>>;
  /** Whether the programs of the versions file have proxies too. */
  readonly proxiesAll: boolean;
  /** The highest priority first; equal ones in the order of the file. */
  readonly registries: readonly RegistryConfig[];
  /** Whether the public registry answers after those of the project. */
  readonly registryFallback: boolean;
  /** Undefined: as the registry decides. */
  readonly registryTtlSeconds: number | undefined;
  /** Definitions by id or single name, values as written: atmos.yaml's, then those that only tools.yaml has. */
  readonly tools: Definitions;
  readonly github: GithubConfig;
  readonly urlReplacements: readonly { readonly from: string; readonly to: string }[];
  /** Where something stands; the path begins below `toolchain`: `["tools", id, "asset"]`. Undefined without a file. */
  positionOf(path: KeyPath, of?: "value" | "key"): SourcePosition | undefined;
}

type Decoded<D extends (...args: never) => unknown> = NonNullable<ReturnType<D>>;

/** What was read, still in the spelling of the files. */
export interface ToolchainTexts {
  readonly section: Decoded<typeof toolchainSettings>["toolchain"];
  readonly run: Decoded<typeof runSettings>;
  /** What tools.yaml has. */
  readonly more: { readonly tools: Definitions; readonly aliases: Readonly<Record<string, string>> };
  readonly positionOf: ToolchainConfig["positionOf"];
}

/** Puts the settings together. Reports `config/same-registry`, `config/no-tool` and
 *  `config/half-replacement`. */
export function toolchainConfig(texts: ToolchainTexts, reading: Reading): ToolchainConfig {
  const { section, run, more, positionOf } = texts;
  const { checksums, signatures, verifier_install: verifierInstall } = section.verification;
  return {
    installPath: section.install_path ?? withoutBin(section["install-dir"]),
    versionsFile: section.versions_file,
    useToolVersions: section.use_tool_versions,
    lockFile: section.lock_file,
    lockMode: run.locked ? "frozen" : section.lock ?? lockModeOf(section.use_lock_file),
    maxConcurrency: section.max_concurrency,
    autoInstall: section.auto_install,
    allowSourceBuilds: section.allow_source_builds,
    offline: section.offline,
    verification: { checksums, signatures, verifierInstall },
    aliases: { ...more.aliases, ...section.aliases },
    proxies: proxiesOf(section.proxies, reading),
    proxiesAll: section.proxies_all,
    registries: registriesOf(section.registries, reading),
    registryFallback: section.registry_fallback ??
      !section.registries.some(({ value }) => value.fallback === false),
    registryTtlSeconds: run.registry_ttl,
    tools: { ...section.tools, ...missingFrom(section.tools, more.tools) },
    github: githubOf(section.github),
    urlReplacements: replacementsOf(section.url_replacements, reading),
    positionOf,
  };
}

function withoutBin(path: string | undefined): string | undefined {
  return path !== undefined && baseName(path) === "bin" ? dirName(path) : path;
}

function lockModeOf(useLockFile: boolean | undefined): LockMode {
  if (useLockFile === undefined) return "auto";
  return useLockFile ? "on" : "off";
}

function missingFrom(known: Definitions, others: Definitions): Definitions {
  return Object.fromEntries(Object.entries(others).filter(([id]) => !Object.hasOwn(known, id)));
}

function replacementsOf(
  entries: ToolchainTexts["section"]["url_replacements"],
  reading: Reading,
): ToolchainConfig["urlReplacements"] {
  return entries.flatMap(({ value: { from, to }, place }) => {
    if (from !== undefined && to !== undefined) return [{ from, to }];
    reading.report({
      severity: "error",
      code: "config/half-replacement",
      title: `${dottedPath(place.path)} must say from and to`,
      hints: [
        "Write {from: https://host/, to: https://mirror/} or {from: 'regex:https://host/(.*)', to: …}.",
      ],
      at: reading.positionOf(place.path),
    });
    return [];
  });
}

type RegistryTexts = ToolchainTexts["section"]["registries"][number];

function registriesOf(entries: readonly RegistryTexts[], reading: Reading): readonly RegistryConfig[] {
  const named = new Set<string>();
  const registries: RegistryConfig[] = [];
  for (const { value, place } of entries) {
    const { name, type, source, ref, priority, tools, fallback } = value;
    const at = reading.positionOf(place.path);
    const onlyFallback = fallback !== undefined &&
      [name, type, source, ref].every((text) => text === undefined);
    if (onlyFallback && Object.keys(tools).length === 0) continue;
    if (name !== undefined && named.has(name)) {
      reading.report({
        severity: "error",
        code: "config/same-registry",
        title: `two registries are called ${JSON.stringify(name)}`,
        at,
      });
    }
    if (name !== undefined) named.add(name);
    const kind = type ?? (source === undefined && Object.keys(tools).length > 0 ? "atmos" : "aqua");
    registries.push({
      name: name ?? source ?? kind,
      type: kind,
      source,
      ref,
      priority,
      tools,
      private: value.private,
      path: place.path.slice(1),
      at,
    });
  }
  return registries.sort((a, b) => b.priority - a.priority);
}

function proxiesOf(
  proxies: ToolchainTexts["section"]["proxies"],
  reading: Reading,
): Readonly<Record<string, ProxyConfig>> {
  return Object.fromEntries(
    Object.entries(proxies).flatMap(([name, { tool, args }]) => {
      if (tool !== undefined) return [[name, { tool, args }]];
      reading.report({
        severity: "error",
        code: "config/no-tool",
        title: `the proxy ${JSON.stringify(name)} does not say its tool`,
        at: reading.positionOf(["toolchain", "proxies", name], "key"),
      });
      return [];
    }),
  );
}

function githubOf(github: ToolchainTexts["section"]["github"]): GithubConfig {
  const { server_url: serverUrl, api_url: apiUrl, raw_url: rawUrl, hosts } = github;
  return { serverUrl, apiUrl, rawUrl, hosts };
}
