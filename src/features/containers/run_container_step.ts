/** Runs a container step. Follows containers §2. */
import type { Action } from "./core/step_fields.ts";
import type { ContainerAnswer, ContainerStep } from "./step.ts";

const ACTIONS: Readonly<Record<Action, () => Promise<(step: ContainerStep) => Promise<ContainerAnswer>>>> = {
  build: async () => (await import("./build.ts")).build,
  push: async () => (await import("./push.ts")).push,
  pull: async () => (await import("./push.ts")).pull,
  tag: async () => (await import("./push.ts")).tag,
  run: async () => (await import("./run.ts")).run,
  inspect: async () => (await import("./inspect.ts")).inspect,
};

/** @throws Config `containers/…`, Child `containers/failed` */
export async function runContainerStep(step: ContainerStep): Promise<ContainerAnswer> {
  return await (await ACTIONS[step.fields.action]())(step);
}
