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
  const [fault] = duplicates(instances);
  if (fault !== undefined) throw fault;
  return grouped(instances).flatMap((group) => group.slice(0, 1));
}

/** Config `stacks/duplicate` for every component that several manifests define, and not alike. */
export function duplicates(instances: readonly Defined[]): readonly ConfigError[] {
  return grouped(instances).flatMap((group) => {
    const [first] = group;
    return first === undefined || areEqual(group) ? [] : [duplicate(group, first)];
  });
}

function grouped<T extends Defined>(instances: readonly T[]): readonly (readonly T[])[] {
  return [
    ...Map.groupBy(instances, ({ stack, type, name }) => JSON.stringify([stack, type, name])).values(),
  ];
}

function areEqual([first, ...others]: readonly Defined[]): boolean {
  if (others.length === 0) return true;
  const text = textOf(first?.sections);
  return others.every(({ sections }) => textOf(sections) === text);
}

function duplicate(group: readonly Defined[], { name, stack, key }: Defined): ConfigError {
  return new ConfigError(
    "stacks/duplicate",
    `Found duplicate config for the component '${name}' in the stack '${stack}'`,
    {
      explanation: `It is defined in more than one top-level stack manifest file, and not alike: ${
        group.map((each) => each.key).join(", ")
      }.`,
      hints: ["Define the component in one of them, or make them equal."],
      at: { file: key },
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
