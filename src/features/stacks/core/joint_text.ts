/** Renders all texts of sections as one template, for definitions, variables and conditions that reach from one text
 *  into the next. Pure. Follows templates §1.4 (R5).
 *  Invariants: keys in order, depth first; what a condition leaves out is gone with its key. */
import { isTagged, tagged } from "@/lang/yaml/parse.ts";
import { mapScalars } from "./map_scalars.ts";
import { isTree, type Tree } from "./merge.ts";
import { scalarBody, scalarOf } from "./rendered_scalar.ts";
import { sortedKeys } from "./sorted_keys.ts";

/** How they are rendered. */
export interface Joining {
  /** What an expression begins with. */
  readonly left: string;
  render(text: string): string;
}

/** Characters of private use, which mean nothing to anybody. */
const [OPEN, CLOSE] = ["\uE0A3", "\uE0A4"];
/** Stands for what was left out. */
const GONE = Symbol("gone");

/** The sections with their templates done. @throws what `render` throws */
export function jointly(sections: Tree, { left, render }: Joining): Tree {
  const ordered = sortedKeys(sections), parts: string[] = [];
  const add = (text: string) => void parts.push(`${OPEN}${parts.length}${CLOSE}${text}`);
  mapScalars(ordered, {
    text: (text) => add(text.includes(left) ? scalarBody(text) : ""),
    call: ({ value }) => add(String(value)),
    other: () => add(""),
  });
  const found = resultsIn(render(parts.join("")));
  let at = 0;
  const next = (value: (rendered: string) => unknown) => {
    const rendered = found.get(at++);
    return rendered === undefined ? GONE : value(rendered);
  };
  const key = (text: string) => text.includes(left) ? render(text) : text;
  const changed = kept(mapScalars(ordered, {
    text: (text) => next((rendered) => text.includes(left) ? scalarOf(text, rendered) : text),
    call: ({ tag }) => next((rendered) => tagged(tag, rendered)),
    other: (value) => next(() => value),
    key,
  }));
  return isTree(changed) ? changed : {};
}

/** Number of a part → what was rendered of it. */
function resultsIn(text: string): ReadonlyMap<number, string> {
  const results = new Map<number, string>();
  for (const [, number, part = ""] of text.matchAll(new RegExp(`${OPEN}(\\d+)${CLOSE}([^${OPEN}]*)`, "g"))) {
    results.set(Number(number), part);
  }
  return results;
}

function kept(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== GONE).map(kept);
  if (!isTree(value) || isTagged(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== GONE);
  return Object.fromEntries(members.map(([key, member]) => [key, kept(member)]));
}
