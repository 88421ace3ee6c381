/** A call of a shim that has no answer: finds what it becomes, installs it when it is missing, and leaves an answer.
 *  Follows toolchain §15.3, §16. Invariant: the program gets the words, the directory and the environment of the shim. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import type { ProxyCall } from "@/base/invoked_proxy.ts";
import { PROXY_VARIABLES } from "@/features/toolchain/core/proxy_dir.ts";
import { openQuietly } from "@/features/toolchain/open.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { requireInstallable } from "@/features/toolchain/toolset.ts";
import { nextOnPath } from "./next_on_path.ts";
import { observe } from "./observe.ts";
import { rememberAnswer } from "./remember_answer.ts";
import { findTarget, type Target } from "./target.ts";

/** What became of a name. */
interface Found {
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * Becomes what the name of a call means.
 * @returns undefined when a link's name means nothing
 * @throws Lookup `proxies/no-program` (exit 127); what reading the project, installing and starting throw
 */
export async function becomeProxy(
  ctx: Context,
  { name, args, isLink }: ProxyCall,
): Promise<number | undefined> {
  const found = await findProgram(ctx, name);
  if (found) {
    const words = [...found.args, ...args];
    return await ctx.procs.replace({ program: found.program, args: words, env: ctx.env, cwd: ctx.cwd });
  }
  if (isLink) return undefined;
  throw new LookupError("proxies/no-program", `${name} is not configured here, and not on PATH`, {
    hints: [`atmos toolchain add ${name}`],
    exitCode: 127,
  });
}

async function findProgram(ctx: Context, name: string): Promise<Found | undefined> {
  const first = await lookUp(ctx, name);
  if (first.target.kind !== "missing") return await withAnswer(ctx, name, first);
  const program = await install(ctx, first.toolchain, first.target);
  const second = await lookUp(ctx, name);
  if (second.target.kind === "program") return await withAnswer(ctx, name, second);
  // Only a registry knows this name, so that every call has to ask.
  return { program, args: second.args };
}

interface LookedUp extends Pick<ReturnType<typeof observe>, "ctx" | "conditions"> {
  readonly toolchain: Toolchain;
  readonly target: Target;
  readonly args: readonly string[];
  readonly startedAt: number;
}

async function lookUp(ctx: Context, name: string): Promise<LookedUp> {
  const startedAt = ctx.clock.now();
  const watched = observe(ctx);
  const toolchain = await openProject(watched.ctx);
  // What is remembered of it was found by its time only.
  if (toolchain.configFile !== undefined) await watched.ctx.disk.readText(toolchain.configFile);
  const target = await findTarget(watched.ctx, toolchain, name);
  const { proxies } = toolchain.config;
  const args = Object.hasOwn(proxies, name) ? proxies[name]?.args ?? [] : [];
  return { ...watched, toolchain, target, args, startedAt };
}

/**
 * The project that a shim was put on PATH for, where variables say so, seen from its directory; else that of the
 * working directory. What somebody set himself wins.
 */
async function openProject(ctx: Context): Promise<Toolchain> {
  const { configPath, versionsFile, installPath } = PROXY_VARIABLES;
  const cwd = ctx.env[configPath];
  if (!cwd?.startsWith("/") || (await ctx.disk.stat(cwd))?.kind !== "directory") {
    return await openQuietly(ctx);
  }
  const flags = {
    "tool-versions": ctx.env["ATMOS_TOOL_VERSIONS"] ? undefined : ctx.env[versionsFile] || undefined,
    "toolchain-path": ctx.env["ATMOS_TOOLCHAIN_PATH"] ? undefined : ctx.env[installPath] || undefined,
  };
  const there: Context = Object.create(ctx, { cwd: { value: cwd } });
  return await openQuietly(there, { flags, given: new Set(Object.keys(flags)) });
}

async function withAnswer(ctx: Context, name: string, found: LookedUp): Promise<Found | undefined> {
  const { target } = found;
  const program = target.kind === "program" ? target.program : await nextOnPath(found.ctx, name, ctx.disk);
  if (program === undefined) return undefined;
  const args = target.kind === "program" ? target.args : [];
  await rememberAnswer(ctx, {
    name,
    program,
    args,
    conditions: found.conditions(),
    startedAt: found.startedAt,
  });
  return { program, args };
}

/** Answers the program that was installed. */
async function install(
  ctx: Context,
  toolchain: Toolchain,
  { spec, listed }: Extract<Target, { kind: "missing" }>,
): Promise<string> {
  if (listed) requireInstallable(toolchain, listed, listed.versions[0] ?? "");
  const { planExec } = await import("@/features/toolchain/exec.ts");
  const plan = await planExec(ctx, toolchain, {
    spec,
    args: [],
    install: toolchain.config.autoInstall !== "off",
  });
  return plan.program;
}
