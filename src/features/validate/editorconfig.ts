/** Checks the files of a project with the rules of its `.editorconfig` files. Follows stacks §16.3.
 *  Invariant: files that git ignores, and those that are no text, are not looked at. */
import { AtmosError } from "@/base/errors.ts";
import { baseName, dirName, joinPath, relativePath } from "@/base/path.ts";
import type { Context } from "@/base/context.ts";
import type { Whole } from "@/features/config/whole.ts";
import { openGit } from "@/io/git/program.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import { editorFaults, type EditorRules, parseEditorconfig, pathPattern } from "./core/editorconfig.ts";
import type { Finding } from "./core/finding.ts";

/** Settings of atmos.yaml by the rules that they switch off. */
const SWITCHES = {
  disable_end_of_line: ["end_of_line"],
  disable_insert_final_newline: ["insert_final_newline"],
  disable_indentation: ["indent_style", "indent_size"],
  disable_indent_size: ["indent_size"],
  disable_max_line_length: ["max_line_length"],
  disable_trim_trailing_whitespace: ["trim_trailing_whitespace"],
} as const;

/** Findings by file and line; undefined when the project has no `.editorconfig`. */
export async function validateEditorconfig(
  ctx: Context,
  { basePath: { absolute: root }, config }: Pick<Whole, "basePath" | "config">,
): Promise<readonly Finding[] | undefined> {
  const settings = config.validate.editorconfig ?? {};
  const isExcluded = await excludes(Reflect.get(settings, "exclude"));
  const files = (await projectFiles(ctx, root)).filter((path) => !isExcluded(path));
  const rulesOf = await readRules(ctx, root, files);
  if (rulesOf === undefined) return undefined;
  const off = Object.entries(SWITCHES).flatMap(([key, rules]) =>
    Reflect.get(settings, key) === true ? rules : []
  );
  const findings: Finding[] = [];
  for (const path of files) {
    const rules = without(rulesOf(path), off);
    if (Object.keys(rules).length === 0) continue;
    const text = await textOf(ctx, joinPath(root, path));
    const file = relativePath(ctx.cwd, joinPath(root, path));
    for (const { message, ...at } of text === undefined ? [] : editorFaults(text, rules)) {
      findings.push({ severity: "error", at: { file, ...at }, message });
    }
  }
  return findings;
}

/** Expressions for paths seen from the base path. */
async function excludes(patterns: unknown): Promise<(path: string) => boolean> {
  if (!Array.isArray(patterns) || patterns.length === 0) return () => false;
  const { compileRe2 } = await import("@/lang/regexp/re2.ts");
  const tests = patterns.map((pattern) => compileRe2(String(pattern)));
  return (path) => tests.some((test) => test.test(path));
}

/** Relative paths, sorted: what git knows or would add, or everything where there is no repository. */
async function projectFiles(ctx: Context, root: string): Promise<readonly string[]> {
  try {
    const git = await openGit(ctx, root, "Files that it ignores are not checked.");
    const text = await git.get(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
    return [...new Set(text.split("\0").filter(Boolean))].sort();
  } catch (error) {
    if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
    const files = await listFiles(ctx.disk, root);
    return files.filter((path) => !/(^|\/)(node_modules|\.terraform)\//.test(path)).toSorted();
  }
}

async function readRules(
  { disk }: Context,
  root: string,
  files: readonly string[],
): Promise<((path: string) => EditorRules) | undefined> {
  const sources = files.filter((path) => baseName(path) === ".editorconfig")
    .toSorted((a, b) => a.length - b.length);
  if (sources.length === 0) return undefined;
  const { globTest } = await import("@/lang/glob/glob.ts");
  const levels = await Promise.all(sources.map(async (source) => {
    const { isRoot, sections } = parseEditorconfig(await disk.readText(joinPath(root, source)) ?? "");
    const tests = sections.map(({ pattern, rules }) => ({ fits: globTest(pathPattern(pattern)), rules }));
    return { dir: dirName(joinPath(root, source)), isRoot, tests };
  }));
  return (path) => {
    const file = joinPath(root, path);
    let rules: EditorRules = {};
    for (const { dir, isRoot, tests } of levels) {
      if (!file.startsWith(`${dir}/`)) continue;
      if (isRoot) rules = {};
      const below = relativePath(dir, file);
      for (const { fits, rules: own } of tests) if (fits(below)) rules = { ...rules, ...own };
    }
    return rules;
  };
}

function without(rules: EditorRules, off: readonly string[]): EditorRules {
  return Object.fromEntries(Object.entries(rules).filter(([name]) => !off.includes(name)));
}

/** Undefined for what is no text, a link to nowhere, a directory. */
async function textOf({ disk }: Context, path: string): Promise<string | undefined> {
  if ((await disk.stat(path))?.kind !== "file") return undefined;
  const text = await disk.readText(path);
  return text === undefined || text.includes("\0") || text.includes("\uFFFD") ? undefined : text;
}
