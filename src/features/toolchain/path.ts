/** The directories of the installed tools as PATH. Follows toolchain §13.6 and §13.7.
 *  Invariant: the same versions file and PATH give the same text, however often it has been applied. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { type EnvFormat, newLines, type PathFacts, renderPath } from "./core/path_lines.ts";
import { proxyDir, proxyVariables, usesProxies } from "./core/proxy_dir.ts";
import { prependDirs } from "./core/search_path.ts";
import type { Toolchain } from "./settings.ts";
import { binDirs, requireReadyTools } from "./toolset.ts";

/**
 * @param relative directories below the working directory are written relative to it
 * @throws Config `toolchain/no-tools-configured`, `toolchain/no-tools-installed`; Host `toolchain/torn-path`
 */
export async function pathFacts(
  ctx: Pick<Context, "disk" | "out" | "env" | "host" | "cwd">,
  toolchain: Toolchain,
  relative: boolean,
): Promise<PathFacts> {
  const ready = await requireReadyTools(ctx, toolchain);
  const shown = (dir: string) =>
    relative && dir.startsWith(`${ctx.cwd}/`) ? dir.slice(ctx.cwd.length + 1) : dir;
  const tools = ready.map((tool) => ({ tool, dirs: binDirs(tool.installed).map(shown) }));
  const proxy = usesProxies(toolchain)
    ? { dir: shown(proxyDir(toolchain.installRoot)), variables: proxyVariables(toolchain) }
    : undefined;
  const dirs = [...new Set([...(proxy ? [proxy.dir] : []), ...tools.flatMap((each) => each.dirs)])];
  const torn = dirs.find((dir) => dir.includes(ctx.host.pathListSeparator));
  if (torn !== undefined) throw tornPath(torn, ctx.host.pathListSeparator);
  return {
    tools: tools.map(({ tool, dirs }) => ({
      tool: tool.name,
      version: tool.installed.version,
      path: dirs[0] ?? "",
    })),
    dirs,
    fullPath: prependDirs(dirs, withoutOurs(ctx, toolchain), ctx.host),
    separator: ctx.host.pathListSeparator,
    proxy,
  };
}

/** The current PATH without what an earlier `env` put there: other versions must not pile up behind the right ones. */
function withoutOurs(
  { env, host }: Pick<Context, "env" | "host">,
  { installRoot }: Toolchain,
): string | undefined {
  return env["PATH"]?.split(host.pathListSeparator).filter((dir) => !dir.startsWith(`${installRoot}/bin/`))
    .join(host.pathListSeparator);
}

/** A part of the name would become a directory of its own. */
function tornPath(dir: string, separator: string): HostError {
  return new HostError("toolchain/torn-path", `PATH cannot hold ${dir}`, {
    explanation: `Its name has a "${separator}", which separates the directories of PATH.`,
    hints: ["Choose another toolchain.install_path in atmos.yaml, or ATMOS_TOOLCHAIN_PATH."],
  });
}

/** Appends the lines that the file lacks, and says so. A JSON document replaces the file: two in one are none. */
export async function writePath(
  ctx: Pick<Context, "disk" | "out" | "cwd">,
  target: { readonly facts: PathFacts; readonly format: EnvFormat; readonly output: string },
): Promise<void> {
  const path = /^(\/|[A-Za-z]:)/.test(target.output) ? target.output : `${ctx.cwd}/${target.output}`;
  const text = renderPath(target.facts, target.format);
  if (target.format === "json") {
    await ctx.disk.writeAtomic(path, text);
    ctx.out.say("info", `Wrote PATH to ${target.output}`);
    return;
  }
  const existing = await ctx.disk.readText(path) ?? "";
  const addition = newLines(existing, text);
  // Half a line would break the shell that reads the file.
  if (addition !== "") await ctx.disk.writeAtomic(path, existing + addition);
  ctx.out.say(
    "info",
    addition === "" ? `PATH is in ${target.output} already` : `Appended PATH to ${target.output}`,
  );
}
