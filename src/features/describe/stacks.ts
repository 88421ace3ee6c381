/** Every stack with its components, as `describe stacks` prints them. Follows stacks §11.
 *  Invariant: what is filtered out is not evaluated. */
import { relativePath, resolvePath } from "@/base/path.ts";
import { distinctInstances } from "@/features/stacks/core/duplicates.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import { evaluateInstance, type EvaluateOptions } from "@/features/stacks/evaluate.ts";
import { type Instance, type StackFile, typeDirectory } from "@/features/stacks/instances.ts";
import { requireStacks } from "@/features/stacks/require_stacks.ts";
import { OPEN_TYPES } from "@/features/stacks/core/section.ts";
import type { Session } from "@/features/stacks/session.ts";

/** What is wanted; empty lists mean everything. */
export interface StacksFilter {
  /** Canonical name or file key. */
  readonly stack: string | undefined;
  /** Names, or what is printed as `component`. */
  readonly components: readonly string[];
  readonly types: readonly string[];
  readonly sections: readonly string[];
  /** Whether stacks without components are there. */
  readonly withEmpty: boolean;
}

/** Stack → `components` → type → component → section. @throws as loading and evaluating */
export async function describeStacks(
  session: Session,
  filter: StacksFilter,
  options: EvaluateOptions,
): Promise<Tree> {
  const files = await requireStacks(session);
  const stacks: Record<string, Record<string, Record<string, Tree>>> = {};
  const distinct = new Set(distinctInstances(files.flatMap(({ instances }) => instances)));
  for (const file of files) {
    for (const instance of file.instances) {
      if (!distinct.has(instance) || !isWanted(instance, filter)) continue;
      const record = chosen(await recordOf(session, instance, options), filter.sections);
      if (Object.keys(record).length === 0) continue;
      const types = stacks[instance.stack] ??= {};
      (types[instance.type] ??= {})[instance.name] = record;
    }
    const isEmpty = file.instances.length === 0 && filter.withEmpty;
    if (isEmpty && isOf(file, filter.stack)) stacks[file.stack] ??= {};
  }
  return Object.fromEntries(Object.entries(stacks).map(([name, components]) => [name, { components }]));
}

function isOf({ stack, key }: Pick<StackFile, "stack" | "key">, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === stack || wanted === key;
}

function isWanted(instance: Instance, { stack, components, types }: StacksFilter): boolean {
  const { name, source, type } = instance;
  return isOf(instance, stack) && (types.length === 0 || types.includes(type)) &&
    (components.length === 0 || components.includes(name) || components.includes(source));
}

async function recordOf(session: Session, instance: Instance, options: EvaluateOptions): Promise<Tree> {
  const { type, name, key, stack, source, directory, inheritance } = instance, { settings } = session;
  const { workspace, ...sections } = await evaluateInstance(session, instance, options);
  const path = relativePath(settings.basePath, resolvePath(typeDirectory(settings, type), directory));
  const isOpen = OPEN_TYPES.includes(type);
  return {
    ...sections,
    ...(type === "terraform" ? { workspace } : {}),
    ...(isOpen ? {} : { inheritance }),
    atmos_component: name,
    atmos_manifest: key,
    atmos_stack: stack,
    atmos_stack_file: key,
    component: source,
    component_info: { component_type: type, ...(isOpen ? {} : { component_path: path }) },
    stack,
  };
}

function chosen(record: Tree, sections: readonly string[]): Tree {
  if (sections.length === 0) return record;
  return Object.fromEntries(
    sections.filter((key) => Object.hasOwn(record, key)).map((key) => [key, record[key]]),
  );
}
