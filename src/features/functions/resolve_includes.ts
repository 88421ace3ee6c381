/** The tags of a stack manifest that are done while it is read: `!include` puts content in, `!append`, `!unset` and
 *  `!literal` become markers. Every other function, and an `!include` that waits, stays a `Tagged` for later. Follows stacks §3.2, templates §4.1.
 *  Invariant: an unknown tag is an error wherever it stands. */
import type { KeyPath } from "@/base/schema/reading.ts";
import { type Tagged, tagged } from "@/lang/yaml/parse.ts";
import { movedPath } from "./core/moved_path.ts";
import { STACK_FUNCTIONS } from "./core/stack_functions.ts";
import { findFunctions, putValues } from "./core/tagged_tree.ts";
import type { FunctionContext, FunctionPlace } from "./resolve_functions.ts";

const AT_ONCE = ["!include", "!include.raw"];

/**
 * @param value what `parseYaml` answered
 * @throws Config `functions/unsupported-tag`, `functions/append-without-list`, and what including throws
 */
export async function resolveIncludes(
  ctx: FunctionContext,
  value: unknown,
  place: FunctionPlace,
): Promise<unknown> {
  const positionOf = (path: KeyPath) => place.positionOf(path);
  const found = findFunctions(value, { functions: STACK_FUNCTIONS, of: "", isAppendFree: true, positionOf });
  if (found === undefined) return value;
  const values = new Map<Tagged, unknown>();
  for (const { node, text, path } of found) {
    if (!AT_ONCE.includes(node.tag)) values.set(node, node);
    else if (place.waits?.(text)) values.set(node, tagged(node.tag, movedPath(text, place)));
    else {
      const include = (await import("./types/include.ts")).default;
      values.set(node, await include(ctx, { tag: node.tag, text, path, place }));
    }
  }
  return putValues(value, values, place);
}
