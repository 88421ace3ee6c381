/** What each file of the configuration says, one row a node. Follows config §9.3.
 *  Invariant: nothing is decoded, and no function runs that is not needed to find the files, so that a configuration with
 *  mistakes can be looked into. */
import { relativePath } from "@/base/path.ts";
import type { ConfigContext } from "./_context.ts";
import { anchorsOf, configDirOf, openReading, partsOf, projectOf, warningsOf } from "./_project.ts";
import { type ConfigNode, nodesOf } from "./core/config_nodes.ts";

/** A node and its file: relative to the base path, absolute outside of it. */
export interface ListedNode extends ConfigNode {
  readonly file: string;
}

/**
 * Nodes sorted by file, then as the paths go.
 * @param pattern of whole paths: `*` is any text, `?` one character; undefined: all
 * @throws Config as `loadConfig` when the files cannot be put together
 */
export async function listConfig(ctx: ConfigContext, pattern?: string): Promise<readonly ListedNode[]> {
  const project = await projectOf(ctx);
  warningsOf(project.issues);
  const parts = new Map(partsOf(project).map(({ path, content }) => [path, content]));
  if (parts.size === 0) return [];
  const base = await basePathOfFiles(ctx);
  const fits = pattern === undefined ? () => true : pathTest(pattern);
  const files = [...parts].map(([path, content]) => ({ file: fileName(base, path), content }));
  return files.sort((a, b) => a.file < b.file ? -1 : 1).flatMap(({ file, content }) =>
    nodesOf({ value: content.raw, sourceTextOf: content.sourceTextOf })
      .filter(({ path }) => fits(path)).map((node) => ({ file, ...node }))
  );
}

async function basePathOfFiles(ctx: ConfigContext): Promise<string> {
  const project = await projectOf(ctx);
  const reading = openReading(ctx, project);
  const { baseDirectory, basePathOf } = await import("./compose.ts");
  const anchors = anchorsOf(ctx, project, configDirOf(project));
  const runBase = ctx.flags.basePath || reading.env["ATMOS_BASE_PATH"] || "";
  const composing = { ctx, report: reading.report, anchors, runBase, lowerBase: "" };
  return await baseDirectory(ctx, await basePathOf(partsOf(project), composing), { anchors });
}

function fileName(base: string, path: string): string {
  const relative = relativePath(base, path);
  return relative.startsWith("../") ? path : relative;
}

/** Tests paths by a pattern: `*` for anything, `?` for a character. */
export function pathTest(pattern: string): (path: string) => boolean {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  const test = new RegExp(`^${expression}$`, "s");
  return (path) => test.test(path);
}
