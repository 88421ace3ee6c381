/** Makes a folder a project: atmos.yaml and the versions file. Follows toolchain §4.2, §13.1, config §2.1.
 *  Invariants: a file that is there is never replaced; whatever fails, the files that were made are gone again. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { relativePath } from "@/base/path.ts";
import { discover } from "@/features/config/discover.ts";
import { addTools } from "@/features/toolchain/add.ts";
import { addToFile } from "@/features/toolchain/edit.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { readConfiguredTools } from "@/features/toolchain/toolset.ts";
import type { FoundVersion } from "./core/foreign_files.ts";
import { CONFIG_FILE, VERSIONS_FILE } from "./core/starter.ts";

/** What the project begins with. */
export interface BeginRequest {
  /** Specs as somebody typed them; they are made sure of. */
  readonly specs: readonly string[];
  /** Versions that files name; they go only into a new versions file. */
  readonly imported: readonly FoundVersion[];
}

/** What became of the files; paths as users know them. */
export interface BegunProject {
  readonly created: readonly string[];
  readonly kept: readonly string[];
  /** How many tools the versions file names now. */
  readonly tools: number;
}

/**
 * Begins a project in the working directory.
 * @throws Config `init/inside-project`; Host `disk/…`; what adding a tool throws
 */
export async function beginProject(ctx: Context, request: BeginRequest): Promise<BegunProject> {
  await refuseInside(ctx);
  const made: string[] = [];
  try {
    return await begin(ctx, request, made);
  } catch (error) {
    for (const path of made) await ctx.disk.remove(path);
    throw error;
  }
}

async function begin(ctx: Context, { specs, imported }: BeginRequest, made: string[]): Promise<BegunProject> {
  const config = (await discover(ctx)).file ?? `${ctx.cwd}/atmos.yaml`;
  await createFile(ctx, { path: config, text: CONFIG_FILE }, made);
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  const { versionsFile } = toolchain;
  const isNew = await createFile(ctx, { path: versionsFile, text: VERSIONS_FILE }, made);
  if (isNew && imported.length > 0) await addToFile(ctx, toolchain, { edits: imported, placement: "last" });
  if (specs.length > 0) await addTools(ctx, toolchain, { specs, placement: "last" });
  const all = [config, versionsFile];
  const shown = (paths: readonly string[]) => paths.map((path) => relativePath(ctx.cwd, path));
  return {
    created: shown(all.filter((path) => made.includes(path))),
    kept: shown(all.filter((path) => !made.includes(path))),
    tools: (await readConfiguredTools(ctx, toolchain))?.length ?? 0,
  };
}

/** Makes a file unless something is there; answers whether it did. */
async function createFile(
  ctx: Context,
  { path, text }: { readonly path: string; readonly text: string },
  made: string[],
): Promise<boolean> {
  if (await ctx.disk.lstat(path) !== undefined) return false;
  const file = await ctx.disk.create(path);
  made.push(path);
  try {
    await file.write(new TextEncoder().encode(text));
  } finally {
    await file.close();
  }
  return true;
}

/** A file here would take this folder out of the project that it is in. */
async function refuseInside(ctx: Context): Promise<void> {
  const { root, file } = await discover(ctx);
  if (root === ctx.cwd) return;
  const versions = `${root}/.tool-versions`;
  const above = file ?? (await ctx.disk.stat(versions) ? versions : undefined);
  if (above === undefined) return;
  throw new ConfigError(
    "init/inside-project",
    `this folder is in the project of ${relativePath(ctx.cwd, above)}`,
    {
      explanation: "Its settings and tools count here already.",
      hints: [
        "Add a tool to it: atmos toolchain add terraform@1.9.8",
        "For a project of its own in this folder: touch atmos.yaml && atmos init",
      ],
      at: { file: above },
    },
  );
}
