/** The environment of programs that run with a toolset. Follows toolchain §15.6. */
import type { Context } from "@/base/context.ts";
import { withPath } from "./core/search_path.ts";
import type { Toolchain } from "./settings.ts";

/** Ours with those directories first on PATH; an atmos below it uses the tools of this project, wherever it runs. */
export function toolsetEnv(
  { env, host }: Pick<Context, "env" | "host">,
  { configFile, installRoot, versionsFile }: Toolchain,
  dirs: readonly string[],
): Readonly<Record<string, string>> {
  const project = configFile === undefined
    ? {}
    : { ATMOS_TOOLCHAIN_PATH: installRoot, ATMOS_TOOL_VERSIONS: versionsFile };
  return { ...withPath(env, dirs, host), ...project };
}
