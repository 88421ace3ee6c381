/** Keys with hyphens in templates, `.Flags.dry-run`, which Go's language does not know. Follows workflows §4.3.
 *  Invariant: only keys that are there are taken, so that a subtraction stays what it is. */
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

const KEY = /(?<![\w.)\]])\.(Arguments|Flags|flags|steps|env|Env)\.([A-Za-z_]\w*(?:-\w+)+)/g;

/** The template with `index` in their place. */
export function withHyphens(text: string, data: Tree): string {
  if (!/\{\{[^]*-\w/.test(text)) return text;
  return text.replace(/\{\{[^]*?\}\}/g, (action) =>
    action.replace(KEY, (found, root, key) => {
      const values = data[root];
      return isTree(values) && Object.hasOwn(values, key) ? `(index .${root} "${key}")` : found;
    }));
}
