/** Removes what runs of terraform left beside components. Follows components §7.11.
 *  Invariants: only names that this program or terraform makes; nothing goes before somebody agreed; links are removed,
 *  never followed. */
import type { Context } from "@/base/context.ts";
import { ConfigError, UsageError } from "@/base/errors.ts";
import { joinPath, relativePath } from "@/base/path.ts";
import { typeDirectory } from "@/features/stacks/instances.ts";
import { openProject } from "./open_project.ts";
import { BACKEND_FILE, PROVIDERS_FILE, VERSIONS_FILE } from "./core/terraform_files.ts";
import { type ComponentRequest, prepare, type Prepared } from "./prepare.ts";
import { terraformFileNames } from "./terraform_files.ts";

/** How much goes. */
export interface CleanOptions {
  readonly force: boolean;
  readonly keepLockFile: boolean;
  /** Also local states of all workspaces. */
  readonly everything: boolean;
  /** Asks about the paths, relative to the working directory; undefined where nobody can be asked. */
  ask: ((paths: readonly string[]) => Promise<boolean>) | undefined;
}

/** @throws Usage `components/clean-needs-force` where nobody can be asked */
export async function cleanTerraform(
  ctx: Context,
  request: ComponentRequest,
  options: CleanOptions,
): Promise<void> {
  const paths = request.component
    ? await pathsOfComponent(ctx, request, options)
    : await pathsOfAll(ctx, options);
  if (paths.length === 0) return ctx.out.say("info", "Nothing to delete");
  const shown = paths.map((path) => relativePath(ctx.cwd, path));
  if (request.dryRun) return shown.forEach((path) => ctx.out.say("info", `Would delete ${path}`));
  if (!options.force && !await agreed(shown, options)) return ctx.out.say("info", "Nothing was deleted");
  for (const [index, path] of paths.entries()) {
    await ctx.disk.remove(path);
    ctx.out.say("info", `Deleted ${shown[index]}`);
  }
}

async function agreed(shown: readonly string[], { ask }: CleanOptions): Promise<boolean> {
  if (ask !== undefined) return await ask(shown);
  throw new UsageError("components/clean-needs-force", "somebody must agree to the deletion", {
    explanation: `It would delete ${shown.join(", ")}.`,
    hints: ["Add --force"],
    exitCode: 1,
  });
}

async function pathsOfComponent(
  ctx: Context,
  request: ComponentRequest,
  options: CleanOptions,
): Promise<readonly string[]> {
  const prepared = await prepare(ctx, request);
  return prepared === undefined ? [] : await existing(ctx, namesOf(prepared, options));
}

function namesOf({ stem, directory, sections }: Prepared, options: CleanOptions): readonly string[] {
  const { variables, test, plan } = terraformFileNames(stem);
  const workspace = String(sections["workspace"] ?? "default");
  return [
    ".terraform",
    variables,
    test,
    plan,
    ...(options.keepLockFile ? [] : [".terraform.lock.hcl"]),
    BACKEND_FILE,
    PROVIDERS_FILE,
    VERSIONS_FILE,
    options.everything ? "terraform.tfstate.d" : `terraform.tfstate.d/${workspace}`,
    ...(options.everything ? ["terraform.tfstate", "terraform.tfstate.backup"] : []),
  ].map((name) => joinPath(directory, name));
}

async function existing(ctx: Context, paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map(async (path) => await ctx.disk.lstat(path) ? [path] : []));
  return found.flat();
}

const GENERATED = [BACKEND_FILE, PROVIDERS_FILE, VERSIONS_FILE];

/** Everything of the kind below the directory of components. @throws Config `components/no-base-path` */
async function pathsOfAll(ctx: Context, options: CleanOptions): Promise<readonly string[]> {
  const { settings } = await openProject(ctx);
  if (settings.config.components.terraform.base_path === "") {
    throw new ConfigError("components/no-base-path", "terraform base path is required", {
      hints: ["Set components.terraform.base_path in atmos.yaml."],
    });
  }
  const found: string[] = [];
  const visit = async (directory: string): Promise<void> => {
    for (const { name, kind } of await ctx.disk.list(directory)) {
      const path = joinPath(directory, name);
      if (isLeftOver(name, options)) found.push(path);
      else if (kind === "directory") await visit(path);
    }
  };
  await visit(typeDirectory(settings, "terraform"));
  return found;
}

function isLeftOver(name: string, { keepLockFile, everything }: CleanOptions): boolean {
  if (name === ".terraform" || GENERATED.includes(name)) return true;
  if (name === ".terraform.lock.hcl") return !keepLockFile;
  if (/^terraform\.tfstate(?:\.d|\.backup)?$/.test(name)) return everything;
  return /\.terraform(?:\.test)?\.tfvars\.json$|\.planfile$/.test(name);
}
