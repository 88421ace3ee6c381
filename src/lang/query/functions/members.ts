/** Functions about the members of lists and maps. Follows templates §5 (yq v4). Pure. */
import { children, isMap, made, mapOf, type Members, type Node, pathOf } from "../_node.ts";
import { identityOf, isNumber, isScalar, isTrue, nounOf, textOf } from "../_value.ts";
import { type Call, type Chapter, oneValue } from "./function.ts";

/** `length`, `keys`, `has`, `map`, `select`, `pick`, `first`, `path` … */
export const members: Chapter = {
  length: { arity: [0, 0], run: ({ input }) => [made(lengthOf(input.value))] },
  keys: {
    arity: [0, 0],
    run: ({ input: { value }, error }) => {
      if (Array.isArray(value)) return [made([...value.keys()])];
      if (isMap(value)) return [made(Object.keys(value))];
      throw error(`${nounOf(value)} has no keys`);
    },
  },
  has: { arity: [1, 1], run: (call) => [made(has(call.input.value, oneValue(call, 0)))] },
  map: {
    arity: [1, 1],
    run: (call) => [made(mapped(call, container(call, "map"), 0).map(({ value }) => value))],
  },
  map_values: { arity: [1, 1], run: mapValues },
  filter: {
    arity: [1, 1],
    run: (
      call,
    ) => [made(container(call, "filter").filter((node) => holds(call, node)).map(({ value }) => value))],
  },
  select: { arity: [1, 1], run: (call) => holds(call, call.input) ? [call.input] : [] },
  first: {
    arity: [0, 1],
    run: (call) => {
      const found = children(call.input).find((node) => call.args.length === 0 || holds(call, node));
      return found ? [found] : [];
    },
  },
  pick: { arity: [1, 1], run: (call) => [made(pick(call))] },
  omit: { arity: [1, 1], run: (call) => [made(omit(call))] },
  flatten: {
    arity: [0, 1],
    run: (call) => {
      const depth = call.args.length === 0 ? Infinity : Number(oneValue(call, 0));
      return [made(flatten(list(call, "flatten"), depth, call))];
    },
  },
  contains: {
    arity: [1, 1],
    run: (call) => {
      const sought = oneValue(call, 0);
      for (const value of [call.input.value, sought]) call.budget.weigh(value);
      return [made(contains(call.input.value, sought, call))];
    },
  },
  any: { arity: [0, 1], run: (call) => [made(elements(call).some((node) => holds(call, node)))] },
  all: { arity: [0, 1], run: (call) => [made(elements(call).every((node) => holds(call, node)))] },
  any_c: { arity: [1, 1], run: (call) => [made(elements(call).some((node) => holds(call, node)))] },
  all_c: { arity: [1, 1], run: (call) => [made(elements(call).every((node) => holds(call, node)))] },
  empty: { arity: [0, 0], run: () => [] },
  path: { arity: [0, 0], run: ({ input }) => [made(pathOf(input) ?? [])] },
  key: { arity: [0, 0], run: ({ input }) => input.key === undefined ? [] : [made(input.key)] },
  parent: {
    arity: [0, 1],
    run: (call) => {
      const levels = call.args.length === 0 ? 1 : oneValue(call, 0);
      if (!isNumber(levels) || levels < 0) throw call.error("parent takes a number of levels");
      let node: Node | undefined = call.input;
      for (let level = 0; node && level < levels; level++) node = node.parent;
      return node ? [node] : [];
    },
  },
};

