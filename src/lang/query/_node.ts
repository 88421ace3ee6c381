/** Values that know where they stand, so that they can be assigned to, deleted and asked for their path. Pure.
 *  Invariant: values are never changed; a node of another value stands where the old one stood. */

/** A key of a map or an index of a list. */
export type Key = string | number;

/** A value; made values have neither parent nor key. */
export interface Node {
  readonly value: unknown;
  readonly parent?: Node | undefined;
  readonly key?: Key | undefined;
}

/** A map. */
export type Members = Readonly<Record<string, unknown>>;

/** A value that stands nowhere. */
export function made(value: unknown): Node {
  return { value };
}

/** Another value at the place of a node. */
export function replaced(node: Node, value: unknown): Node {
  return { value, parent: node.parent, key: node.key };
}

/** Members of a list or map as nodes, in order; none for other values. */
export function children(parent: Node): readonly Node[] {
  const { value } = parent;
  if (Array.isArray(value)) return value.map((member: unknown, key) => ({ value: member, parent, key }));
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, member]) => ({ value: member, parent, key }));
}

/** Whether a value is a map. */
export function isMap(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keys that lead from a node above to this one, or from the outermost; undefined when the node does not stand below. */
export function pathOf(node: Node, above?: Node): readonly Key[] | undefined {
  const keys: Key[] = [];
  let at: Node | undefined = node;
  for (; at !== undefined && at !== above; at = at.parent) if (at.key !== undefined) keys.push(at.key);
  return at === above ? keys.reverse() : undefined;
}

/** A map of members; later ones replace earlier ones of the same name, `__proto__` is a name like others. */
export function mapOf(entries: Iterable<readonly [string, unknown]>): Members {
  return Object.fromEntries(entries);
}
