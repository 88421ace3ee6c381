/** `type: container`. Follows containers §2. */
import { containerFields } from "@/features/containers/core/step_fields.ts";
import { runContainerStep } from "@/features/containers/run_container_step.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { envEntries } from "../environment.ts";
import { outputView } from "../run_program.ts";
import type { StepHandler } from "../step_call.ts";

const container: StepHandler = async (call) => {
  const { ctx, step, env, setEnv, workingDirectory, list } = call;
  const written = containerFields(step.fields, step.name);
  const rendered = call.rendered(written.params, written.action);
  const view = outputView(call);
  const answer = await runContainerStep({
    ctx,
    name: step.name,
    fields: { ...written, params: isTree(rendered) ? rendered : {} },
    workingDirectory,
    env,
    setEnv,
    stepEnv: envEntries(step.fields["env"]).map(([name]) => name),
    stack: list.stackFlag ?? call.text("stack") ?? ctx.env["ATMOS_STACK"],
    isTty: step.fields["tty"] === true,
    isInteractive: step.fields["interactive"] === true,
    timeoutMs: step.timeoutMs,
    dryRun: list.dryRun,
    show: (stream, chunk) => view.write(stream, chunk),
  });
  view.end(answer.code);
  const isLate = answer.code === 124 && step.timeoutMs !== undefined;
  if (answer.code !== 0 && call.output === "none") ctx.out.talk(String(answer.metadata["stderr"] ?? ""));
  return {
    ...answer,
    ...(isLate ? { error: `step ${step.name} did not end within ${String(step.fields["timeout"])}` } : {}),
  };
};

export default container;
