/** Reads the versions file and tells which of its tools are installed, and where. Follows toolchain §4, §13.6, §15.6.
 *  Invariant: order is that of the versions file, so PATH is the same in every run; nothing is written. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { dirName, resolvePath } from "@/base/path.ts";
import { localIdOf, olderIds } from "./core/names.ts";
import { mergeToolLines, parseVersionsFile, type ToolLine, type VersionsFile } from "./core/versions_file.ts";
import { latestPrefix, versionFault } from "./core/tool_spec.ts";
import { findInstalled, type InstalledTool, listInstalled, readPrograms } from "./installed.ts";
import type { Toolchain } from "./settings.ts";

/** A tool of the versions file. */
export interface ConfiguredTool {
  /** As it stands in the file. */
  readonly name: string;
  readonly id: string;
  /** The first is the default. */
  readonly versions: readonly string[];
  readonly line: number;
}

/** A tool of the versions file with its default version on disk. */
export interface ReadyTool extends ConfiguredTool {
  readonly installed: InstalledTool;
}

type ReadContext = Pick<Context, "disk">;

/** The text of the versions file and what it says; undefined when there is no file. */
export async function readVersionsFile(
  ctx: ReadContext,
  toolchain: Toolchain,
): Promise<{ readonly text: string; readonly content: VersionsFile } | undefined> {
  const text = await ctx.disk.readText(toolchain.versionsFile);
  return text === undefined ? undefined : { text, content: parseVersionsFile(text) };
}

/**
 * The tools of the versions file, one entry a tool. Lines without a version are reported as warnings and skipped;
 * `system` leaves a tool to the machine.
 * @param filter what counts of a line
 * @returns undefined when there is no file
 */
export async function readConfiguredTools(
  ctx: ReadContext & Pick<Context, "out">,
  toolchain: Toolchain,
  filter = (line: ToolLine) => line,
): Promise<readonly ConfiguredTool[] | undefined> {
  const file = await readVersionsFile(ctx, toolchain);
  if (!file) return undefined;
  for (const { line, name, why } of file.content.bad) {
    ctx.out.say("warning", `${toolchain.versionsFileName}:${line}: "${name}" ${why}, the line is skipped`);
  }
  const merged = mergeToolLines(file.content.tools.map(filter), (name) => idInFile(name, toolchain));
  return merged.flatMap((tool) => {
    const versions = tool.versions.filter((version) => version !== "system");
    return versions.length > 0 ? [{ ...tool, versions }] : [];
  });
}

/**
 * The same without versions that cannot be one, for whoever only tells how things are; each is a warning.
 * @returns undefined when there is no file
 */
export async function readUsableTools(
  ctx: ReadContext & Pick<Context, "out">,
  toolchain: Toolchain,
): Promise<readonly ConfiguredTool[] | undefined> {
  return await readConfiguredTools(ctx, toolchain, (line) => ({
    ...line,
    versions: line.versions.filter((version) => {
      const fault = faultInFile(toolchain, line.name, version);
      if (fault === undefined) return true;
      const place = `${toolchain.versionsFileName}:${line.line}`;
      ctx.out.say("warning", `${place}: ${line.name} ${version}: ${fault}; it is left out`);
      return false;
    }),
  }));
}

/** What `path:DIR` names is no version and no fault; builds are versions of this program only. */
function faultInFile(toolchain: Toolchain, name: string, version: string): string | undefined {
  const isBuild = /^(pr|sha|ref):./.test(version) &&
    idInFile(name, toolchain) === idInFile("atmos", toolchain);
  if (isBuild || version === "system" || folderOf(version) !== undefined) return undefined;
  return versionFault(latestPrefix(version) || version);
}

/** The folder that a version of the form `path:DIR` names; such a version is never installed. */
export function folderOf(version: string): string | undefined {
  return /^path:(.+)$/.exec(version)?.[1];
}

/**
 * Makes sure that a version of the file can be installed.
 * @throws Config `toolchain/bad-version`
 */
