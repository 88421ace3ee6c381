/** Asks the person at the terminal. The only user of @clack/prompts, which loads with the first question.
 *  Follows DECISIONS "Dependencies" and house trap 14. Invariant: stdout stays empty; whoever asks has made sure that
 *  there is a terminal. */
import process from "node:process";
import { isCancel, select, text } from "@clack/prompts";
import { CancelledError } from "@/base/errors.ts";

/** Asks for a text. @throws Cancelled `prompt/cancelled` */
export async function askText(
  message: string,
  options: {
    readonly placeholder?: string;
    readonly initial?: string;
    check?(text: string): string | undefined;
  },
): Promise<string> {
  const answer = await text({
    message,
    output: sizedStderr(),
    ...options.placeholder === undefined ? {} : { placeholder: options.placeholder },
    ...options.initial === undefined ? {} : { initialValue: options.initial },
    validate: (value) => options.check?.(value ?? ""),
  });
  return isCancel(answer) ? cancel() : answer ?? "";
}

/** Lets one of several values be picked. @throws Cancelled `prompt/cancelled` */
export async function askOne(
  message: string,
  values: readonly { readonly value: string; readonly hint?: string }[],
): Promise<string> {
  const options = values.map(({ value, hint }) => ({ value, label: value, ...hint ? { hint } : {} }));
  const answer = await select({ message, options, output: sizedStderr() });
  return isCancel(answer) ? cancel() : answer;
}

/** A terminal that does not know its size would get one letter a line. */
function sizedStderr(): typeof process.stderr {
  for (const [name, value] of [["columns", 80], ["rows", 24]] as const) {
    if (!process.stderr[name]) Object.defineProperty(process.stderr, name, { value, configurable: true });
  }
  return process.stderr;
}

function cancel(): never {
  throw new CancelledError("prompt/cancelled", "cancelled");
}
