/** Whether questions can be asked. Pure. Follows toolchain §14 and house trap 14.
 *  Invariant: nobody is asked where nobody can see the question or answer it. */
import type { Context } from "@/base/context.ts";
import { isCi } from "./style.ts";

/** Whether somebody sits at a terminal who wants to be asked: stdin and stderr are one, this is no automatic run, and
 *  nobody said `--interactive=false`. */
export function canAsk({ term, env, flags }: Pick<Context, "term" | "env" | "flags">): boolean {
  return flags.interactive !== false && term.stdinIsTty && term.stderrIsTty && !isCi(env) &&
    env["TERM"] !== "dumb";
}
