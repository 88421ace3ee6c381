/** An instance as lists of affected ones and of dependents show it. Follows stacks §12, §13.4. */
import { relativePath, resolvePath } from "@/base/path.ts";
import { OPEN_TYPES } from "@/features/stacks/core/section.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { type EvaluateOptions, evaluateSections } from "@/features/stacks/evaluate.ts";
import { type Instance, typeDirectory } from "@/features/stacks/instances.ts";
import type { Session } from "@/features/stacks/session.ts";
import { outsideNames } from "./core/outside_names.ts";
import { contextOf } from "./dependency_graph.ts";

/** What every item says; `settings` is null where nobody asked for it. */
export interface Item {
  readonly component: string;
  readonly component_type: string;
  /** From the base path. */
  readonly component_path: string;
  readonly namespace?: string;
  readonly tenant?: string;
  readonly environment?: string;
  readonly stage?: string;
  readonly stack: string;
  readonly stack_slug: string;
  readonly spacelift_stack?: string;
  readonly atlantis_project?: string;
}

/** What an item is made with. */
export interface ItemOptions extends EvaluateOptions {
  /** Whether the variables are there that say where the instance is. */
  readonly withContext: boolean;
}

/** @throws Config as evaluating */
export async function itemOf(
  session: Session,
  instance: Instance,
  { withContext, ...options }: ItemOptions,
): Promise<Item> {
  const { name, type, stack } = instance;
  return {
    component: name,
    component_type: type,
    component_path: OPEN_TYPES.includes(type) ? "" : componentPath(session, instance),
    ...(withContext ? await contextOf(session, instance, options) : {}),
    stack,
    stack_slug: slugOf(instance),
    ...await namesOutside(session, instance, options),
  };
}

/** Stack and component in one word. */
export function slugOf({ stack, name }: Pick<Instance, "stack" | "name">): string {
  return `${stack}-${name.replaceAll("/", "-")}`;
}

/** The directory of a component, from the base path. */
export function componentPath({ settings }: Session, { type, directory }: Instance): string {
  return relativePath(settings.basePath, resolvePath(typeDirectory(settings, type), directory));
}

/** The settings of an instance. @throws Config as evaluating */
export async function settingsOf(
  session: Session,
  instance: Instance,
  options: EvaluateOptions,
): Promise<Tree> {
  const { settings } = instance.sections;
  const evaluated = await evaluateSections(session, instance, { sections: { settings }, ...options });
  return isTree(evaluated["settings"]) ? evaluated["settings"] : {};
}

/** Only where settings speak of them, because variables may be dear. */
async function namesOutside(session: Session, instance: Instance, options: EvaluateOptions) {
  const { settings, vars } = instance.sections;
  const own = isTree(settings) ? settings : {};
  const spoken = ["spacelift", "atlantis"].filter((key) => Object.hasOwn(own, key));
  if (instance.type !== "terraform" || spoken.length === 0) return {};
  const sections = {
    settings: Object.fromEntries(spoken.map((key) => [key, own[key]])),
    ...(vars === undefined ? {} : { vars }),
  };
  const evaluated = await evaluateSections(session, instance, { sections, ...options });
  const templates = session.settings.config.integrations?.atlantis?.project_templates;
  return outsideNames({
    stack: instance.stack,
    component: instance.name,
    vars: isTree(evaluated["vars"]) ? evaluated["vars"] : {},
    settings: isTree(evaluated["settings"]) ? evaluated["settings"] : {},
    projectTemplates: isTree(templates) ? templates : {},
  });
}
