/** `type: atmos`: this program with other words. Follows workflows §3.2, §11.1.
 *  Invariant: it is this very program, whatever is called atmos on PATH. */
import { ConfigError } from "@/base/errors.ts";
import { commandWords, OpenQuoteError } from "../core/command_words.ts";
import { runProgram } from "../run_program.ts";
import type { StepCall, StepHandler } from "../step_call.ts";

const atmos: StepHandler = async (call) => {
  const { ctx, stack } = call, words = wordsOf(call);
  const cut = words.indexOf("--"), at = cut < 0 ? words.length : cut;
  const flags = stack === undefined ? [] : ["-s", stack];
  const args = [...words.slice(0, at), ...flags, ...words.slice(at)];
  ctx.out.say(
    "info",
    `▶ Executing command: atmos ${call.required("command").trim()}${
      stack === undefined ? "" : ` -s ${stack}`
    }`,
  );
  return await runProgram(call, { program: ctx.host.executable, args }, { isNested: true });
};

export default atmos;

function wordsOf(call: StepCall): readonly string[] {
  try {
    const words = commandWords(call.required("command"), call.env);
    return words[0] === "atmos" ? words.slice(1) : words;
  } catch (error) {
    if (!(error instanceof OpenQuoteError)) throw error;
    throw new ConfigError("steps/open-quote", error.message, {
      explanation: `Step \`${call.step.name}\`.`,
      at: call.step.at,
    });
  }
}
