/** Tells which shims there are and should be. Follows toolchain §13.14. Invariant: nothing is changed. */
import type { Context } from "@/base/context.ts";
import { proxyDir } from "@/features/toolchain/core/proxy_dir.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { namesIn, projectIn } from "./core/record.ts";
import { shimPath, type ShimState, shimState } from "./shim_file.ts";
import { readRecord } from "./sync.ts";
import { wantedProxies } from "./wanted.ts";

/** A shim that the project wants, or wanted when it was last made. Keys are those of the output. */
export interface ProxyRow {
  readonly name: string;
  readonly tool: string;
  readonly args: readonly string[];
  readonly path: string;
  readonly state: ShimState;
}

/** Sorted by name. @throws Config `proxies/bad-name` */
export async function listProxies(ctx: Context, toolchain: Toolchain): Promise<readonly ProxyRow[]> {
  const record = await readRecord(ctx, toolchain), before = projectIn(record, toolchain.root);
  const wanted = await wantedProxies(ctx, toolchain, before);
  const names = [...new Set([...wanted.names, ...before.names])].sort();
  const dir = proxyDir(toolchain.installRoot), { proxies } = toolchain.config;
  return await Promise.all(names.map(async (name): Promise<ProxyRow> => {
    const { tool, args } = Object.hasOwn(proxies, name) && proxies[name] || { tool: name, args: [] };
    const state = await shimState(ctx, { dir, name }, namesIn(record).has(name));
    const isWanted = wanted.names.includes(name);
    return {
      name,
      tool,
      args,
      path: shimPath(ctx, { dir, name }),
      state: state === "ready" && !isWanted ? "stale" : state,
    };
  }));
}
