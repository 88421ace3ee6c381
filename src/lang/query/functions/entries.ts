/** Maps as lists of `{key, value}` and back. Follows templates §5 (yq v4). Pure. */
import { children, isMap, made, mapOf, type Members, type Node } from "../_node.ts";
import { isScalar, nounOf, textOf } from "../_value.ts";
import type { Call, Chapter } from "./function.ts";

/** `to_entries`, `from_entries`, `with_entries`. */
export const entries: Chapter = {
  to_entries: { arity: [0, 0], run: (call) => toEntries(call).map(made) },
  from_entries: { arity: [0, 0], run: (call) => [made(fromEntries(call.input.value, call))] },
  with_entries: {
    arity: [1, 1],
    run: (call) =>
      toEntries(call).map((list) => {
        const changed = children(made(list)).flatMap((entry) => call.args[0]?.([entry]) ?? []);
        return made(fromEntries(changed.map(({ value }) => value), call));
      }),
  },
};

/** One list of entries; none of null. */
function toEntries({ input, budget, error }: Call): readonly (readonly Members[])[] {
  if (input.value === null) return [];
  if (isScalar(input.value)) throw error(`${nounOf(input.value)} has no entries`);
  const members: readonly Node[] = children(input);
  budget.spend(members.length);
  return [members.map(({ key, value }) => ({ key, value }))];
}

function fromEntries(list: unknown, { error }: Call): Members {
  if (!Array.isArray(list)) throw error(`expected a list of entries, found ${nounOf(list)}`);
  return mapOf(list.map((entry: unknown, index) => {
    for (const name of ["key", "value"]) {
      if (!isMap(entry) || !Object.hasOwn(entry, name)) throw error(`entry ${index} has no ${name}`);
    }
    const { key, value } = entry as Members;
    if (!isScalar(key)) throw error(`the key of entry ${index} is ${nounOf(key)}`);
    return [textOf(key), value];
  }));
}
