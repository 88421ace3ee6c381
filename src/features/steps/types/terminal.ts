/** `linebreak`, `clear`, `title`, `alert`: small things for a terminal, on stderr. Follows workflows §11.3.
 *  Invariant: where no terminal is, nothing that steers one is written. */
import { NOTHING, type StepHandler } from "../step_call.ts";

const terminal: StepHandler = (call) => {
  const { ctx: { out, term }, step } = call, isTerminal = term.stderrIsTty;
  const content = call.text("content") ?? "";
  if (step.type === "linebreak") out.talk("\n".repeat(Number(call.text("count") ?? 1)));
  else if (step.type === "clear" && isTerminal) out.talk("\r\x1b[2K");
  else if (step.type === "title" && isTerminal) out.talk(`\x1b]0;${content}\x07`);
  else if (step.type === "alert") {
    if (isTerminal) out.talk("\x07");
    if (content !== "") out.say("info", content);
  }
  return Promise.resolve(NOTHING);
};

export default terminal;
