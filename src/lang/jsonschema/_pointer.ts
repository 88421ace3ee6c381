/** Places as the library writes them, and as keys and indices. Pure. */

/** Keys and indices of a place in a value. @example segments("#/a/0", { a: [1] }) // ["a", 0] */
export function segments(location: string, value: unknown): readonly (string | number)[] {
  let at = value;
  return parts(location).map((part) => {
    const step = Array.isArray(at) ? Number(part) : part;
    at = childOf(at, step);
    return step;
  });
}

/** The value at a path; undefined when there is none. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce(childOf, value);
}

/** The part of a schema that a rule stands in: the parent of its location, references followed. */
export function schemaAround(schema: unknown, location: string): unknown {
  let at = schema;
  for (const part of parts(location).slice(0, -1)) at = followed(schema, at, part);
  return followReference(schema, at);
}

function followed(root: unknown, at: unknown, part: string): unknown {
  return part === "$ref" ? followReference(root, at) : childOf(at, part);
}

function followReference(root: unknown, at: unknown): unknown {
  const target = childOf(at, "$ref");
  if (typeof target !== "string" || !target.startsWith("#")) return at;
  return valueAt(root, parts(target));
}

function parts(location: string): readonly string[] {
  return location.split("/").slice(1).map((part) =>
    decoded(part).replaceAll("~1", "/").replaceAll("~0", "~")
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a key with a percent sign
  }
}

function childOf(holder: unknown, key: string | number): unknown {
  if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, key)) return undefined;
  return Reflect.get(holder, key);
}
