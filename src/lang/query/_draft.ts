/** Changes a value at many paths without touching the original. Pure.
 *  Invariant: containers are copied when first changed, once each; what is not changed is shared. */
import { isMap, type Key } from "./_node.ts";

/** A value in the making. */
export interface Draft {
  readonly value: unknown;
  /** The value at a path; undefined when nothing stands there. */
  get(path: readonly Key[]): unknown;
  /** Puts a value at a path; null on the way becomes a list or a map. False when a scalar is on the way. */
  set(path: readonly Key[], value: unknown): boolean;
  /** Marks what stands at a path as deleted; it counts as there until `sweep`. */
  remove(path: readonly Key[]): void;
  /** Deletes what is marked. */
  sweep(): void;
}

type Container = unknown[] | Record<string, unknown>;

const deleted = Symbol("deleted");

/** Begins a draft. @param spend pays for copies */
export function draftOf(original: unknown, spend: (units: number) => void): Draft {
  const top: Record<string, unknown> = { value: original };
  const owned = new Set<unknown>();
  const thinned = new Set<Container>();
  /** The container of the last key, ours to change. */
  const reach = (path: readonly Key[]): Container | undefined => {
    let container: Container = top;
    let key: Key = "value";
    for (const next of path) {
      const member = memberOf(container, key);
      const own: Container | undefined = owned.has(member)
        ? member as Container
        : copyOf(member, next, spend);
      if (own === undefined) return undefined;
      owned.add(own);
      put(container, key, own);
      [container, key] = [own, next];
    }
    return container;
  };
  return {
    get value() {
      return top["value"];
    },
    get: (path) => path.reduce<unknown>((value, key) => memberOf(value, key), top["value"]),
    set(path, value) {
      const container = reach(path);
      if (container) put(container, path.at(-1) ?? "value", value);
      return container !== undefined;
    },
    remove(path) {
      const key = path.at(-1);
      if (key === undefined || memberOf(this.get(path.slice(0, -1)), key) === undefined) return;
      const container = reach(path);
      if (!container) return;
      put(container, key, deleted);
      thinned.add(container);
    },
    sweep: () => thinned.forEach(sweepContainer),
  };
}

function copyOf(value: unknown, key: Key, spend: (units: number) => void): Container | undefined {
  if (value === null || value === undefined) return typeof key === "number" ? [] : {};
  if (!Array.isArray(value) && !isMap(value)) return undefined;
  spend(Array.isArray(value) ? value.length / 8 : Object.keys(value).length); // copies of maps are much slower
  return Array.isArray(value) ? [...value] : { ...value };
}

function memberOf(container: unknown, key: Key): unknown {
  if (Array.isArray(container)) return container[Number(key)];
  return isMap(container) && Object.hasOwn(container, key) ? container[key] : undefined;
}

function put(container: Container, key: Key, value: unknown): void {
  if (!Array.isArray(container)) {
    if (key !== "__proto__") container[key] = value;
    else {Object.defineProperty(container, key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });}
    return;
  }
  for (let index = container.length; index < Number(key); index++) container.push(null);
  container[Number(key)] = value;
}

function sweepContainer(container: Container): void {
  if (!Array.isArray(container)) {
    for (const key of Object.keys(container)) if (container[key] === deleted) delete container[key];
    return;
  }
  let kept = 0;
  for (const member of container) if (member !== deleted) container[kept++] = member;
  container.length = kept;
}
