/** The locals of a stack, as `describe locals` prints them. Follows stacks §14.
 *  Invariant: only the manifest itself counts, as locals never leave their file. */
import { LookupError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { isTree, type Tree, withoutMarkers } from "@/features/stacks/core/merge.ts";
import { findInstance } from "@/features/stacks/find_instance.ts";
import type { StackFile } from "@/features/stacks/instances.ts";
import { requireStacks } from "@/features/stacks/require_stacks.ts";
import type { Session } from "@/features/stacks/session.ts";

/** @throws Lookup `describe/no-stack`, `describe/no-locals`, `stacks/no-instance` */
export async function describeLocals(
  session: Session,
  { component, stack }: { readonly component: string | undefined; readonly stack: string },
): Promise<Tree> {
  const file = await fileOf(session, stack);
  const locals = file.manifest.parts.at(-1)?.locals;
  if (component !== undefined) {
    const { type, name, sections } = await findInstance(session, { component, stack });
    const own = isTree(sections["locals"]) ? sections["locals"] : {};
    const all = { ...locals?.root, ...locals?.sections[type], ...own };
    return plain({ components: { [type]: { [name]: { locals: all } } } });
  }
  if (locals === undefined) {
    throw new LookupError("describe/no-locals", `the stack '${stack}' has no locals`, {
      explanation: `The manifest ${file.key} has no section \`locals\`.`,
    });
  }
  const sections = Object.entries(locals.sections).map(([type, own]) => [type, { locals: own }]);
  const root = Object.keys(locals.root).length === 0 ? {} : { locals: locals.root };
  return plain({ ...root, ...Object.fromEntries(sections) });
}

async function fileOf(session: Session, stack: string): Promise<StackFile> {
  const files = await requireStacks(session);
  const isOf = (file: StackFile) =>
    file.key === stack || file.stack === stack || file.instances.some((each) => each.stack === stack);
  const found = files.find(isOf);
  if (found !== undefined) return found;
  const near = nearestNames(stack, files.map((file) => file.stack));
  throw new LookupError("describe/no-stack", `stack not found: ${stack}`, {
    hints: [...near.map((name) => `Did you mean ${name}?`), "atmos list stacks"],
  });
}

function plain(value: Tree): Tree {
  const done = withoutMarkers(value);
  return isTree(done) ? done : {};
}
