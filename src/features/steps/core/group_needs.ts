/** What children of a control step wait for, checked. Pure. Follows workflows §11.6. */
import type { ConfigError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { Step } from "./step.ts";

/** @throws what `fault` makes, for an unknown sibling or a circle */
export function checkNeeds(
  step: Step,
  children: readonly Step[],
  fault: (step: Step, title: string, explanation?: string) => ConfigError,
): void {
  const needs = new Map(children.map(({ name, fields }) => {
    const written = fields["needs"] ?? [];
    return [name, (Array.isArray(written) ? written : [written]).map(String)];
  }));
  for (const [name, wanted] of needs) {
    const unknown = wanted.find((each) => !needs.has(each));
    if (unknown === undefined) continue;
    const [near] = nearestNames(unknown, [...needs.keys()]);
    const hint = near === undefined ? undefined : `Did you mean ${near}?`;
    throw fault(step, `child \`${name}\` needs \`${unknown}\`, which is no sibling`, hint);
  }
  const circle = findCircle(needs);
  if (circle !== undefined) throw fault(step, `needs form a cycle: ${circle.join(" → ")}`);
}

/** The names of a circle, the first one again at its end. */
function findCircle(needs: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of needs.get(name) ?? []) {
      const circle = visit(next, [...path, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of needs.keys()) {
    const circle = visit(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
