/** Notes what a reader of the configuration looks at, so that what he read can be remembered. Follows deno §2.7. */
import { watchedEnv } from "@/base/watched_env.ts";
import { type Look, watchedDisk } from "@/io/disk/watched_disk.ts";
import type { ConfigContext } from "./_context.ts";

/** What a configuration was read from. */
export interface Sources {
  /** Variables that somebody looked at. */
  readonly variables: Map<string, string | undefined>;
  /** Files and directories that somebody looked at. */
  readonly files: Map<string, Look>;
}

/** A context whose reader leaves his sources behind. */
export function watchSources(ctx: ConfigContext): { readonly ctx: ConfigContext; readonly sources: Sources } {
  const sources: Sources = { variables: new Map(), files: new Map() };
  const disk = watchedDisk(ctx.disk, { files: sources.files, onOther: () => {} });
  const env = watchedEnv(ctx.env, sources.variables, () => {});
  return { ctx: derived(ctx, { disk, env }), sources };
}

/** The same context with another disk or other variables. Whoever asks for signals begins to listen to them, so nothing is
 *  copied before somebody asks. */
export function derived(
  ctx: ConfigContext,
  { disk = ctx.disk, env = ctx.env }: Partial<Pick<ConfigContext, "disk" | "env">>,
): ConfigContext {
  const { cwd, flags, host, once } = ctx;
  return {
    cwd,
    disk,
    env,
    flags,
    host,
    once,
    get procs() {
      return ctx.procs;
    },
    get random() {
      return ctx.random;
    },
    get signal() {
      return ctx.signal;
    },
  };
}
