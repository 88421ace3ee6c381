/** The files that hold workflows. Follows workflows §1.
 *  Invariants: files come in the order of their names; a broken one is told and does not keep others from running. */
import type { Context } from "@/base/context.ts";
import { AtmosError, ConfigError, type SourcePosition } from "@/base/errors.ts";
import { joinPath, relativePath, resolvePath } from "@/base/path.ts";
import { loadWhole, type Whole } from "@/features/config/whole.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import { type KeyPath } from "@/base/schema/reading.ts";
import { STACK_FUNCTIONS } from "@/features/functions/core/stack_functions.ts";
import { isTagged, parseYaml } from "@/lang/yaml/parse.ts";
import { findGitRoot } from "@/io/git/repository.ts";

/** A file. */
export interface WorkflowFile {
  /** Below the directory of workflows, with its ending. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly content: Tree;
  /** Name → definition, scalars of `env` as they are written. */
  readonly workflows: Readonly<Record<string, Tree>>;
  positionOf(path: KeyPath, of?: "value" | "key"): SourcePosition | undefined;
}

/** Where they are. */
export interface WorkflowPlace {
  readonly whole: Whole;
  /** Absolute. */
  readonly directory: string;
}

/** @throws Config `workflows/no-setting` */
export async function workflowPlace(ctx: Context): Promise<WorkflowPlace> {
  const whole = await loadWhole(ctx, ctx.flags.typed ?? {});
  const written = whole.config.workflows.base_path, root = whole.basePath.absolute;
  if (written !== "") return { whole, directory: resolvePath(root, written) };
  if (whole.configDir === undefined) {
    const top = await findGitRoot(ctx, ctx.cwd) ?? root;
    return { whole, directory: joinPath(top, "stacks/workflows") };
  }
  throw new ConfigError(
    "workflows/no-setting",
    "'workflows.base_path' must be configured in 'atmos.yaml'",
    {
      hints: ["Write workflows: {base_path: stacks/workflows}"],
      at: { file: `${whole.configDir}/atmos.yaml` },
    },
  );
}

/** All files that can be read. @throws Config `workflows/no-directory` */
export async function workflowFiles(
  ctx: Context,
  place: WorkflowPlace,
  { warns }: { readonly warns: boolean },
): Promise<readonly WorkflowFile[]> {
  await requireDirectory(ctx, place);
  const names = (await listFiles(ctx.disk, place.directory)).filter((name) => /\.ya?ml$/.test(name))
    .toSorted();
  const files: WorkflowFile[] = [];
  for (const name of names) {
    try {
      files.push(await readWorkflowFile(ctx, name, joinPath(place.directory, name)));
    } catch (error) {
      if (!(error instanceof AtmosError)) throw error;
      if (warns) ctx.out.say("warning", `${name} is skipped: ${error.explanation ?? error.title}`);
    }
  }
  return files;
}

async function requireDirectory(ctx: Context, { directory }: WorkflowPlace): Promise<void> {
  if ((await ctx.disk.stat(directory))?.kind === "directory") return;
  throw new ConfigError("workflows/no-directory", `workflow directory does not exist: ${directory}`, {
    hints: ["Make the directory, or correct workflows.base_path in atmos.yaml."],
  });
}

/**
 * The file that a flag names: as it is, with `.yaml`, with `.yml`.
 * @throws Config `workflows/no-file`, `workflows/invalid-manifest`
 */
export async function namedWorkflowFile(
  ctx: Context,
  { directory }: WorkflowPlace,
  written: string,
): Promise<WorkflowFile> {
  const path = resolvePath(directory, written);
  for (const candidate of [path, `${path}.yaml`, `${path}.yml`]) {
    if ((await ctx.disk.stat(candidate))?.kind !== "file") continue;
    const name = candidate.startsWith(`${directory}/`) ? relativePath(directory, candidate) : candidate;
    return await readWorkflowFile(ctx, name, candidate);
  }
  const wanted = /\.\w+$/.test(path) ? path : `${path}.yaml`;
  throw new ConfigError("workflows/no-file", "workflow file not found", {
    explanation: `There is no ${relativePath(ctx.cwd, wanted)}.`,
    hints: ["atmos describe workflows"],
  });
}

