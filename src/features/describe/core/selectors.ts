/** Which instances a list is about. Pure. Follows stacks §7.3, §15.1.
 *  Invariant: choosing runs no function. */
import { UsageError } from "@/base/errors.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

/** Tags of which any, labels of which all must fit. */
export interface Selector {
  readonly tags: readonly string[];
  readonly labels: readonly (readonly [name: string, value: string])[];
}

/** @throws Usage `list/bad-label` (exit 1) */
export function parseSelector(tags: readonly string[] = [], labels: readonly string[] = []): Selector {
  return {
    tags: tags.filter((tag) => tag !== ""),
    labels: labels.filter((label) => label !== "").map((label) => {
      const [, name, value] = /^([^=:]+)[=:](.*)$/.exec(label) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new UsageError("list/bad-label", `--labels: ${label} is not name=value`, { exitCode: 1 });
    }),
  };
}

/** Whether metadata fits. */
export function fits({ tags, labels }: Selector, metadata: Tree): boolean {
  const own = Array.isArray(metadata["tags"]) ? metadata["tags"].map(String) : [];
  const named = isTree(metadata["labels"]) ? metadata["labels"] : {};
  return (tags.length === 0 || tags.some((tag) => own.includes(tag))) &&
    labels.every(([name, value]) => Object.hasOwn(named, name) && String(named[name]) === value);
}
