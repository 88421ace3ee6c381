/** Names of components and stacks for completion. Follows config §9.9.
 *  Invariant: nothing is evaluated; what warns meanwhile is not heard, because whoever types wants words. */
import type { Context } from "@/base/context.ts";
import type { Choice, Choices } from "@/cli/completion/choices.ts";
import { openProject } from "@/features/components/open_project.ts";
import { instanceRows } from "@/features/describe/rows.ts";
import { parseSelector } from "@/features/describe/core/selectors.ts";

/** Commands for components of one type. */
const TYPES = ["terraform", "helmfile", "packer"];

/** Those that begin with what is typed; stacks only with the component that stands there already.
 *  @throws Config of atmos.yaml and of manifests */
export async function stackChoices(
  ctx: Context,
  { typed, component, first = "" }: Pick<Choices, "typed" | "component" | "first">,
  kind: "component" | "stack",
): Promise<readonly Choice[]> {
  const session = await openProject(quiet(ctx));
  const rows = await instanceRows(session, {
    stack: undefined,
    component: kind === "stack" ? component : undefined,
    selector: parseSelector([], []),
    kind: "real",
    mayBeNone: true,
  });
  const fitting = rows.filter(({ fields }) => !TYPES.includes(first) || fields["type"] === first);
  const names = new Set(fitting.map(({ fields }) => String(fields[kind])));
  return [...names].sort().filter((name) => name.startsWith(typed)).map((value) => ({ value, summary: "" }));
}

function quiet(ctx: Context): Context {
  return Object.create(ctx, { out: { value: { ...ctx.out, say: () => {} } } });
}
