/** The instance that a component and a stack on the command line mean. Follows stacks §8.1, §8.2.
 *  Invariant: nothing but the canonical name and the key of the file is accepted. */
import { ConfigError, LookupError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { instanceAt, isPath } from "./component_path.ts";
import { SECTIONS } from "./core/section.ts";
import type { Instance, StackFile } from "./instances.ts";
import { requireStacks } from "./require_stacks.ts";
import type { Session } from "./session.ts";

/** What was typed. */
export interface InstanceName {
  readonly component: string;
  readonly stack: string;
}

/**
 * @throws Lookup `stacks/no-instance`, `stacks/no-manifests`; Config of manifests, `stacks/no-name`, `stacks/duplicate`
 */
export async function findInstance(session: Session, { component, stack }: InstanceName): Promise<Instance> {
  const key = stack.indexOf("/") > 0 ? stack : undefined;
  const files = await requireStacks(session, key);
  const ofStack = files.flatMap(({ instances }) => instances)
    .filter((instance) => instance.stack === stack || instance.key === stack);
  if (isPath(component)) return instanceAt(session, { path: component, stack, instances: ofStack });
  const found = ofStack.filter(({ name }) => name === component);
  const order = Object.keys(SECTIONS);
  const [first] = found.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
  if (first === undefined) {
    const path = { path: component, stack, instances: ofStack };
    if (component.includes("/") && await isThere(session, component)) return instanceAt(session, path);
    throw notFound(files, { component, stack });
  }
  if (first.nameFault !== undefined && first.stack === first.key) throw first.nameFault;
  const others = found.filter((each) =>
    each.type === first.type && each.stack === first.stack && each !== first
  );
  const different = others.filter((each) => !isSame(each, first));
  if (different.length > 0) throw duplicate(first, [first, ...different]);
  return first;
}

async function isThere({ ctx }: Session, path: string): Promise<boolean> {
  return (await ctx.disk.stat(resolvePath(ctx.cwd, path)))?.kind === "directory";
}

/** Keys that tell where something comes from do not make a difference. */
function isSame(a: Instance, b: Instance): boolean {
  return textOf(a.sections) === textOf(b.sections);
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, member) => {
    if (typeof member === "bigint") return `${member}n`;
    const isMap = typeof member === "object" && member !== null && !Array.isArray(member);
    return isMap ? Object.fromEntries(Object.entries(member).sort(([x], [y]) => x < y ? -1 : 1)) : member;
  });
}

function duplicate({ name, stack }: Instance, all: readonly Instance[]): ConfigError {
  return new ConfigError(
    "stacks/duplicate",
    `Found duplicate config for the component '${name}' in the stack '${stack}'`,
    {
      explanation: `The manifests say different things: ${all.map(({ key }) => key).join(", ")}.`,
      hints: ["Define the component in one of them, or make them equal."],
      at: { file: all[0]?.key ?? "" },
    },
  );
}

function notFound(files: readonly StackFile[], { component, stack }: InstanceName): LookupError {
  const all = files.flatMap(({ instances }) => instances);
  const stacks = [...new Set(all.map((each) => each.stack))];
  const isKnown = all.some((each) => each.stack === stack || each.key === stack);
  const inStack = all.filter((each) => each.stack === stack || each.key === stack).map(({ name }) => name);
  const near = isKnown ? nearestNames(component, inStack) : nearestNames(stack, stacks);
  const title = `Could not find the component '${component}' in the stack '${stack}'.`;
  return new LookupError("stacks/no-instance", title.slice(0, -1), {
    explanation: isKnown
      ? "The stack is there, the component is not in it."
      : `Stack ${stack} not found: check the context variables in the manifests.`,
    hints: [
      ...near.map((name) => `Did you mean ${name}?`),
      isKnown ? `atmos list components -s ${stack}` : "atmos list stacks",
    ],
  });
}
