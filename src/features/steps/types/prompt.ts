/** `input`, `confirm`, `choose`, `filter`, `write`: questions. Follows workflows §11.2.
 *  Invariant: where nobody can answer, the default counts, and without one it is an error. */
import { ConfigError } from "@/base/errors.ts";
import { canAnswer, noTerminal } from "../questions.ts";
import type { StepCall, StepHandler, StepResult } from "../step_call.ts";

const prompt: StepHandler = async (call) => {
  const { ctx, step } = call;
  const question = call.required("prompt");
  const options = ["choose", "filter"].includes(step.type) ? optionsOf(call) : [];
  const standIn = call.text("default");
  const isAsked = canAnswer(call);
  if (!isAsked && standIn === undefined) throw noTerminal(call);
  if (!isAsked) return answered(call, options, standIn ?? "");
  const { confirm, pick, askText } = await import("@/io/prompt/prompts.ts");
  switch (step.type) {
    case "confirm":
      return gated(call, await confirm(ctx, question));
    case "choose":
    case "filter": {
      const choices = options.map((value) => ({ value, label: value }));
      const value = await pick(ctx, { message: question, choices });
      return { code: 0, value, ...(step.type === "filter" ? { values: [value] } : {}) };
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

/** With `abort` a no ends the run. */
function gated({ step }: StepCall, answer: boolean): StepResult {
  const isAborted = !answer && step.fields["abort"] === true;
  return {
    code: isAborted ? 1 : 0,
    value: String(answer),
    ...(isAborted ? { error: `step ${step.name} was answered with no` } : {}),
  };
}

function answered(call: StepCall, options: readonly string[], value: string): StepResult {
  const { step } = call;
  if (step.type === "confirm") return gated(call, /^(?:yes|true|y|1)$/i.test(value.trim()));
  if (step.fields["password"] === true) call.ctx.out.secret(value);
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
  return { code: 0, value: values[0] ?? "", ...(step.type === "filter" ? { values } : {}) };
}

function optionsOf(call: StepCall): readonly string[] {
  const { step: { fields: { options }, name, type, at } } = call;
  const list = Array.isArray(options) ? options : [];
  if (list.length === 0) {
    throw new ConfigError("steps/missing-field", `Step \`${name}\` (type \`${type}\`): options is required`, {
      at,
    });
  }
  return list.map((option, index) => String(call.rendered(String(option), `options[${index}]`)));
}