export function requireInstallable(toolchain: Toolchain, tool: ConfiguredTool, version: string): void {
  const fault = folderOf(version) === undefined
    ? versionFault(latestPrefix(version) || version)
    : "there are no programs in that folder";
  if (fault === undefined) return;
  throw new ConfigError("toolchain/bad-version", `${tool.name} ${version}: ${fault}`, {
    hints: [`Write another version there: atmos toolchain set --only ${tool.name} VERSION`],
    at: { file: toolchain.versionsFileName, line: tool.line, column: 1 },
  });
}

/** The id behind a name of the versions file, without any registry; the name itself when nothing is known. */
export function idInFile(name: string, toolchain: Toolchain): string {
  return localIdOf(name, toolchain.names)?.id ?? name;
}

/** The installed version of a configured tool; asdf's `path:DIR` means the programs in DIR/bin, else in DIR. */
export async function findConfigured(
  ctx: ReadContext,
  toolchain: Toolchain,
  tool: { readonly id: string; readonly version: string },
): Promise<InstalledTool | undefined> {
  const folder = folderOf(tool.version);
  if (folder !== undefined) {
    const dir = resolvePath(dirName(toolchain.versionsFile), folder);
    return await readPrograms(ctx, { ...tool, dir: `${dir}/bin` }) ??
      await readPrograms(ctx, { ...tool, dir });
  }
  const older = olderIds(tool.id, toolchain.names.builtin);
  return await findInstalled(ctx, toolchain.installRoot, { ...tool, older });
}

/** All versions of a tool on disk, those that the Go program filed under an older id too. */
export async function installedVersions(
  ctx: ReadContext,
  { installRoot, names }: Toolchain,
  id: string,
): Promise<readonly InstalledTool[]> {
  const ids = [id, ...olderIds(id, names.builtin)];
  const found = await Promise.all(ids.map((each) => listInstalled(ctx, installRoot, each)));
  return found.flat().map((tool) => ({ ...tool, id }));
}

/** Those of the configured tools whose default version is installed, in their order. */
export async function findReadyTools(
  ctx: ReadContext,
  toolchain: Toolchain,
  configured: readonly ConfiguredTool[],
): Promise<readonly ReadyTool[]> {
  const found = await Promise.all(configured.map(async (tool) => {
    const installed = await findConfigured(ctx, toolchain, {
      id: tool.id,
      version: tool.versions[0] ?? "latest",
    });
    return installed ? [{ ...tool, installed }] : [];
  }));
  return found.flat();
}

/** The directories that hold the programs of a tool, without repetition, the primary's first. */
export function binDirs(tool: InstalledTool): readonly string[] {
  return [...new Set([...tool.bins.values()].map((path) => path.slice(0, path.lastIndexOf("/"))))];
}

/**
 * The tools for `env` and `path`.
 * @throws Config `toolchain/no-tools-configured` without a versions file or with an empty one,
 *   `toolchain/no-tools-installed` when none of its tools is installed
 */
export async function requireReadyTools(
  ctx: ReadContext & Pick<Context, "out">,
  toolchain: Toolchain,
): Promise<readonly ReadyTool[]> {
  const configured = await readUsableTools(ctx, toolchain);
  if (!configured?.length) throw noToolsConfigured(toolchain, configured !== undefined);
  const ready = await findReadyTools(ctx, toolchain, configured);
  if (ready.length > 0) return ready;
  throw new ConfigError("toolchain/no-tools-installed", "no installed tools found", {
    explanation: `None of the tools in ${toolchain.versionsFileName} is installed.`,
    hints: ["atmos toolchain install"],
  });
}

/** The error of commands that need a versions file with tools. */
export function noToolsConfigured(toolchain: Toolchain, exists: boolean): ConfigError {
  const name = toolchain.versionsFileName;
  return new ConfigError("toolchain/no-tools-configured", `no tools configured in ${name}`, {
    explanation: exists
      ? `${name} names no tool with a version.`
      : `There is no ${name} in ${toolchain.root}.`,
    hints: ["atmos toolchain add terraform@1.9.8"],
  });
}
