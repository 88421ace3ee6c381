/** What the doctor says about a project: its files, tools, lock file and proxies. Follows toolchain §4, §12, §16, §17.4.
 *  Invariant: nothing is written, no network is asked. */
import { version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { loadVersionConfig } from "@/features/config/load.ts";
import { listProxies } from "@/features/proxies/list.ts";
import { judgeConstraint } from "@/features/self/constraint.ts";
import { placeOf } from "@/features/support/report.ts";
import { findLocked, lockedVersion } from "@/features/toolchain/core/lock_file.ts";
import { proxyDir } from "@/features/toolchain/core/proxy_dir.ts";
import { latestPrefix, sameVersion } from "@/features/toolchain/core/tool_spec.ts";
import { readLock } from "@/features/toolchain/lock.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import {
  findConfigured,
  findReadyTools,
  folderOf,
  readConfiguredTools,
} from "@/features/toolchain/toolset.ts";
import type { Finding } from "./core/finding.ts";
import { judgePath } from "./core/path_order.ts";

/** Which release the project wants, and whether this one may run it. */
export async function checkVersion(ctx: Context): Promise<readonly Finding[]> {
  const { use, constraint } = await loadVersionConfig(ctx);
  if (constraint !== undefined) await judgeConstraint(ctx, constraint);
  if (use === undefined || use.version === "latest" || sameVersion(use.version, version)) return [];
  const summary = `the project runs with ${use.version}; this is ${version}, other commands switch`;
  return [{ check: "version", status: "note", summary, ...use.at ? { place: placeOf(use.at) } : {} }];
}

/** Whether the tools of the versions file are installed, and what the lock file says about them. */
export async function checkTools(ctx: Context, toolchain: Toolchain): Promise<readonly Finding[]> {
  const name = toolchain.versionsFileName;
  const configured = await readConfiguredTools(ctx, toolchain);
  if (configured === undefined) {
    const isBare = toolchain.configFile === undefined;
    const summary = isBare ? `there is no project here: no atmos.yaml, no ${name}` : `there is no ${name}`;
    return [{ check: "tools", status: "note", summary, fix: isBare ? "atmos init" : ADD }];
  }
  const wanted = configured.flatMap(({ id, versions }) => versions.map((version) => ({ id, version })));
  if (wanted.length === 0) {
    return [{ check: "tools", status: "note", summary: `${name} names no tool`, fix: ADD }];
  }
  const found = await Promise.all(wanted.map((tool) => findConfigured(ctx, toolchain, tool)));
  const missing = wanted.filter((_, index) => found[index] === undefined);
  const details = missing.map(({ id, version }) => `${id}@${version}`);
  const tools: Finding = missing.length === 0
    ? { check: "tools", status: "ok", summary: `${countOf(wanted.length)} of ${name}, all installed` }
    : {
      check: "tools",
      status: "warning",
      summary: `${missing.length} of ${countOf(wanted.length)} of ${name} not installed`,
      details,
      fix: "atmos toolchain install",
    };
  return [tools, await lockFinding(ctx, toolchain, wanted)];
}

const ADD = "atmos toolchain add terraform@1.9.8";

async function lockFinding(
  ctx: Context,
  toolchain: Toolchain,
  wanted: readonly { readonly id: string; readonly version: string }[],
): Promise<Finding> {
  const check = "lock_file", mode = toolchain.config.lockMode;
  if (mode === "off") return { check, status: "note", summary: "turned off by toolchain.lock" };
  const isFrozen = mode === "frozen";
  if (await ctx.disk.stat(toolchain.lockFile) === undefined) {
    return isFrozen
      ? { check, status: "error", summary: "there is none, and it must not be written", fix: thawFix(ctx) }
      : { check, status: "note", summary: "there is none yet; the first install makes it" };
  }
  const lock = await readLock(ctx, toolchain);
  const platform = `${ctx.host.os}_${ctx.host.arch}`;
  const missing = wanted.filter(({ id, version }) => {
    if (folderOf(version) !== undefined) return false;
    const concrete = latestPrefix(version) === undefined ? version : lockedVersion(lock, { id, version });
    return concrete === undefined || !findLocked(lock, { id, version: concrete }, platform);
  });
  if (missing.length === 0) return { check, status: "ok", summary: `all tools are locked for ${platform}` };
  return {
    check,
    status: isFrozen ? "error" : "warning",
    summary: `${countOf(missing.length)} not locked for ${platform}`,
    details: missing.map(({ id, version }) => `${id}@${version}`),
    fix: isFrozen ? thawFix(ctx) : "atmos toolchain lock",
  };
}

function thawFix({ env }: Context): string {
  return env["ATMOS_TOOLCHAIN_LOCKED"]
    ? "unset ATMOS_TOOLCHAIN_LOCKED; atmos toolchain lock"
    : "Write `lock: auto` into toolchain of atmos.yaml, then: atmos toolchain lock";
}

/** Whether PATH leads to the tools of the project. */
export async function checkPath(ctx: Context, toolchain: Toolchain): Promise<readonly Finding[]> {
  const path = ctx.env["PATH"] ?? "";
  const ready = await findReadyTools(ctx, toolchain, await readConfiguredTools(ctx, toolchain) ?? []);
  const named = ready.flatMap(({ installed }) =>
    [...installed.bins].map(([name, program]) => ({ name, dir: program.slice(0, program.lastIndexOf("/")) }))
  );
  const programs = await Promise.all(
    named.map(async (program) => ({ ...program, found: await ctx.procs.find(program.name, path) })),
  );
  return [judgePath({
    dirs: path.split(ctx.host.pathListSeparator),
    installRoot: toolchain.installRoot,
    proxyDir: proxyDir(toolchain.installRoot),
    programs,
  })];
}

/** Whether the proxies are as the configuration wants them. */
export async function checkProxies(ctx: Context, toolchain: Toolchain): Promise<readonly Finding[]> {
  const check = "proxies", rows = await listProxies(ctx, toolchain);
  if (rows.length === 0) return [];
  const foreign = rows.filter(({ state }) => state === "foreign");
  const wrong = rows.filter(({ state }) => state === "missing" || state === "stale");
  const dir = proxyDir(toolchain.installRoot);
  const isOnPath = (ctx.env["PATH"] ?? "").split(ctx.host.pathListSeparator).includes(dir);
  const findings: Finding[] = foreign.map(({ name, path }) => ({
    check,
    status: "warning",
    summary: `${path} is not made by atmos, so ${name} has no proxy`,
    fix: `Move it away, then: ${SYNC}`,
  }));
  if (wrong.length > 0) {
    const details = wrong.map(({ name, state }) => `${name} is ${state}`);
    findings.push({ check, status: "warning", summary: "not as configured", details, fix: SYNC });
  }
  if (!isOnPath) {
    findings.push({
      check,
      status: "note",
      summary: `${dir} is not on PATH`,
      fix: `export PATH="${dir}:$PATH"`,
    });
  }
  return findings.length > 0 ? findings : [{ check, status: "ok", summary: `${rows.length} in place` }];
}

const SYNC = "atmos toolchain proxy install";

function countOf(count: number): string {
  return count === 1 ? "1 tool" : `${count} tools`;
}
