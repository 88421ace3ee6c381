/** Writes down what a shim became, so that it need not ask again. Follows toolchain §16.
 *  Invariants: nothing is written unless everything that led to the answer can be checked by a shell; an answer is as
 *  old as the start of the reading that made it. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { dirName, parents } from "@/base/path.ts";
import { cacheHomeOf } from "@/features/config/cache_home.ts";
import { PROJECT_MARKS } from "@/features/config/find_config.ts";
import { recall, remember } from "@/features/config/remembered.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { isComparable, renderAnswer } from "./core/answer.ts";
import { answerFolder } from "./core/shim.ts";
import type { ProxyPlan } from "./run.ts";
import { proxyId } from "./sync.ts";

/** Variables that decide which project, versions file or install root counts. */
export const DECIDING_VARIABLES = [
  ...["HOME", "USERPROFILE", "XDG_CACHE_HOME", "ATMOS_XDG_CACHE_HOME"],
  ...["ATMOS_CONFIG", "ATMOS_CONFIG_PATH", "ATMOS_CLI_CONFIG_PATH", "ATMOS_GIT_ROOT_BASEPATH", "ATMOS_CHDIR"],
  ...[
    "ATMOS_TOOL_VERSIONS",
    "ATMOS_TOOLCHAIN_FILE_PATH",
    "ATMOS_TOOLCHAIN_PATH",
    "ATMOS_TOOLCHAIN_INSTALL_PATH",
  ],
  ...["ATMOS_TOOLS_DIR", "ATMOS_TOOLS_CONFIG", "ATMOS_TOOLCHAIN_PLATFORM"],
  ...["ATMOS_TOOLCHAIN_PROXY_CONFIG_PATH", "ATMOS_TOOLCHAIN_PROXY_VERSIONS_FILE"],
  "ATMOS_TOOLCHAIN_PROXY_INSTALL_PATH",
];

/** How long before the reading an answer claims to be from: a change in that time makes it void. */
const MARGIN_MS = 2000;

/** Where to write: the path that the shim will look at; when the reading began, and in which environment. */
export interface AnswerPlace {
  readonly name: string;
  readonly env: Context["env"];
  readonly path: string;
  readonly startedAt: number;
}

/** Writes the answer if it can be one. Never fails: without it the next call is slower, nothing else. */
export async function rememberAnswer(
  ctx: Context,
  proxy: ProxyPlan,
  place: AnswerPlace,
): Promise<void> {
  try {
    if (proxy.own === undefined || !await isAnswerPath(ctx, proxy.toolchain, place)) return;
    const text = await answerText(ctx, place.env, proxy);
    if (text === undefined) return;
    await ctx.disk.writeAtomic(place.path, text, 0o600);
    await ctx.disk.touch(place.path, place.startedAt - MARGIN_MS);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `the answer is not kept: ${error.title}`);
  }
}

/** The path comes from a script: it counts only where answers of this shim belong. */
async function isAnswerPath(
  ctx: Context,
  { installRoot }: Toolchain,
  { name, path }: AnswerPlace,
): Promise<boolean> {
  const home = cacheHomeOf(ctx);
  const folder = home && `${home}/${answerFolder(await proxyId(installRoot), name)}/`;
  const normal = path.replaceAll(/\/{2,}/g, "/");
  return Boolean(folder) && normal.startsWith(`${folder}`) && normal.endsWith("/answer") &&
    !normal.split("/").some((part) => part === ".." || part === ".");
}

async function answerText(ctx: Context, env: Context["env"], proxy: ProxyPlan): Promise<string | undefined> {
  const { toolchain, plan, own = [] } = proxy;
  const { configFile, versionsFile, root } = toolchain;
  if (configFile !== undefined) {
    await remember(ctx, configFile);
    // A file with values of other places, such as !env, cannot be judged by itself.
    if (await recall(ctx, configFile) === undefined) return undefined;
  }
  const older: string[] = [],
    contents: Record<string, string> = {},
    absent: string[] = [],
    present: string[] = [];
  const pointer = `${dirName(dirName(plan.program))}/latest`;
  for (const file of [configFile, versionsFile, `${root}/tools.yaml`, pointer]) {
    if (file === undefined) continue;
    const text = await ctx.disk.readText(file);
    if (text === undefined) absent.push(file);
    else if (isComparable(text)) contents[file] = text;
    else older.push(file);
  }
  for (const dir of searchedDirs(ctx, configFile)) {
    for (const name of PROJECT_MARKS) {
      const path = `${dir === "/" ? "" : dir}/${name}`;
      (await ctx.disk.stat(path) === undefined ? absent : present).push(path);
    }
  }
  const variables = Object.fromEntries(DECIDING_VARIABLES.map((name) => [name, env[name] ?? ""]));
  return renderAnswer({
    cwd: ctx.cwd,
    variables,
    present,
    absent,
    older,
    contents,
    program: plan.program,
    args: own,
  });
}

/** From the working directory up to the file, or to the top when there is none. */
function searchedDirs(ctx: Context, configFile: string | undefined): readonly string[] {
  const dirs = parents(ctx.cwd), end = configFile === undefined ? -1 : dirs.indexOf(dirName(configFile));
  return end < 0 ? dirs : dirs.slice(0, end + 1);
}
