/** Functions that change the input at paths. Follows templates §5 (yq v4). Pure. */
import { type Node, pathOf } from "../_node.ts";
import { deleteTargets, writeBack } from "../_update.ts";
import type { Call, Chapter } from "./function.ts";

/** `del(paths)` and `with(paths; change)`. */
export const updates: Chapter = {
  del: {
    arity: [1, 1],
    run: (call) => [deleteTargets(call.args[0]?.([call.input]) ?? [], call.input, call)],
  },
  with: { arity: [2, 2], run: changeWith },
};

/** What the change gives for a target goes back to where it stands; what stands elsewhere is nothing to anybody. */
function changeWith(call: Call): readonly Node[] {
  const [paths, change] = call.args;
  const changed = (paths?.([call.input]) ?? []).flatMap((target) => {
    const results = (change?.([target]) ?? []).filter((node) => pathOf(node, call.input));
    if (results.length > 1) throw call.error("cannot tell several results apart, join changes by |");
    return results;
  });
  return [writeBack(changed, call.input, call)];
}
