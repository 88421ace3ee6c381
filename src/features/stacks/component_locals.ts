/** Locals of a component, its own and those of its bases. Follows stacks §4.3.
 *  Invariant: what only they use is done before the component is named, whatever the settings of templates. */
import type { Component } from "./core/component.ts";
import { type LocalsScope, resolveLocals, withLocals } from "./core/locals.ts";
import { isTree } from "./core/merge.ts";
import { callFunction } from "./call_function.ts";
import type { Session } from "./session.ts";
import { LOCALS } from "./templates.ts";

/** @throws Config `stacks/locals-cycle`, `stacks/unknown-local` */
export async function withComponentLocals<C extends Component>(
  { ctx, render }: Session,
  component: C,
  file: string,
): Promise<C> {
  const { locals: written, ...sections } = component.sections;
  if (!isTree(written)) return component;
  const scope: LocalsScope = {
    owner: `the component '${component.name}' in ${file}`,
    data: sections,
    render: (text, data, name) => render(text, data, { name, missing: "error", libraries: LOCALS }),
    call: ({ tag, value }) =>
      callFunction(ctx, {
        tag,
        text: String(value),
        path: ["components", component.type, component.name, "locals"],
        place: { file, root: undefined, positionOf: () => undefined },
      }),
  };
  const all = await resolveLocals(written, component.fileLocals, scope);
  const done = await withLocals(sections, all, { ...scope, name: component.name, onFailure: (text) => text });
  const own = Object.fromEntries(Object.keys(written).map((name) => [name, all[name]]));
  return { ...component, sections: { ...(isTree(done) ? done : sections), locals: own } };
}
