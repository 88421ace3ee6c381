/** `wait` and `cancel`, checked against the steps around them. Pure. Follows workflows §11.6. */
import { ConfigError } from "@/base/errors.ts";
import type { Step } from "./step.ts";

/** @throws Config `steps/bad-wait` when `for` names no earlier background step */
export function checkWait(step: Step, all: readonly Step[]): void {
  const fault = (title: string) =>
    new ConfigError("steps/bad-wait", `step \`${step.name}\` (${step.type}): ${title}`, { at: step.at });
  const written = step.fields["for"], names = Array.isArray(written) ? written : [written];
  if (names.length === 0 || names.some((name) => typeof name !== "string" || name === "")) {
    throw fault("needs `for`: the name of a background step, or a list of names");
  }
  for (const name of names) {
    const target = all.find((each) => each.name === name && each.position < step.position);
    if (target === undefined) throw fault(`no step \`${name}\` stands before it`);
    if (target.fields["background"] !== true) throw fault(`step \`${name}\` does not run in the background`);
  }
}
