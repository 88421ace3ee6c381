/** Questions to the person at the terminal. The only user of @clack/prompts; loaded by the first question.
 *  Follows toolchain §13.3, §13.18, §14 and DECISIONS Dependencies.
 *  Invariant: questions are drawn on stderr, because stdout is data; whoever asks has made sure that there is a terminal. */
import { autocomplete, confirm as confirmPrompt, isCancel, text } from "@clack/prompts";
import process from "node:process";
import type { Context } from "@/base/context.ts";
import { CancelledError } from "@/base/errors.ts";

type AskContext = Pick<Context, "signal" | "term">;

/** Something to choose. */
export interface Choice {
  readonly value: string;
  /** The value, and what is known of it. */
  readonly label: string;
}

/** Lines of choices that are shown at a time. */
const MOST_LINES = 12;
const USUAL_ROWS = 24;

/** Some terminals say that they have no columns and no rows, and would get a letter a line. */
function streams({ term }: AskContext): { input: typeof process.stdin; output: typeof process.stderr } {
  const size = { columns: { value: term.columns() }, rows: { value: process.stderr.rows || USUAL_ROWS } };
  const output = Object.create(process.stderr, size);
  return { input: process.stdin, output };
}

/** Asks for yes or no; Enter alone means no. @throws Cancelled `prompt/cancelled`, the signal's reason */
export async function confirm(ctx: AskContext, message: string): Promise<boolean> {
  return answered(
    ctx,
    await confirmPrompt({ message, initialValue: false, signal: ctx.signal, ...streams(ctx) }),
  );
}

/**
 * Lets somebody pick one of several values, narrowing them down by typing a part of one.
 * @param choices at least one
 * @throws Cancelled `prompt/cancelled`, the signal's reason
 */
export async function pick(
  ctx: AskContext,
  question: { readonly message: string; readonly choices: readonly Choice[] },
): Promise<string> {
  return answered(
    ctx,
    await autocomplete({
      message: question.message,
      options: [...question.choices],
      maxItems: MOST_LINES,
      filter: (typed, { value }) => value.includes(typed.trim()),
      validate: (value) => value === undefined ? "Nothing fits" : undefined,
      signal: ctx.signal,
      ...streams(ctx),
    }),
  );
}

/** Asks for a text; `fault` tells what is wrong with one. @throws Cancelled `prompt/cancelled`, the signal's reason */
export async function askText(
  ctx: AskContext,
  question: {
    readonly message: string;
    readonly placeholder: string;
    fault(text: string): string | undefined;
  },
): Promise<string> {
  const { message, placeholder } = question;
  const validate = (value = "") => question.fault(value);
  const answer = await text({ message, placeholder, validate, signal: ctx.signal, ...streams(ctx) });
  return answered(ctx, answer) ?? "";
}

function answered<T>(ctx: AskContext, answer: T): Exclude<T, symbol> {
  if (!isCancel(answer)) return answer as Exclude<T, symbol>;
  if (ctx.signal.aborted) throw ctx.signal.reason;
  throw new CancelledError("prompt/cancelled", "cancelled");
}
