/** `type: workdir`: a directory that is made from another. Follows workflows §11.4.
 *  Invariants: what is there is only replaced when the step says so; never a directory that holds the project, the place
 *  where the step runs, its source or HOME. The copy is made beside its place and takes it by one rename. */
import { ConfigError } from "@/base/errors.ts";
import { dirName, joinPath, resolvePath } from "@/base/path.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import type { StepCall, StepHandler } from "../step_call.ts";

const workdir: StepHandler = async (call) => {
  const { ctx: { disk }, step } = call, source = await sourceOf(call);
  const path = resolvePath(call.workingDirectory, call.required("path"));
  if (await disk.lstat(path) !== undefined) {
    if (step.fields["reset"] !== true) {
      throw fault(call, `${path} already exists`, "`reset: true` replaces it.");
    }
  }
  refuseParents(call, path, source);
  const staging = `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    await copyTree(call, source, staging);
    await disk.remove(path);
    await disk.rename(staging, path);
  } finally {
    await disk.remove(staging);
  }
  return { code: 0, value: path };
};

export default workdir;

/** Absolute. */
async function sourceOf(call: StepCall): Promise<string> {
  const { ctx, step } = call, { source } = step.fields;
  const written = isTree(source) ? source["uri"] : source;
  const text = written === undefined
    ? call.required("source")
    : String(call.rendered(String(written), "source"));
  if (text.includes("://") || text.includes("::")) {
    throw fault(call, `source must be a directory of this machine, not ${text}`);
  }
  const path = resolvePath(call.workingDirectory, text);
  if ((await ctx.disk.stat(path))?.kind === "directory") return path;
  throw fault(call, `source does not exist or is no directory: ${path}`, `It is written as ${text}.`);
}

function refuseParents(call: StepCall, path: string, source: string): void {
  const { ctx, list } = call, inside = (each: string) => each === path || each.startsWith(`${path}/`);
  const held = [source, list.basePath, call.workingDirectory, ctx.cwd, ctx.env["HOME"] ?? ""].find(inside);
  if (held !== undefined) throw fault(call, `${path} cannot be replaced: it holds ${held}`);
  if (path.startsWith(`${source}/`)) throw fault(call, `${path} is inside of its source ${source}`);
}

async function copyTree({ ctx: { disk, signal } }: StepCall, from: string, to: string): Promise<void> {
  await disk.makeDir(to);
  for (const file of await listFiles(disk, from)) {
    signal.throwIfAborted();
    const path = joinPath(from, file), target = joinPath(to, file);
    const mode = (await disk.stat(path))?.mode ?? 0;
    await disk.makeDir(dirName(target));
    await disk.writeAtomic(target, await disk.readBytes(path) ?? "", mode === 0 ? undefined : mode & 0o777);
  }
}

function fault({ step }: StepCall, title: string, explanation?: string): ConfigError {
  return new ConfigError("steps/bad-workdir", `step \`${step.name}\` (workdir): ${title}`, {
    explanation,
    at: step.at,
  });
}