/** @throws Config `workflows/invalid-manifest` */
async function readWorkflowFile(ctx: Context, name: string, path: string): Promise<WorkflowFile> {
  const file = relativePath(ctx.cwd, path), text = await ctx.disk.readText(path) ?? "";
  const document = parsed(text, file);
  const content = isTree(document.value) ? document.value : {}, { workflows } = content;
  if (!isTree(workflows)) {
    const line = document.positionOf(["workflows"]).line;
    throw new ConfigError("workflows/invalid-manifest", "invalid workflow manifest", {
      explanation:
        `${file} (line ${line}) must be a map with the top-level \`workflows:\` key, itself a map.`,
      hints: ["Write workflows: {NAME: {steps: [...]}}"],
      at: document.positionOf(["workflows"]),
    });
  }
  checkTags(document.value, { file, positionOf: document.positionOf });
  const entries = Object.entries(workflows).map(([key, definition]) => {
    const written = asWritten(definition, ["workflows", key], document.sourceTextOf);
    return [key, isTree(written) ? written : {}] as const;
  });
  return { name, path, content, workflows: Object.fromEntries(entries), positionOf: document.positionOf };
}

/** @throws Config `workflows/invalid-manifest` for a tag that nobody knows, or a function over more than a text */
function checkTags(
  value: unknown,
  place: { readonly file: string; positionOf: WorkflowFile["positionOf"] },
): void {
  const visit = (value: unknown, path: KeyPath): void => {
    if (isTagged(value)) {
      const isKnown = [...STACK_FUNCTIONS, "!append", "!unset"].includes(value.tag);
      if (isKnown && (typeof value.value === "string" || !isRunBefore(value.tag, path))) return;
      const at = place.positionOf(path);
      throw new ConfigError("workflows/invalid-manifest", "invalid workflow manifest", {
        explanation: `${place.file}, line ${at?.line}: ` +
          (isKnown ? `${value.tag} stands in front of a list or map.` : `unsupported YAML tag: ${value.tag}`),
        at,
      });
    }
    if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, index]));
    else if (isTree(value)) {
      for (const [key, member] of Object.entries(value)) {
        visit(member, [...path, key]);
      }
    }
  };
  visit(value, []);
}

function parsed(text: string, file: string) {
  try {
    return parseYaml(text, { file, documents: "first" });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { title, explanation, at, hints } = error;
    throw new ConfigError("workflows/invalid-manifest", "invalid workflow manifest", {
      explanation: `${file}, line ${at?.line ?? 1}: ${title}${
        explanation === undefined ? "" : `\n${explanation}`
      }`,
      hints,
      at,
      cause: error,
    });
  }
}

const TEXT_SECTIONS = ["env", "vars", "tools", "needs", "build_args", "options", "default", "matrix"];
/** Fields whose functions run before the first step. */
const FUNCTION_FIELDS = ["default", "prompt", "placeholder", "options"];

function isRunBefore(tag: string, path: readonly (string | number)[]): boolean {
  const field = path.findLast((step) => typeof step === "string" && !/^\d+$/.test(step)) ?? "";
  return ["!env", "!exec"].includes(tag) && FUNCTION_FIELDS.includes(String(field));
}

/** Tags are texts again, and values of `env` and `vars` and versions keep the text that somebody wrote. */
function asWritten(
  value: unknown,
  path: readonly (string | number)[],
  sourceTextOf: (path: readonly (string | number)[]) => string | undefined,
): unknown {
  if (isTagged(value)) {
    return isRunBefore(value.tag, path) ? value : `${value.tag} ${String(value.value)}`.trimEnd();
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => asWritten(item, [...path, index], sourceTextOf));
  }
  if (isTree(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, asWritten(member, [...path, key], sourceTextOf)]),
    );
  }
  const isText = path.some((step) => TEXT_SECTIONS.includes(String(step)));
  return isText && value !== null && typeof value !== "string" ? sourceTextOf(path) ?? value : value;
}
