/** Stacks for commands that make no sense without any. Follows stacks §2. */
import { ConfigError } from "@/base/errors.ts";
import { relativePath } from "@/base/path.ts";
import { loadStacks, type StackFile } from "./instances.ts";
import type { Session } from "./session.ts";

/**
 * As `loadStacks`.
 * @throws Config `stacks/no-directory`, `stacks/no-manifests`
 */
export async function requireStacks(session: Session, only?: string): Promise<readonly StackFile[]> {
  const files = await loadStacks(session, only);
  if (files !== undefined) return files;
  const { ctx, settings: { stacksDir } } = session;
  throw (await ctx.disk.stat(stacksDir))?.kind === "directory" ? noManifests(session) : noDirectory(session);
}

/** Config `stacks/no-manifests`. */
export function noManifests({ settings: { stacksDir, config: { stacks } } }: Session): ConfigError {
  const patterns = stacks.included_paths.map((pattern) => `${stacksDir}/${pattern}`);
  return new ConfigError("stacks/no-manifests", "no stack manifests found", {
    explanation: `No file fits stacks.included_paths: ${patterns.join(", ")}.`,
    hints: ["Write a manifest there, or correct stacks.included_paths in atmos.yaml."],
    at: { file: stacksDir },
  });
}

function noDirectory({ ctx, settings: { stacksDir } }: Session): ConfigError {
  const name = relativePath(ctx.cwd, stacksDir);
  return new ConfigError("stacks/no-directory", `stacks directory not found: ${name}`, {
    explanation: `Missing Configuration: ${stacksDir} does not exist.`,
    hints: ["Make the directory, or correct stacks.base_path in atmos.yaml."],
    at: { file: stacksDir },
  });
}
