/** Which instances depend on which, in all stacks. Follows stacks §7.5, §12.
 *  Invariants: of an instance only what it says about dependencies is evaluated; types are not compared. */
import { distinctInstances } from "@/features/stacks/core/duplicates.ts";
import { isAbstract } from "@/features/stacks/core/inherit.ts";
import { isTree, mergeValues, type Tree } from "@/features/stacks/core/merge.ts";
import { type EvaluateOptions, evaluateSections } from "@/features/stacks/evaluate.ts";
import type { Instance } from "@/features/stacks/instances.ts";
import { requireStacks } from "@/features/stacks/require_stacks.ts";
import type { Session } from "@/features/stacks/session.ts";
import {
  CONTEXT_KEYS,
  type Dependencies,
  dependenciesOf,
  type NeededComponent,
} from "./core/dependencies.ts";

/** An instance and what it is bound to. */
export interface GraphNode {
  readonly instance: Instance;
  /** What it depends on, in the order in which it says so. */
  readonly needs: readonly GraphNode[];
  /** What depends on it, by stack and name. */
  readonly neededBy: readonly GraphNode[];
}

/** Every instance, by stack, name and type; what cannot run needs nothing. @throws Config of manifests, dependencies */
export async function dependencyGraph(
  session: Session,
  options: EvaluateOptions,
): Promise<readonly GraphNode[]> {
  const files = await requireStacks(session);
  const instances = distinctInstances(files.flatMap((file) => file.instances));
  const nodes = instances.toSorted(byPlace).map((instance) => ({
    instance,
    needs: [] as GraphNode[],
    neededBy: [] as GraphNode[],
  }));
  const byName = Map.groupBy(nodes, ({ instance }) => instance.name);
  const contexts = contextsOf(session, options);
  for (const node of nodes) {
    if (!mayRun(node.instance)) continue;
    const { components } = await declaredDependencies(session, node.instance, options);
    for (const needed of components) {
      const fits = await placeTest(node.instance, needed, contexts);
      for (const target of byName.get(needed.component) ?? []) {
        if (target === node || node.needs.includes(target) || !await fits(target.instance)) continue;
        node.needs.push(target);
        target.neededBy.push(node);
      }
    }
  }
  return nodes;
}

/** What an instance says. @throws Config `stacks/bad-dependency`, and as evaluating */
export async function declaredDependencies(
  session: Session,
  instance: Instance,
  options: EvaluateOptions,
): Promise<Dependencies> {
  const { dependencies, settings } = instance.sections;
  const old = mergeValues(
    [...instance.bases.map(({ body }) => body), ownBody(instance)].map(legacyOf),
    "replace",
  );
  const sections: Tree = {
    ...(dependencies === undefined ? {} : { dependencies }),
    ...(isTree(settings) && settings["depends_on"] !== undefined
      ? { settings: { depends_on: settings["depends_on"] } }
      : {}),
    ...(old === undefined ? {} : { depends_on: old }),
  };
  if (Object.keys(sections).length === 0) return { components: [], files: [], folders: [] };
  const evaluated = await evaluateSections(session, instance, { sections, ...options });
  return dependenciesOf(evaluated, { component: instance.name, manifest: instance.key });
}

/** What is written at the component itself. */
function ownBody({ manifest: { tree }, type, name }: Instance): Tree {
  const ofType = isTree(tree["components"]) ? tree["components"][type] : undefined;
  const body = isTree(ofType) ? ofType[name] : undefined;
  return isTree(body) ? body : {};
}

function legacyOf(body: Tree): unknown {
  return body["depends_on"];
}

/** Neither abstract nor disabled. */
export function mayRun({ sections }: Instance): boolean {
  const { metadata } = sections;
  return !isAbstract(sections) && !(isTree(metadata) && metadata["enabled"] === false);
}

function byPlace(a: Instance, b: Instance): number {
  const [x, y] = [a, b].map(({ stack, name, type }) => [stack, name, type].join("\u0000"));
  return (x ?? "") < (y ?? "") ? -1 : 1;
}

type Contexts = (instance: Instance) => Promise<Readonly<Record<string, string>>>;

/** The variables that say where an instance is; each is worked out once. */
function contextsOf(session: Session, options: EvaluateOptions): Contexts {
  const known = new Map<Instance, Promise<Readonly<Record<string, string>>>>();
  return (instance) => {
    const found = known.get(instance) ?? contextOf(session, instance, options);
    known.set(instance, found);
    return found;
  };
}

/** `namespace`, `tenant`, `environment`, `stage`, as far as the variables of an instance have them. */
export async function contextOf(
  session: Session,
  instance: Instance,
  options: EvaluateOptions,
): Promise<Readonly<Record<string, string>>> {
  const all = isTree(instance.sections["vars"]) ? instance.sections["vars"] : {};
  const wanted = CONTEXT_KEYS.filter((key) => Object.hasOwn(all, key));
  if (wanted.length === 0) return {};
  const vars = Object.fromEntries(wanted.map((key) => [key, all[key]]));
  const evaluated = await evaluateSections(session, instance, { sections: { vars }, ...options });
  const found = isTree(evaluated["vars"]) ? evaluated["vars"] : {};
  return Object.fromEntries(
    CONTEXT_KEYS.flatMap((key) => {
      const value = found[key];
      const isText = ["string", "number", "bigint", "boolean"].includes(typeof value) && value !== "";
      return isText ? [[key, String(value)]] : [];
    }),
  );
}

/** Whether an instance is where the dependency points. */
async function placeTest(
  from: Instance,
  { stack, context = {} }: NeededComponent,
  contexts: Contexts,
): Promise<(to: Instance) => boolean | Promise<boolean>> {
  if (stack !== undefined) return (to) => to.stack === stack || to.key === stack;
  if (Object.keys(context).length === 0) return (to) => to.stack === from.stack;
  const wanted: Readonly<Record<string, string>> = { ...await contexts(from), ...context };
  return async (to) => {
    const there = await contexts(to);
    return CONTEXT_KEYS.every((key) => there[key] === wanted[key]);
  };
}
