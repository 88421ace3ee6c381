/** The types of steps: one row each, loaded when a list uses it. Follows workflows §11.
 *  Invariant: literal specifiers only, so that the compiled program holds every type. */
import { readGroup } from "../core/group.ts";
import type { StepKind } from "../core/step.ts";
import { checkWait } from "../core/waits.ts";
import type { StepHandler } from "../step_call.ts";

interface StepModule {
  readonly default: StepHandler;
}

/** A type of steps. */
export interface StepType extends StepKind {
  /** Whether it does nothing outside of the program, so that a dry run runs it. */
  readonly isHarmless?: boolean;
  /** Whether it tells itself what it would do in a dry run. */
  readonly isOwnPreview?: boolean;
  load(): Promise<StepModule>;
}

function runner(load: () => Promise<StepModule>): StepType {
  return { isRunner: true, isChild: true, load };
}

function harmless(load: () => Promise<StepModule>): StepType {
  return { isRunner: false, isHarmless: true, load };
}

function control(): StepType {
  return { isRunner: true, isOwnPreview: true, readGroup, load: () => import("./group.ts") };
}

const wait = (): Promise<StepModule> => import("./wait.ts");
const prompt = (): Promise<StepModule> => import("./prompt.ts");
const message = (): Promise<StepModule> => import("./message.ts");
const terminal = (): Promise<StepModule> => import("./terminal.ts");

/** Name → type. */
export const stepTypes: Readonly<Record<string, StepType>> = {
  atmos: runner(() => import("./atmos.ts")),
  shell: runner(() => import("./shell.ts")),
  script: runner(() => import("./script.ts")),
  exec: { isRunner: false, load: () => import("./exec.ts") },
  spin: runner(() => import("./spin.ts")),
  exit: { isRunner: false, load: () => import("./exit.ts") },
  env: harmless(() => import("./env.ts")),
  format: { ...harmless(() => import("./format.ts")), isChild: true },
  join: harmless(() => import("./join.ts")),
  toast: harmless(message),
  hint: harmless(message),
  markdown: harmless(message),
  log: harmless(() => import("./log.ts")),
  style: harmless(() => import("./style.ts")),
  table: harmless(() => import("./table_step.ts")),
  pager: harmless(() => import("./pager.ts")),
  stage: harmless(message),
  linebreak: harmless(terminal),
  clear: harmless(terminal),
  title: harmless(terminal),
  alert: harmless(terminal),
  sleep: { isRunner: false, isChild: true, load: () => import("./sleep.ts") },
  input: { isRunner: false, load: prompt },
  confirm: { isRunner: false, load: prompt },
  choose: { isRunner: false, load: prompt },
  filter: { isRunner: false, load: prompt },
  write: { isRunner: false, load: prompt },
  file: { isRunner: false, load: () => import("./file.ts") },
  container: { isRunner: true, isChild: true, isOwnPreview: true, load: () => import("./container.ts") },
  http: runner(() => import("./http.ts")),
  webhook: runner(() => import("./http.ts")),
  require: { isRunner: false, load: () => import("./require.ts") },
  assert: { isRunner: false, load: () => import("./require.ts") },
  archive: runner(() => import("./archive.ts")),
  workdir: { isRunner: false, load: () => import("./workdir.ts") },
  parallel: control(),
  matrix: control(),
  wait: { isRunner: false, check: checkWait, load: wait },
  "wait-all": { isRunner: false, load: wait },
  cancel: { isRunner: false, check: checkWait, load: wait },
};
