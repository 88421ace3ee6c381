/** What a dry run shows. Follows containers §2.11. Invariant: a line can be pasted, and holds no value of a variable. */
import type { Context } from "@/base/context.ts";
import { quoteShWord } from "@/base/text/quote.ts";

/** One call, on stderr. */
export function tellCall({ out }: Pick<Context, "out">, program: string, args: readonly string[]): void {
  out.say("info", out.masked([program, ...args.map(quoteShWord)].join(" ")));
}
