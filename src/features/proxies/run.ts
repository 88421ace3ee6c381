/** What a shim becomes: the default version of its tool, else the next program of that name on PATH.
 *  Follows toolchain §15.3, §16 and trap 45. Invariant: never another shim. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import { createMemo } from "@/base/memo.ts";
import type { ProcessPlan } from "@/base/ports.ts";
import { localIdOf } from "@/features/toolchain/core/names.ts";
import { PROXY_VARIABLES } from "@/features/toolchain/core/proxy_dir.ts";
import { planExec } from "@/features/toolchain/exec.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { findReadyTools, readConfiguredTools } from "@/features/toolchain/toolset.ts";
import { isShim } from "./core/shim.ts";

/** A call of a shim. */
export interface ProxyCall {
  readonly name: string;
  readonly args: readonly string[];
}

/** What to become. `own`: the words of the proxy itself; undefined when another program of the name is taken. */
export interface ProxyPlan {
  readonly plan: ProcessPlan;
  readonly toolchain: Toolchain;
  readonly own: readonly string[] | undefined;
}

/**
 * The Context of a shim: the project that it was put on PATH for, else the one of the working directory.
 * Where the variables name nothing, the working directory counts.
 */
export function proxyContext(ctx: Context): Context {
  const { configPath, versionsFile, installPath } = PROXY_VARIABLES;
  const named = {
    ATMOS_CLI_CONFIG_PATH: ctx.env[configPath],
    ATMOS_TOOL_VERSIONS: ctx.env[versionsFile],
    ATMOS_TOOLCHAIN_PATH: ctx.env[installPath],
  };
  const set = Object.entries(named).flatMap(([name, value]) => value ? [[name, value]] : []);
  return set.length === 0
    ? ctx
    : { ...ctx, env: { ...ctx.env, ...Object.fromEntries(set) }, once: createMemo() };
}

/**
 * Plans a call; installs the tool when it is missing. `ctx` is that of `proxyContext`; the tool gets `env`.
 * @throws Lookup `proxies/no-program` (exit 127); what `planExec` throws
 */
export async function planProxy(
  ctx: Context,
  env: Context["env"],
  { name, args }: ProxyCall,
): Promise<ProxyPlan> {
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  const { tool, args: own } = toolchain.config.proxies[name] ?? { tool: name, args: [] };
  const spec = await specOf(ctx, toolchain, tool);
  if (spec === undefined) {
    return { plan: await nextOnPath(ctx, env, { name, args }), toolchain, own: undefined };
  }
  const plan = await planExec(ctx, toolchain, {
    spec,
    args: [...own, ...args],
    install: true,
    async services() {
      const { openServices } = await import("@/features/toolchain/open_services.ts");
      return await openServices(ctx, toolchain);
    },
  });
  return { plan: { ...plan, env }, toolchain, own };
}

/** How the versions file knows a tool: by its name, its id, the end of its id, or a program that it brings. */
async function specOf(ctx: Context, toolchain: Toolchain, tool: string): Promise<string | undefined> {
  const configured = await readConfiguredTools(ctx, toolchain) ?? [];
  const id = localIdOf(tool, toolchain.names)?.id ?? tool;
  if (configured.some((each) => each.id.toLowerCase() === id.toLowerCase())) return tool;
  const ready = await findReadyTools(ctx, toolchain, configured);
  if (ready.some(({ name, installed }) => name === tool || installed.bins.has(tool))) return tool;
  return configured.find((each) => each.name === tool || each.id.endsWith(`/${tool}`))?.id;
}

/** The next program of the name on PATH that is no shim. */
async function nextOnPath(
  ctx: Context,
  env: Context["env"],
  { name, args }: ProxyCall,
): Promise<ProcessPlan> {
  for (
    const dir of (env["PATH"] ?? "").split(ctx.host.pathListSeparator).filter((dir) => dir.startsWith("/"))
  ) {
    const program = `${dir}/${name}`, info = await ctx.disk.stat(program).catch(() => undefined);
    if (info?.kind !== "file" || (info.mode & 0o111) === 0 || await isShimAt(ctx, program)) continue;
    return { program, args, env, cwd: ctx.cwd };
  }
  throw new LookupError("proxies/no-program", `${name} is not configured here, and not on PATH`, {
    hints: [`atmos toolchain add ${name}`],
    exitCode: 127,
  });
}

async function isShimAt(ctx: Context, path: string): Promise<boolean> {
  const reader = await ctx.disk.openRead(path);
  try {
    const head = new Uint8Array(256);
    return isShim(new TextDecoder().decode(head.subarray(0, await reader.read(head, 0))));
  } finally {
    reader.close();
  }
}
