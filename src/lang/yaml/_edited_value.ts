/** What a document must say after an edit, and whether it does. Pure. Follows config §9.4.
 *  Invariant: values of the reader are never changed, since aliases share them. */
import { isTagged, untagged, type YamlPath } from "./parse.ts";

type Bag = Readonly<Record<string, unknown>>;

/** The document with a value at a path; undefined where a value cannot stand there. */
export function changed(
  value: unknown,
  [step, ...rest]: YamlPath,
  member: unknown,
): { readonly value: unknown } | undefined {
  if (step === undefined) return { value: member };
  const outer = value ?? (typeof step === "number" ? [] : {});
  if (typeof step === "number") {
    if (!Array.isArray(outer) || step > outer.length) return undefined;
    const inner = changed(outer[step], rest, member);
    return inner && { value: [...outer.slice(0, step), inner.value, ...outer.slice(step + 1)] };
  }
  if (!isMap(outer)) return undefined;
  const inner = changed(Object.hasOwn(outer, step) ? outer[step] : undefined, rest, member);
  if (inner === undefined) return undefined;
  const kept = Object.entries(outer).filter(([key]) => key !== step);
  return { value: Object.fromEntries([...kept, [step, inner.value]]) };
}

/** The document without the value at a path, which is there. */
export function deleted(value: unknown, [step, ...rest]: YamlPath): unknown {
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_, index) => index !== step)
      : value.map((item, index) => index === step ? deleted(item, rest) : item);
  }
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (key !== step) return [[key, member]];
      return rest.length === 0 ? [] : [[key, deleted(member, rest)]];
    }),
  );
}

/** What stands at a path, tags looked through nowhere; undefined when nothing does. */
export function valueAtPath(value: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((outer, step) => {
    if (typeof outer !== "object" || outer === null || !Object.hasOwn(outer, step)) return undefined;
    return (outer as Record<string | number, unknown>)[step];
  }, value);
}

/** Whether two documents say the same; the order of keys does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (isTagged(a) || isTagged(b)) {
    return isTagged(a) && isTagged(b) && a.tag === b.tag && sameValue(a.value, b.value) &&
      sameValue(untagged(a), untagged(b));
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length &&
      a.every((item, index) => sameValue(item, b[index]));
  }
  if (!isMap(a) || !isMap(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}

function isMap(value: unknown): value is Bag {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isTagged(value);
}
