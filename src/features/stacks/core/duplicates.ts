/** Several manifests that define the same component of a stack. Pure. Follows stacks §8.3.
 *  Invariant: equal definitions are one, whatever file they come from. */
import { ConfigError } from "@/base/errors.ts";

/** An instance, as far as it matters here. */
export interface Defined {
  readonly name: string;
  readonly type: string;
  readonly stack: string;
  /** Key of the manifest. */
  readonly key: string;
  readonly sections: unknown;
}

/**
 * Each instance once: of equal ones the first.
 * @throws Config `stacks/duplicate` for those that differ
 */
export function distinctInstances<T extends Defined>(instances: readonly T[]): readonly T[] {
  const groups = Map.groupBy(instances, ({ stack, type, name }) => JSON.stringify([stack, type, name]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (group.length > 1) requireEqual(group, first);
    return [first];
  });
}

function requireEqual(group: readonly Defined[], first: Defined): void {
  const text = textOf(first.sections);
  if (group.every((each) => textOf(each.sections) === text)) return;
  const { name, stack } = first;
  throw new ConfigError(
    "stacks/duplicate",
    `Found duplicate config for the component '${name}' in the stack '${stack}'`,
    {
      explanation: `It is defined in more than one top-level stack manifest file, and not alike: ${
        group.map(({ key }) => key).join(", ")
      }.`,
      hints: ["Define the component in one of them, or make them equal."],
      at: { file: first.key },
    },
  );
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, member) => {
    if (typeof member === "bigint") return `${member}n`;
    const isMap = typeof member === "object" && member !== null && !Array.isArray(member);
    return isMap ? Object.fromEntries(Object.entries(member).sort(([x], [y]) => x < y ? -1 : 1)) : member;
  });
}
