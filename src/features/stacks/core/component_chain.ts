/** Components that read each other: the chain of readers, and the error of a circle. Pure. Follows templates §3.4, §4.7. */
import { ConfigError } from "@/base/errors.ts";

interface Member {
  readonly name: string;
  readonly stack: string;
  readonly type: string;
}

/** A reader and how it reads the next one. */
export interface ChainLink<T extends Member> {
  readonly instance: T;
  readonly call: string;
}

/** The chain with one link more. @throws Config `stacks/function-cycle` when the target is in it */
export function lengthened<T extends Member>(
  chain: readonly ChainLink<T>[] | undefined,
  link: ChainLink<T>,
  target: T,
): readonly ChainLink<T>[] {
  const links = [...chain ?? [], link];
  if (links.some(({ instance }) => isSame(instance, target))) throw circle(links, target);
  return links;
}

function isSame(a: Member, b: Member): boolean {
  return a.name === b.name && a.stack === b.stack && a.type === b.type;
}

function circle(chain: readonly ChainLink<Member>[], target: Member): ConfigError {
  const lines = chain.map(({ instance: { name, stack }, call }, index) =>
    `  ${index + 1}. Component '${name}' in stack '${stack}'\n     → ${call}`
  );
  const end = `  ${chain.length + 1}. Component '${target.name}' in stack '${target.stack}' (cycle detected)`;
  return new ConfigError("stacks/function-cycle", "circular dependency between components", {
    explanation: ["Dependency chain:", ...lines, end].join("\n"),
    hints: [
      "Read a value that does not depend on the reader.",
      "Write the value in the manifests instead of reading it.",
      "Split one of the components.",
    ],
  });
}
