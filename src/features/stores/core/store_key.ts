/** Under which name a store keeps a value. Pure. Follows vendor-stores §4.2. */
import { ConfigError } from "@/base/errors.ts";

/** What a value belongs to. */
export interface ValueName {
  readonly stack: string;
  readonly component: string;
  readonly key: string;
}

/** How a store makes names. */
export interface NameRules {
  readonly prefix: string;
  readonly stackDelimiter: string;
  readonly join: string;
}

/** @throws Config `stores/empty-name` */
export function storeKey({ stack, component, key }: ValueName, rules: NameRules): string {
  for (const [what, text] of Object.entries({ stack, component, key })) {
    if (text === "") throw new ConfigError("stores/empty-name", `${what} cannot be empty`);
  }
  const parts = [
    ...(rules.prefix === "" ? [] : [rules.prefix]),
    ...stack.split(rules.stackDelimiter),
    ...component.split("/"),
    key,
  ];
  return parts.join(rules.join).replace("//", "/");
}
