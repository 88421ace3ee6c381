/** `input`, `confirm`, `choose`, `filter`, `write`: questions. Follows workflows §11.2.
 *  Invariant: where nobody can answer, the default counts, and without one it is an error. */
import { ConfigError } from "@/base/errors.ts";
import type { StepCall, StepHandler, StepResult } from "../step_call.ts";

const prompt: StepHandler = async (call) => {
  const { ctx, step } = call;
  const question = call.required("prompt");
  const options = ["choose", "filter"].includes(step.type) ? optionsOf(call) : [];
  const standIn = step.fields["default"] === undefined ? undefined : call.text("default") ?? "";
  const isAsked = canAnswer(call);
  if (!isAsked && standIn === undefined) throw noTerminal(call);
  if (!isAsked) return answered(call, options, standIn ?? "");
  const { confirm, pick, askText } = await import("@/io/prompt/prompts.ts");
  switch (step.type) {
    case "confirm":
      return { code: 0, value: String(await confirm(ctx, question)) };
    case "choose":
    case "filter": {
      const choices = options.map((value) => ({ value, label: value }));
      const value = await pick(ctx, { message: question, choices });
      return { code: 0, value, values: [value] };
    }
    default: {
      const value = await askText(ctx, {
        message: question,
        placeholder: call.text("placeholder") ?? "",
        fault: () => undefined,
      });
      if (step.fields["password"] === true) ctx.out.secret(value);
      return { code: 0, value: value === "" ? standIn ?? "" : value };
    }
  }
};

export default prompt;

/** Whether somebody sees the question and can answer it. */
function canAnswer({ ctx: { term, env, flags } }: StepCall): boolean {
  const isForced = /^(?:1|true|yes|on)$/i.test(env["ATMOS_FORCE_TTY"] ?? "");
  return flags.interactive !== false &&
    ((term.stdinIsTty && term.stdoutIsTty) || (isForced && term.stdinIsTty));
}

function answered({ step }: StepCall, options: readonly string[], value: string): StepResult {
  if (step.type === "confirm") return { code: 0, value: String(/^(?:yes|true|y|1)$/i.test(value.trim())) };
  const isMany = step.type === "filter" && step.fields["multiple"] === true;
  const values = isMany ? value.split(",").map((each) => each.trim()) : [value];
  if (options.length > 0) {
    const bad = values.find((each) => !options.includes(each));
    if (bad !== undefined) {
      throw new ConfigError("steps/bad-default", `the default is none of the options: ${bad}`, {
        explanation: `Step \`${step.name}\`: the options are ${options.join(", ")}.`,
        at: step.at,
      });
    }
    const limit = Number(step.fields["limit"] ?? 0);
    if (limit > 0 && values.length > limit) {
      throw new ConfigError("steps/too-many", `the default has more than ${limit} choices: ${value}`, {
        explanation: `Step \`${step.name}\`: limit is ${limit}.`,
        at: step.at,
      });
    }
  }
  return { code: 0, value: values[0] ?? "", values };
}

function optionsOf(call: StepCall): readonly string[] {
  const { options } = call.step.fields;
  if (!Array.isArray(options) || options.length === 0) call.required("options");
  const list = Array.isArray(options) ? options : [];
  return list.map((option, index) => String(call.rendered(String(option), `options[${index}]`)));
}

function noTerminal({ step }: StepCall): ConfigError {
  return new ConfigError("steps/no-terminal", "interactive terminal required for step", {
    explanation: `Step \`${step.name}\` (type \`${step.type}\`) asks, and nobody can answer.`,
    hints: ["Set `default` on the step, or run this in a terminal."],
    at: step.at,
  });
}
