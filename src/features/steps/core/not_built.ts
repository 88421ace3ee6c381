/** What a step may ask for and this program does not do yet. Follows containers §5, §6.
 *  Invariant: what asks for a container never runs on the machine instead. */
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import type { Step } from "./step.ts";

/** @throws Config `steps/not-built` for steps that run in a container around them, or beside the others */
export function checkBuilt({ name, type, fields, at }: Step): void {
  if (INSIDE.includes(type) && asks(fields["container"])) throw sandbox(name, at);
  if (fields["background"] !== true) return;
  throw new ConfigError("steps/not-built", "services in the background are not supported yet", {
    explanation:
      `Step ${name} has \`background: true\`; run like any other, it would block the steps after it.`,
    hints: ["Start the service outside of the workflow, and remove the step."],
    at,
  });
}

/** @param container the key of that name of a workflow @throws Config `steps/not-built` where a step would run in it */
export function checkSandbox(container: unknown, steps: readonly Step[]): void {
  if (!asks(container)) return;
  for (const { name, type, fields, group, at } of steps) {
    if (INSIDE.includes(type) && fields["container"] !== false) throw sandbox(name, at);
    checkSandbox(container, (group?.children ?? []).map(({ step }) => step));
  }
}

/** Steps of other types run on the machine all the same. */
const INSIDE = ["shell", "script"];

function asks(container: unknown): boolean {
  return container !== undefined && container !== null && container !== false;
}

function sandbox(name: string, at: SourcePosition | undefined): ConfigError {
  return new ConfigError("steps/not-built", "a `container` around steps is not supported yet", {
    explanation: `Step ${name} asks to run in one; running on this machine instead could harm it.`,
    hints: ["Make it a step of type container, or give it `container: false` to run on this machine."],
    at,
  });
}
