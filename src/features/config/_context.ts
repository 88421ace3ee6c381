/** What loading the configuration needs. */
import type { Context } from "@/base/context.ts";

/** What loading needs. */
export type ConfigContext = Pick<
  Context,
  "cwd" | "disk" | "env" | "flags" | "host" | "once" | "procs" | "random" | "signal"
>;
