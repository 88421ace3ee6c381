/** Gathers what somebody needs to know to understand a report of a mistake. Follows config §9.6, house §5.2.
 *  Invariants: asks no network and writes nothing; of secrets only whether and where they are set; whatever is broken
 *  becomes a line of the report, never its end. */
import { builtAt, commit, followedVersion, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { AtmosError, type SourcePosition } from "@/base/errors.ts";
import { discover } from "@/features/config/discover.ts";
import type { GivenFlags } from "@/features/config/load.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { listRegistries, type RegistryRow } from "@/features/toolchain/registries.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { readConfiguredTools } from "@/features/toolchain/toolset.ts";
import { listEverything } from "@/features/toolchain/uninstall.ts";
import { sameVersion } from "@/features/toolchain/core/tool_spec.ts";
import { githubHosts } from "@/io/github/core/hosts.ts";
import { TOKEN_VARIABLES } from "@/io/github/core/token.ts";
import { detectLibc } from "@/io/host/libc.ts";
import { runtimeFacts } from "@/io/host/runtime.ts";
import { redactUrl } from "@/io/net/core/redact.ts";

/** One value, or what is said of one thing; null where nothing is known. */
export type Fact = string | number | boolean | null;

/** The report. Keys are those of the JSON. */
export interface SupportReport {
  readonly program: Readonly<Record<string, Fact>>;
  readonly platform: Readonly<Record<string, Fact>>;
  readonly terminal: Readonly<Record<string, Fact>>;
  /** What could not be read, with its place. */
  readonly problems: readonly string[];
  readonly paths: readonly { readonly what: string; readonly path: string; readonly found: string }[];
  readonly registries: readonly RegistryRow[];
  readonly tools: readonly ToolFact[];
  readonly tokens: readonly { readonly source: string; readonly set: boolean }[];
  readonly network: Readonly<Record<string, Fact>>;
  /** Names of the variables that steer us and are set. */
  readonly variables: readonly string[];
}

/** A version in the versions file or on disk. */
export interface ToolFact {
  readonly tool: string;
  readonly version: string;
  readonly configured: boolean;
  readonly installed: boolean;
}

/** Runs a part of the report; a mistake of the user's files or machine becomes a problem. */
type Attempt = <T>(part: () => Promise<T>) => Promise<T | undefined>;

/** The report and what it was made from. */
export interface Gathered {
  readonly report: SupportReport;
  /** Undefined when the configuration cannot be read. */
  readonly toolchain: Toolchain | undefined;
  /** What could not be read, each by itself. */
  readonly errors: readonly AtmosError[];
}

/** Gathers the report. Throws only for defects of ours. */
export async function supportReport(ctx: Context): Promise<SupportReport> {
  return (await gatherFacts(ctx, { flags: {}, given: new Set() })).report;
}

/** Gathers the facts under the flags of a command. Throws only for defects of ours. */
export async function gatherFacts(ctx: Context, input: GivenFlags): Promise<Gathered> {
  const errors: AtmosError[] = [];
  const attempt: Attempt = async (part) => {
    try {
      return await part();
    } catch (error) {
      if (!(error instanceof AtmosError)) throw error;
      errors.push(...singleErrors(error));
      return undefined;
    }
  };
  const toolchain = await attempt(() => openToolchain(ctx, input));
  const { runtime, kernel } = runtimeFacts();
  const { os, arch, executable } = ctx.host;
  const libc = await attempt(() => detectLibc(ctx));
  const report = {
    program: { version, follows: followedVersion, commit, built: builtAt, runtime, executable },
    platform: { os, arch, libc: libc || null, kernel },
    terminal: terminalFacts(ctx),
    paths: await pathFacts(ctx, toolchain, attempt),
    registries: toolchain ? registryFacts(toolchain) : [],
    tools: toolchain ? await attempt(() => toolFacts(ctx, toolchain)) ?? [] : [],
    tokens: await tokenFacts(ctx, toolchain),
    network: networkFacts(ctx, toolchain),
    variables: Object.keys(ctx.env).filter((name) => /^ATMOS_|^CI$|^(NO|FORCE|CLI)_?COLOR/.test(name)).sort(),
    problems: [...new Set(errors.map(problemLine))],
  };
  return { report, toolchain, errors };
}

function singleErrors(error: AtmosError): AtmosError[] {
  const causes = Array.isArray(error.cause) ? error.cause.filter((cause) => cause instanceof AtmosError) : [];
  return causes.length > 0 ? causes.flatMap(singleErrors) : [error];
}

function problemLine(error: AtmosError): string {
  const place = error.at ? `${placeOf(error.at)}: ` : "";
  return `${place}${error.title} (${error.code})`;
}

/** A place as `file:line:column`, as far as it is known. */
export function placeOf(at: SourcePosition): string {
  return [at.file, at.line, at.column].filter((part) => part !== undefined).join(":");
}

function terminalFacts({ term, env, flags }: Context): SupportReport["terminal"] {
  const { stdinIsTty, stdoutIsTty, stderrIsTty } = term;
  const streams = { stdin: stdinIsTty, stdout: stdoutIsTty, stderr: stderrIsTty };
  return {
    ...streams,
    columns: term.columns(),
    color: flags.color,
    term: env["TERM"] ?? null,
    ci: Boolean(env["CI"]),
  };
}

/** Without settings the project's file is what one wants to look at. */
async function pathFacts(
  ctx: Context,
  toolchain: Toolchain | undefined,
  attempt: Attempt,
): Promise<SupportReport["paths"]> {
  const place = toolchain ?? await attempt(() => discover(ctx));
  const file = toolchain?.configFile ?? (place && "file" in place ? place.file : undefined);
  const paths: Readonly<Record<string, string | undefined>> = {
    "working directory": ctx.cwd,
    "home": ctx.env["HOME"] || ctx.env["USERPROFILE"],
    "project": place?.root,
    "configuration": file,
    "versions file": toolchain?.versionsFile,
    "lock file": toolchain?.lockFile,
    "install root": toolchain?.installRoot,
    "cache": toolchain?.cacheRoot,
  };
  return await Promise.all(
    Object.entries(paths).map(async ([what, path]) => {
      if (path === undefined) return { what, path: "", found: "not set" };
      const found = await attempt(async () => (await ctx.disk.stat(path))?.kind ?? "missing");
      return { what, path, found: found ?? "unreadable" };
    }),
  );
}

function registryFacts(toolchain: Toolchain): readonly RegistryRow[] {
  return listRegistries(toolchain).map((row) => ({ ...row, source: shownSource(row.source) }));
}

function shownSource(source: string): string {
  return source.includes("://") ? redactUrl(source) : source;
}

async function toolFacts(ctx: Context, toolchain: Toolchain): Promise<readonly ToolFact[]> {
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  const listed = configured.flatMap(({ id, versions }) => versions.map((version) => ({ id, version })));
  const installed = await listEverything(ctx, toolchain.installRoot);
  const isIn = (
    tools: readonly { readonly id: string; readonly version: string }[],
    id: string,
    version: string,
  ) => tools.some((tool) => tool.id === id && sameVersion(tool.version, version));
  const rest = installed.filter(({ id, version }) => !isIn(listed, id, version));
  return [
    ...listed.map(({ id, version }) => ({
      tool: id,
      version,
      configured: true,
      installed: isIn(installed, id, version),
    })),
    ...rest.map(({ id, version }) => ({ tool: id, version, configured: false, installed: true })),
  ];
}

/** The GitHub CLI is looked for, not asked. */
async function tokenFacts(ctx: Context, toolchain: Toolchain | undefined): Promise<SupportReport["tokens"]> {
  const hosts = Object.entries(toolchain?.config.github.hosts ?? {});
  const cli = ctx.env["ATMOS_GITHUB_CLI"] ?? "gh";
  const program = cli.trim() === "" ? undefined : await ctx.procs.find(cli, ctx.env["PATH"] ?? "");
  return [
    ...TOKEN_VARIABLES.map((source) => ({ source, set: Boolean(ctx.env[source]?.trim()) })),
    ...hosts.map(([name, { token }]) => ({
      source: `toolchain.github.hosts.${name}.token`,
      set: Boolean(token),
    })),
    { source: "GitHub CLI", set: program !== undefined },
  ];
}

function networkFacts({ env }: Context, toolchain: Toolchain | undefined): SupportReport["network"] {
  const config = toolchain?.config;
  const variables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE"];
  const set = variables.flatMap((name) => [name, name.toLowerCase()]).filter((name) => env[name]);
  return {
    offline: config?.offline ?? null,
    github: config ? redactUrl(githubHosts(env, config.github).main.serverUrl) : null,
    url_replacements: config?.urlReplacements.length ?? null,
    ...Object.fromEntries(
      set.map((name) => [name, /PROXY/i.test(name) ? redactUrl(env[name] ?? "") : env[name] ?? ""]),
    ),
  };
}
