/** Reads a file of the configuration with everything that belongs to it: the folders beside it and its imports.
 *  Follows config §4.1, §4.2. Invariants: a file beats what it imports, imports beat folders; a file counts once in a
 *  group, so that a ring of imports ends. */
import { ConfigError } from "@/base/errors.ts";
import { redactUrl } from "@/io/net/core/redact.ts";
import { baseName, dirName, joinPath, resolvePath } from "@/base/path.ts";
import { textOf, type Texts } from "@/base/schema/reading.ts";
import type { ConfigContext } from "./_context.ts";
import { type Part, readPart, shownPath, type TopReading, topValue } from "./_part.ts";
import { filesBelow, importedFiles } from "./_imported_files.ts";
import { basePathCandidates, type BasePathSetting, type PathAnchors } from "./core/base_path.ts";
import { importEntries, type ImportEntry, isRemote } from "./core/import_entry.ts";
import type { ConfigSource } from "./discover.ts";

/** A file with what belongs to it, the lowest first: folders, imports, the file itself. */
export type PartGroup = readonly Part[];

/** What composing needs to know. */
export interface Composing extends TopReading {
  readonly anchors: PathAnchors;
  /** Relative ones begin at the working directory; empty: none. */
  readonly runBase: string;
  /** `base_path` of the groups below. */
  readonly lowerBase: string;
}

/** The deepest nesting of imports. */
const DEEPEST = 10;

/** A file that was found, with its folders and imports; that of the system imports nothing. */
export async function composeSource(
  ctx: ConfigContext,
  { path, reason }: ConfigSource,
  composing: Composing,
): Promise<PartGroup> {
  const own = await readPart(ctx, path, reason);
  const folders = await composeFolders(ctx, folderPlaces({ path, reason }, composing));
  const all = [...folders, own];
  const importer = await lastImporter(all, composing);
  if (importer === undefined || reason === "system") return all;
  const imports = await importsOf(ctx, importer, {
    composing,
    base: await baseDirectory(ctx, await basePathOf(all, composing), composing),
    seen: new Set([path]),
    depth: 1,
  });
  const imported = new Set(imports.map((part) => part.path));
  return [...folders.filter((part) => !imported.has(part.path)), ...imports, own];
}

/** Folders lie beside files of the usual name; those of the git root belong to the files of a project. */
function folderPlaces(
  { path, reason }: ConfigSource,
  { anchors: { gitTop } }: Composing,
): readonly string[] {
  if (reason === "named file" && !/^\.?atmos\.ya?ml$/.test(baseName(path))) return [];
  const isOfMachine = reason === "system" || reason === "home";
  return [...gitTop === undefined || isOfMachine ? [] : [gitTop], dirName(path)];
}

async function lastImporter(parts: PartGroup, composing: Composing): Promise<Part | undefined> {
  for (const part of parts.toReversed()) {
    if (await topValue(part, "import", composing) !== null) return part;
  }
  return undefined;
}

/** The files in `atmos.d` and `.atmos.d` of directories. */
export async function composeFolders(ctx: ConfigContext, dirs: readonly string[]): Promise<PartGroup> {
  const folders = [...new Set(dirs)].flatMap((dir) =>
    ["atmos.d", ".atmos.d"].map((name) => joinPath(dir, name))
  );
  const paths = (await Promise.all(folders.map((folder) => filesBelow(ctx, folder)))).flat();
  return await Promise.all(paths.map((path) => readPart(ctx, path, "folder")));
}

/** The files of a profile with what they import from elsewhere. */
export async function composeProfile(
  ctx: ConfigContext,
  dir: string,
  composing: Composing,
): Promise<PartGroup> {
  const paths = await filesBelow(ctx, dir), seen = new Set(paths);
  const base = await baseDirectory(ctx, await basePathOf([], composing), composing);
  const parts: Part[] = [];
  for (const path of paths) {
    const own = await readPart(ctx, path, "profile");
    parts.push(...await importsOf(ctx, own, { composing, base, seen, depth: 1 }), own);
  }
  return parts;
}

interface Importing {
  readonly composing: Composing;
  /** Where imports begin. */
  readonly base: string;
  /** Files of the group. */
  readonly seen: Set<string>;
  readonly depth: number;
}

