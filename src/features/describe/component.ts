/** Everything that is known of an instance, as `describe component` prints it. Follows stacks §10.
 *  Invariant: nothing of other instances is evaluated. */
import { resolvePath } from "@/base/path.ts";
import { evaluateInstance, type EvaluateOptions } from "@/features/stacks/evaluate.ts";
import { identityOf, type Instance, typeDirectory } from "@/features/stacks/instances.ts";
import { isTree, type Tree, withoutMarkers } from "@/features/stacks/core/merge.ts";
import { isOpenType } from "@/features/stacks/core/section.ts";
import type { Session } from "@/features/stacks/session.ts";
import { commandLineFacts } from "./core/command_line.ts";
import { depsOf, sourcesOf } from "./core/sources.ts";

/** Keys of the short form. */
const SCHEMA_KEYS: readonly string[] = [
  "backend",
  "component",
  "dependencies",
  "env",
  "hooks",
  "imports",
  "metadata",
  "overrides",
  "providers",
  "settings",
  "vars",
];

/** The record in full. @throws as evaluating */
export async function describeInstance(
  session: Session,
  instance: Instance,
  options: EvaluateOptions,
): Promise<Tree> {
  const { manifest, type, name, key, stack, source, directory } = instance;
  const sections = await evaluateInstance(session, instance, options);
  const parts = [...new Map(manifest.parts.map((part) => [part.key, part])).values()].map((part) => ({
    key: part.file === manifest.parts.at(-1)?.file ? key : part.key,
    tree: treeOf(withoutMarkers(part.tree)),
  }));
  const question = { type, name, sections, inheritance: instance.inheritance, manifest: key, parts };
  const sources = sourcesOf(question);
  const isOpen = isOpenType(type);
  return {
    ...sections,
    ...identity(instance),
    ...commandLineFacts(session.ctx.env),
    ...depsOf(sources, question),
    sources,
    atmos_cli_config: cliConfig(session),
    cli_args: ["describe", "component"],
    component: source,
    component_info: {
      component_type: type,
      ...(isOpen ? {} : { component_path: resolvePath(typeDirectory(session.settings, type), directory) }),
    },
    component_type: type,
    imports: manifest.imports,
    stack,
  };
}

function treeOf(value: unknown): Tree {
  return isTree(value) ? value : {};
}

/** The names of an instance. */
function identity(instance: Instance): Tree {
  const { atmos_component, atmos_stack, atmos_stack_file, atmos_manifest, inheritance } = identityOf(
    instance,
  );
  return {
    atmos_component,
    atmos_stack,
    atmos_stack_file,
    atmos_manifest,
    ...(inheritance === undefined ? {} : { inheritance }),
  };
}

function cliConfig({ settings: { whole } }: Session): Tree {
  const { base_path, components, stacks, workflows } = whole.described;
  return { base_path, components, stacks, workflows };
}

/** The short form, or all of it with the Terraform files; without what is empty where that is wanted. */
export async function filtered(record: Tree, session: Session, isQueried: boolean): Promise<Tree> {
  const { describe } = session.settings.config;
  const isFull = isQueried || describe.component?.filter === "full";
  const kept = isFull ? await withTerraformConfig(record, session) : Object.fromEntries(
    SCHEMA_KEYS.filter((key) => Object.hasOwn(record, key)).map((key) => [key, record[key]]),
  );
  return describe.settings?.include_empty === false ? treeOf(withoutEmpty(kept)) : kept;
}

async function withTerraformConfig(record: Tree, { ctx }: Session): Promise<Tree> {
  const { component_info } = record;
  const { component_type, component_path } = treeOf(component_info);
  if (component_type !== "terraform" || typeof component_path !== "string") return record;
  const { terraformConfig } = await import("./terraform_config.ts");
  const terraform_config = await terraformConfig(ctx, component_path);
  if (terraform_config === undefined) return record;
  return { ...record, component_info: { ...treeOf(component_info), terraform_config } };
}

function withoutEmpty(value: unknown): unknown {
  if (!isTree(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withoutEmpty(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => !isEmpty(member)));
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "string" || Array.isArray(value)) return value.length === 0;
  return isTree(value) && Object.keys(value).length === 0;
}
