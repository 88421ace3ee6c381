/** Which file of the configuration an edit changes. Follows config §9.4. */
import { ConfigError, UsageError } from "@/base/errors.ts";
import { joinPath } from "@/base/path.ts";
import type { ConfigContext } from "./_context.ts";
import { shownPath } from "./_part.ts";
import { CONFIG_NAMES, discover } from "./discover.ts";

/**
 * The file, absolute: that of --config or --config-path, of ATMOS_CLI_CONFIG_PATH, of the working directory, of the git
 * root, of the nearest directory above.
 * @throws Usage `config/many-targets` (exit 1); Config `config/no-target`, and what `discover` throws
 */
export async function editTarget(ctx: ConfigContext): Promise<string> {
  const { sources, gitRoot, isExplicit } = await discover(ctx);
  const paths = sources.map(({ path }) => path);
  if (isExplicit && paths.length > 1) {
    const names = paths.map((path) => shownPath(ctx, path)).join(", ");
    throw new UsageError("config/many-targets", `one file can be edited, but multiple are named: ${names}`, {
      exitCode: 1,
      hints: ["Name a single file with --config."],
    });
  }
  const found = isExplicit ? paths[0] : sources.find(({ reason }) => reason === "variable")?.path ??
    await fileIn(ctx, ctx.cwd) ?? (gitRoot && await fileIn(ctx, gitRoot)) ??
    sources.find(({ reason }) => reason === "parent")?.path;
  if (found) return found;
  throw new ConfigError("config/no-target", "there is no editable configuration file here", {
    explanation: `Neither ${
      shownPath(ctx, ctx.cwd) || "the working directory"
    } nor the git root has an atmos.yaml.`,
    hints: ["Name the file with --config.", "atmos init"],
  });
}

async function fileIn(ctx: ConfigContext, dir: string): Promise<string | undefined> {
  for (const name of CONFIG_NAMES) {
    const path = joinPath(dir, name);
    if ((await ctx.disk.stat(path))?.kind === "file") return path;
  }
  return undefined;
}