async function importsOf(ctx: ConfigContext, importer: Part, importing: Importing): Promise<PartGroup> {
  const { composing, seen, depth } = importing;
  const value = await topValue(importer, "import", composing);
  if (value === null) return [];
  if (depth > DEEPEST) throw tooDeep(ctx, importer);
  const parts: Part[] = [];
  for (const entry of entriesOf(value, importer, composing)) {
    for (const path of await pathsOf(ctx, entry, { importer, importing })) {
      if (seen.has(path)) continue;
      seen.add(path);
      const own = await readPart(ctx, path, "import");
      const base = await nestedBase(ctx, own, importing);
      parts.push(...await importsOf(ctx, own, { ...importing, base, depth: depth + 1 }), own);
    }
  }
  return parts;
}

/** A file that says where paths begin says it for what it imports. */
async function nestedBase(ctx: ConfigContext, own: Part, { composing, base }: Importing): Promise<string> {
  const text = textOf(await topValue(own, "base_path", composing)) ?? "";
  if (text === "" || composing.runBase !== "") return base;
  const anchors = { ...composing.anchors, configDir: dirName(own.path) };
  return await baseDirectory(ctx, { text, isOfRun: false }, { ...composing, anchors });
}

function entriesOf(value: Texts, importer: Part, { report }: Composing): readonly ImportEntry[] {
  const { entries, bad } = importEntries(value);
  for (const { index } of bad) {
    report({
      severity: "error",
      code: "config/bad-import",
      title: "an import must be a path, or a map with a path",
      at: placeOfEntry(importer, index),
    });
  }
  for (const { path, index } of entries.filter((entry) => isRemote(entry.path))) {
    report({
      severity: "warning",
      code: "config/remote-import",
      title: `${redactUrl(path)} is left out: imports from other hosts are not read yet`,
      at: placeOfEntry(importer, index),
    });
  }
  return entries.filter((entry) => !isRemote(entry.path));
}

async function pathsOf(
  ctx: ConfigContext,
  { path, optional, index }: ImportEntry,
  { importer, importing: { base } }: { readonly importer: Part; readonly importing: Importing },
): Promise<readonly string[]> {
  const found = await importedFiles(ctx, base, ctx.host.os === "windows" ? path.replaceAll("\\", "/") : path);
  if (found !== undefined || optional) return found ?? [];
  throw new ConfigError("config/no-import", `the import ${path} does not exist`, {
    explanation: `It was looked for below ${shownPath(ctx, base)}, with .yaml and .yml too.`,
    hints: [`Correct it, or write {path: ${path}, optional: true} where it may be missing.`],
    at: placeOfEntry(importer, index),
  });
}

function placeOfEntry({ content }: Part, index: number | undefined) {
  return content.positionOf(index === undefined ? ["import"] : ["import", index]);
}

/** The text of `base_path` that counts. */
export async function basePathOf(parts: PartGroup, composing: Composing): Promise<BasePathSetting> {
  if (composing.runBase !== "") return { text: composing.runBase, isOfRun: true };
  for (const part of parts.toReversed()) {
    const text = textOf(await topValue(part, "base_path", composing));
    if (text) return { text, isOfRun: false };
  }
  return { text: composing.lowerBase, isOfRun: false };
}

/** Where paths begin. */
export async function baseDirectory(
  ctx: ConfigContext,
  setting: BasePathSetting,
  { anchors }: Pick<Composing, "anchors">,
): Promise<string> {
  const candidates = basePathCandidates(setting, anchors);
  for (const path of candidates.slice(0, -1)) {
    if (await ctx.disk.stat(path)) return path;
  }
  return candidates.at(-1) ?? resolvePath(ctx.cwd, setting.text);
}

function tooDeep(ctx: ConfigContext, { path, content }: Part): ConfigError {
  return new ConfigError("config/import-depth", `imports nest deeper than ${DEEPEST} files`, {
    explanation: `The last one is in ${shownPath(ctx, path)}.`,
    hints: ["Import fewer files from one another."],
    at: content.positionOf(["import"], "key"),
  });
}
