/** Whether questions can be asked. Pure. Follows toolchain §14 and house trap 14.
 *  Invariant: nobody is asked where nobody can see the question or answer it. */
import type { Context } from "@/base/context.ts";
import { isCi } from "./style.ts";

/** Whether somebody sits at a terminal: stdin and stderr are one, and this is no automatic run. */
export function canAsk({ term, env }: Pick<Context, "term" | "env">): boolean {
  return term.stdinIsTty && term.stderrIsTty && !isCi(env) && env["TERM"] !== "dumb";
}
