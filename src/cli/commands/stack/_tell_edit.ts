/** Tells what was changed in a manifest. Follows stacks §17. */
import type { Context } from "@/base/context.ts";
import type { StackEdit } from "@/features/stacks/edit.ts";
import { harmless } from "@/ui/text.ts";

const VERBS = { created: "Created", updated: "Updated", none: "Updated", deleted: "Deleted" };

/** `what`: the path and the component. */
export function tellEdit(
  { out }: Pick<Context, "out">,
  { change, file, isImported, warning }: StackEdit,
  what: string,
): void {
  if (warning) out.say("warning", warning);
  if (isImported) out.say("warning", `${file} may be imported by other stacks`);
  out.talk(harmless(`${VERBS[change]} ${what} in ${file}`) + "\n");
}
