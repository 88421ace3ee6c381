/** The instance that a component and a stack on the command line mean. Follows stacks §8.1, §8.2.
 *  Invariant: nothing but the canonical name and the key of the file is accepted. */
import { LookupError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { instanceAt, isPath } from "./component_path.ts";
import { distinctInstances } from "./core/duplicates.ts";
import { SECTIONS } from "./core/section.ts";
import type { Instance, StackFile } from "./instances.ts";
import { requireStacks } from "./require_stacks.ts";
import type { Session } from "./session.ts";

/** What was typed. */
export interface InstanceName {
  readonly component: string;
  readonly stack: string;
  /** Of the component; any, in their order, unless given. */
  readonly type?: string;
}

/**
 * @throws Lookup `stacks/no-instance`, `stacks/no-manifests`; Config of manifests, `stacks/no-name`, `stacks/duplicate`
 */
export async function findInstance(session: Session, wanted: InstanceName): Promise<Instance> {
  const { component, stack } = wanted;
  const key = stack.indexOf("/") > 0 ? stack : undefined;
  const files = await requireStacks(session, key);
  const ofStack = files.flatMap(({ instances }) => instances)
    .filter((instance) => instance.stack === stack || instance.key === stack)
    .filter(({ type }) => wanted.type === undefined || type === wanted.type);
  if (isPath(component)) return instanceAt(session, { path: component, stack, instances: ofStack });
  const found = ofStack.filter(({ name }) => name === component);
  const order = [...Object.keys(SECTIONS), ...session.customTypes ?? []];
  const [first] = found.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  if (first === undefined) {
    const path = { path: component, stack, instances: ofStack };
    if (component.includes("/") && await isThere(session, component)) return instanceAt(session, path);
    throw notFound(files, { component, stack });
  }
  if (first.nameFault !== undefined && first.stack === first.key) throw first.nameFault;
  distinctInstances(found.filter((each) => each.type === first.type && each.stack === first.stack));
  return first;
}

async function isThere({ ctx }: Session, path: string): Promise<boolean> {
  return (await ctx.disk.stat(resolvePath(ctx.cwd, path)))?.kind === "directory";
}

function notFound(files: readonly StackFile[], { component, stack }: InstanceName): LookupError {
  const all = files.flatMap(({ instances }) => instances);
  const stacks = [...new Set(all.map((each) => each.stack))];
  const isKnown = all.some((each) => each.stack === stack || each.key === stack);
  const inStack = all.filter((each) => each.stack === stack || each.key === stack).map(({ name }) => name);
  const near = isKnown ? nearestNames(component, inStack) : nearestNames(stack, stacks);
  const title = `Could not find the component ${component} in the stack ${stack}`;
  return new LookupError("stacks/no-instance", title, {
    explanation: isKnown
      ? "The stack is there, the component is not in it."
      : [`Stack ${stack} not found: check the context variables in the manifests.`, ...withoutNames(all)]
        .join("\n"),
    hints: [
      ...near.map((name) => `Did you mean ${name}?`),
      isKnown ? `atmos list components -s ${stack}` : "atmos list stacks",
    ],
  });
}

/** Perhaps it is one of those that got no name. */
function withoutNames(instances: readonly Instance[]): readonly string[] {
  const faults = instances.flatMap(({ key, nameFault }) =>
    nameFault === undefined ? [] : [`  ${key}: ${nameFault.title}`]
  );
  const shown = [...new Set(faults)];
  return shown.length === 0 ? [] : ["Manifests without a name:", ...shown.slice(0, 5)];
}
