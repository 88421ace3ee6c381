/** `type: script`: a text for an interpreter. Follows workflows §11.1. */
import { ConfigError } from "@/base/errors.ts";
import { baseName } from "@/base/path.ts";
import { shellWords } from "@/base/text/shell_words.ts";
import { runProgram } from "../run_program.ts";
import type { StepHandler } from "../step_call.ts";

const script: StepHandler = async (call) => {
  const { step } = call;
  if (step.fields["command"] !== undefined) {
    throw new ConfigError("steps/script-command", "a script step takes `script`, not `command`", {
      explanation: `Step \`${step.name}\`.`,
      at: step.at,
    });
  }
  const [program = "", ...words] = shellWords(call.required("interpreter")), text = call.required("script");
  const { args, stdin } = feeding(baseName(program), text);
  return await runProgram(call, { program, args: [...words, ...args] }, stdin === undefined ? {} : { stdin });
};

export default script;

/** How an interpreter takes its script. */
function feeding(
  program: string,
  text: string,
): { readonly args: readonly string[]; readonly stdin?: string } {
  if (/^(?:bash|sh|dash|ksh|zsh)$/.test(program)) return { args: ["-c", text] };
  if (program === "node") return { args: ["-e", text] };
  if (/^(?:pwsh|powershell)$/.test(program)) {
    return { args: ["-NoProfile", "-NonInteractive", "-Command", "-"], stdin: text };
  }
  if (program === "cmd") return { args: ["/S", "/C", text] };
  return { args: ["-"], stdin: text };
}
