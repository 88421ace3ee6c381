/** The Spacelift components that manage an instance. Follows stacks §13.2 (`--include-spacelift-admin-stacks`). */
import { ConfigError } from "@/base/errors.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { type EvaluateOptions, evaluateSections } from "@/features/stacks/evaluate.ts";
import type { Instance } from "@/features/stacks/instances.ts";
import type { Session } from "@/features/stacks/session.ts";
import { CONTEXT_KEYS } from "./core/dependencies.ts";
import { contextOf } from "./dependency_graph.ts";

/**
 * Those that `settings.spacelift.admin_stack_selector` finds: `component`, and variables of the stack where it is; what it
 * leaves out is as in the instance.
 * @throws Config `affected/admin-disabled`
 */
export async function adminInstances(
  session: Session,
  { instance, all }: { readonly instance: Instance; readonly all: readonly Instance[] },
  options: EvaluateOptions,
): Promise<readonly Instance[]> {
  const selector = (await spaceliftOf(session, instance, options))["admin_stack_selector"];
  if (instance.type !== "terraform" || !isTree(selector)) return [];
  const { component } = selector;
  if (typeof component !== "string") return [];
  const own = await contextOf(session, instance, options);
  const wanted = CONTEXT_KEYS.map((
    key,
  ) => [key, selector[key] === undefined ? own[key] : String(selector[key])]);
  const found: Instance[] = [];
  for (const each of all) {
    if (each.type !== "terraform" || each.name !== component) continue;
    const there: Readonly<Record<string, string>> = await contextOf(session, each, options);
    if (!wanted.every(([key = "", value]) => there[key] === value)) continue;
    if ((await spaceliftOf(session, each, options))["workspace_enabled"] !== true) {
      throw disabled(instance, each);
    }
    found.push(each);
  }
  return found;
}

async function spaceliftOf(session: Session, instance: Instance, options: EvaluateOptions) {
  const { settings } = instance.sections;
  if (!isTree(settings) || settings["spacelift"] === undefined) return {};
  const sections = { settings: { spacelift: settings["spacelift"] } };
  const evaluated = (await evaluateSections(session, instance, { sections, ...options }))["settings"];
  return isTree(evaluated) && isTree(evaluated["spacelift"]) ? evaluated["spacelift"] : {};
}

function disabled(instance: Instance, admin: Instance): ConfigError {
  return new ConfigError(
    "affected/admin-disabled",
    `the component '${admin.name}' in the stack '${admin.stack}' cannot manage others`,
    {
      explanation:
        `settings.spacelift.admin_stack_selector of '${instance.name}' in '${instance.stack}' names it, but its settings.spacelift.workspace_enabled is not true.`,
      hints: ["Set it to true there, or name another component."],
      at: { file: admin.key },
    },
  );
}