/** Texts count bytes of UTF-8, as in yq. */
function lengthOf(value: unknown): number {
  if (value === null) return 0;
  if (Array.isArray(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : new TextEncoder().encode(textOf(value)).length;
}

function has(value: unknown, key: unknown): boolean {
  if (Array.isArray(value)) {
    return isNumber(key) && key >= 0 && key < value.length && Number.isInteger(Number(key));
  }
  return isMap(value) && isScalar(key) && Object.hasOwn(value, textOf(key));
}

/** Whether a node fulfils the condition, or counts as true where none is given. */
function holds({ args: [condition] }: Call, node: Node): boolean {
  return condition ? condition([node]).some(({ value }) => isTrue(value)) : isTrue(node.value);
}

function mapped({ args, budget }: Call, nodes: readonly Node[], index: number): readonly Node[] {
  budget.spend(nodes.length);
  return args[index]?.(nodes) ?? [];
}

function mapValues(call: Call): readonly Node[] {
  const { value } = call.input;
  const changed = container(call, "map the values of").flatMap((node) => {
    const [first] = mapped(call, [node], 0);
    return first ? [[String(node.key), first.value] as const] : [];
  });
  if (value === null) return [call.input];
  return [made(Array.isArray(value) ? changed.map(([, member]) => member) : mapOf(changed))];
}

/** Members of a list, a map or null. */
function container({ input, error }: Call, doing: string): readonly Node[] {
  if (input.value === null || !isScalar(input.value)) return children(input);
  throw error(`cannot ${doing} ${nounOf(input.value)}`);
}

/** The members of a list. */
function list({ input: { value }, error }: Call, doing: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw error(`cannot ${doing} ${nounOf(value)}, only a list`);
}

function elements(call: Call): readonly Node[] {
  list(call, "search");
  return children(call.input);
}

function wantedKeys(call: Call): readonly unknown[] {
  const keys = oneValue(call, 0);
  if (Array.isArray(keys)) return keys;
  throw call.error(`expected a list of keys, found ${nounOf(keys)}`);
}

function pick(call: Call): unknown {
  const { value } = call.input;
  const keys = wantedKeys(call);
  if (Array.isArray(value)) {
    const wanted = keys.map(Number).filter((index) =>
      Number.isInteger(index) && index >= 0 && index < value.length
    );
    return wanted.map((index) => value[index]);
  }
  if (!isMap(value)) throw call.error(`cannot pick from ${nounOf(value)}`);
  const names = keys.map(textOf).filter((name) => Object.hasOwn(value, name));
  return mapOf(names.map((name) => [name, value[name]]));
}

function omit(call: Call): unknown {
  const { value } = call.input;
  const names = new Set(wantedKeys(call).map(textOf));
  if (Array.isArray(value)) return value.filter((_, index) => !names.has(String(index)));
  if (isMap(value)) return mapOf(Object.entries(value).filter(([name]) => !names.has(name)));
  if (value === null) return null;
  throw call.error(`cannot omit from ${nounOf(value)}`);
}

function flatten(values: readonly unknown[], depth: number, call: Call): readonly unknown[] {
  if (!(depth >= 0)) throw call.error("flatten takes a number of levels");
  call.budget.weigh(values);
  return values.flat(depth);
}

/** A string holds its parts; a list holds members that hold the sought ones; a map holds the sought keys. */
function contains(value: unknown, sought: unknown, call: Call): boolean {
  if (Array.isArray(value) && Array.isArray(sought)) {
    call.budget.spend(value.length * sought.length);
    return sought.every((each) =>
      value.some((member) => mayContain(member, each) && contains(member, each, call))
    );
  }
  if (isMap(value) && isMap(sought)) return containsMembers(value, sought, call);
  if (typeof value === "string" && typeof sought === "string") return value.includes(sought);
  if (isScalar(value) && isScalar(sought)) return identityOf(value) === identityOf(sought);
  throw call.error(`cannot look for ${nounOf(sought)} in ${nounOf(value)}`);
}

function containsMembers(value: Members, sought: Members, call: Call): boolean {
  return Object.entries(sought).every(([name, each]) =>
    Object.hasOwn(value, name) && mayContain(value[name], each) && contains(value[name], each, call)
  );
}

function mayContain(value: unknown, sought: unknown): boolean {
  return isScalar(value) && isScalar(sought) || Array.isArray(value) === Array.isArray(sought) &&
      isMap(value) === isMap(sought);
}
