/** The functions of expressions. Pure. Follows templates §5. Invariant: whatever is not here is refused by name. */
import { compileRe2 } from "@/lang/regexp/re2.ts";
import { parseYaml } from "@/lang/yaml/parse.ts";
import { isMap, type Item, kindOf, made, type Scope } from "./_evaluate.ts";
import { compare, isTruthy, ordered } from "./_operators.ts";
import { badEvaluation, type Node, unsupported } from "./_syntax.ts";

interface Running {
  readonly scope: Scope;
  run(node: Node, item: Item, scope: Scope): readonly Item[];
}

type Call = Node & { kind: "call" };

/** The results of a call. @throws Config `query/unsupported`, `query/evaluation` */
export function call(node: Call, item: Item, running: Running): readonly Item[] {
  const { name, args } = node, { scope } = running;
  const overItems = Object.hasOwn(ON_ITEMS, name) ? ON_ITEMS[name] : undefined;
  if (overItems !== undefined && args.length === overItems.args) return overItems.run(args, item, running);
  const onValue = Object.hasOwn(ON_VALUES, name) ? ON_VALUES[name] : undefined;
  if (onValue === undefined || args.length > 2) {
    throw unsupported(scope.text, args.length > 0 ? `${name}(…)` : name);
  }
  const values = args.map((arg) => running.run(arg, item, scope)[0]?.value);
  const result = onValue(item.value, values);
  if (result !== undefined) return [made(result)];
  throw badEvaluation(scope.text, `${name} does not work on ${kindOf(item.value)}`);
}

interface ItemFunction {
  readonly args: number;
  run(args: readonly Node[], item: Item, running: Running): readonly Item[];
}

/** Functions whose argument is evaluated for parts of the value. */
const ON_ITEMS: Readonly<Record<string, ItemFunction>> = {
  select: {
    args: 1,
    run: ([test], item, { run, scope }) =>
      test && run(test, item, scope).some(({ value }) => isTruthy(value)) ? [item] : [],
  },
  map: {
    args: 1,
    run: ([of], item, running) => [made(
      members(item, running).flatMap((each) => results(of, each, running)),
    )],
  },
  map_values: {
    args: 1,
    run: ([of], { value }, running) => {
      if (!isMap(value)) {
        return [made(members(made(value), running).flatMap((each) => results(of, each, running)))];
      }
      const entries = Object.entries(value).flatMap(([key, member]) =>
        results(of, member, running).slice(0, 1).map((result) => [key, result] as const)
      );
      return [made(Object.fromEntries(entries))];
    },
  },
  with_entries: {
    args: 1,
    run: ([of], { value }, running) => {
      const entries = toEntries(value) ?? [];
      return [made(fromEntries(entries.flatMap((entry) => results(of, entry, running))))];
    },
  },
  del: { args: 1, run: ([of], item, running) => [made(withoutPaths(item.value, of, running))] },
  any: {
    args: 1,
    run: ([of], item, running) => [made(
      members(item, running).some((each) => results(of, each, running).some(isTruthy)),
    )],
  },
  all: {
    args: 1,
    run: ([of], item, running) => [made(
      members(item, running).every((each) => results(of, each, running).every(isTruthy)),
    )],
  },
  any_c: { args: 1, run: (args, item, running) => call({ kind: "call", name: "any", args }, item, running) },
  all_c: { args: 1, run: (args, item, running) => call({ kind: "call", name: "all", args }, item, running) },
  first: {
    args: 1,
    run: ([test], item, running) =>
      members(item, running).filter((each) => results(test, each, running).some(isTruthy)).slice(0, 1).map(
        made,
      ),
  },
  sort_by: {
    args: 1,
    run: ([by], item, running) => [made(
      members(item, running).toSorted((a, b) => compare(results(by, a, running), results(by, b, running))),
    )],
  },
  unique_by: {
    args: 1,
    run: (
      [by],
      item,
      running,
    ) => [made(distinct(members(item, running), (each) => results(by, each, running)))],
  },
  group_by: {
    args: 1,
    run: ([by], item, running) => {
      const groups = Map.groupBy(
        members(item, running),
        (each) => JSON.stringify(ordered(results(by, each, running))),
      );
      return [made([...groups.values()])];
    },
  },
  sort_keys: {
    args: 1,
    run: (_, item) => [made(ordered(item.value))],
  },
  error: {
    args: 1,
    run: ([of], item, running) => {
      throw badEvaluation(running.scope.text, String(results(of, item.value, running)[0] ?? "error"));
    },
  },
};

function members({ value }: Item, { scope }: Running): readonly unknown[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (isMap(value)) return Object.values(value);
  throw badEvaluation(scope.text, `cannot go through ${kindOf(value)}`);
}

/** The first of those that are equal. */
function distinct(list: readonly unknown[], keyOf: (member: unknown) => unknown): readonly unknown[] {
  const seen = new Set<string>();
  return list.filter((member) => {
    const key = JSON.stringify(ordered(keyOf(member)));
    return !seen.has(key) && seen.add(key);
  });
}

function results(node: Node | undefined, value: unknown, { run, scope }: Running): readonly unknown[] {
  return node ? run(node, made(value), scope).map((item) => item.value) : [];
}

function withoutPaths(value: unknown, of: Node | undefined, { run, scope }: Running): unknown {
  const items = of ? run(of, { value, path: [] }, scope) : [];
  const paths = items.map(({ path }) => {
    if (path === undefined || path.length === 0) throw badEvaluation(scope.text, "del needs paths");
    return path;
  });
  return remove(value, paths);
}

type Path = NonNullable<Item["path"]>;

function remove(value: unknown, paths: readonly Path[]): unknown {
  if (paths.length === 0 || typeof value !== "object" || value === null) return value;
  const gone = new Set(paths.filter((path) => path.length === 1).map((path) => String(path[0])));
  const kept = (Array.isArray(value) ? [...value.entries()] : Object.entries(value))
    .filter(([key]) => !gone.has(String(key)))
    .map(([key, member]) => {
      const deeper = paths.filter((path) => path.length > 1 && String(path[0]) === String(key)).map((path) =>
        path.slice(1)
      );
      return [key, remove(member, deeper)] as const;
    });
  return Array.isArray(value) ? kept.map(([, member]) => member) : Object.fromEntries(kept);
}

type ValueFunction = (value: unknown, args: readonly unknown[]) => unknown;

/** Functions of a whole value; undefined: it is of the wrong kind. */
const ON_VALUES: Readonly<Record<string, ValueFunction>> = {
  not: (value) => !isTruthy(value),
  length: lengthOf,
  keys: (value) => Array.isArray(value) ? [...value.keys()] : isMap(value) ? Object.keys(value) : undefined,
  has: (value, [key]) =>
    Array.isArray(value)
      ? Number(key) < value.length
      : isMap(value)
      ? Object.hasOwn(value, String(key))
      : undefined,
  pick: (value, [keys]) => onlyKeys(value, keys),
  omit: (value, [keys]) => withoutKeys(value, keys),
  to_entries: toEntries,
  from_entries: (value) => Array.isArray(value) ? fromEntries(value) : undefined,
  sort: (value) => Array.isArray(value) ? value.toSorted(compare) : undefined,
  reverse: (value) => Array.isArray(value) ? value.toReversed() : undefined,
  unique: (value) => Array.isArray(value) ? distinct(value, (each) => each) : undefined,
  flatten: (value, [depth]) =>
    Array.isArray(value) ? value.flat(typeof depth === "number" ? depth : Infinity) : undefined,
  first: (value) => Array.isArray(value) ? value[0] ?? null : undefined,
  any: (value) => Array.isArray(value) ? value.some(isTruthy) : undefined,
  all: (value) => Array.isArray(value) ? value.every(isTruthy) : undefined,
  min: (value) => Array.isArray(value) ? value.toSorted(compare)[0] ?? null : undefined,
  max: (value) => Array.isArray(value) ? value.toSorted(compare).at(-1) ?? null : undefined,
  join: (value, [by]) => Array.isArray(value) ? value.map(plainText).join(String(by ?? "")) : undefined,
  split: (value, [by]) =>
    typeof value === "string" ? value.split(String(by ?? "")) : value === null ? [] : undefined,
  contains: (value, [part]) => hasPart(value, part),
  test: (value, [pattern]) => typeof value === "string" ? compileRe2(String(pattern)).test(value) : undefined,
  sub: (value, [pattern, by]) =>
    typeof value === "string" ? compileRe2(String(pattern)).replaceAll(value, String(by ?? "")) : undefined,
  upcase: (value) => typeof value === "string" ? value.toUpperCase() : undefined,
  downcase: (value) => typeof value === "string" ? value.toLowerCase() : undefined,
  ascii_upcase: (value) => typeof value === "string" ? value.toUpperCase() : undefined,
  ascii_downcase: (value) => typeof value === "string" ? value.toLowerCase() : undefined,
  trim: (value) => typeof value === "string" ? value.trim() : undefined,
  to_string: plainText,
  tostring: plainText,
  to_number: toNumber,
  tonumber: toNumber,
  tag: tagOf,
  type: tagOf,
  kind: (value) => Array.isArray(value) ? "seq" : isMap(value) ? "map" : "scalar",
  to_json: (value) => JSON.stringify(value),
  "@json": (value) => JSON.stringify(value),
  "@base64": (value) => typeof value === "string" ? new TextEncoder().encode(value).toBase64() : undefined,
  "@base64d": (value) =>
    typeof value === "string" ? new TextDecoder().decode(Uint8Array.fromBase64(value)) : undefined,
  "@uri": (value) => typeof value === "string" ? encodeURIComponent(value) : undefined,
  "@csv": (value) => Array.isArray(value) ? value.map(csvCell).join(",") : undefined,
  "@tsv": (value) => Array.isArray(value) ? value.map(plainText).join("\t") : undefined,
  from_json: parsed,
  from_yaml: parsed,
  "@jsond": parsed,
  "@yamld": parsed,
};

function lengthOf(value: unknown): unknown {
  if (value === null) return 0;
  if (typeof value === "string") return [...value].length;
  return typeof value === "object" ? Object.keys(value as object).length : String(value).length;
}

function onlyKeys(value: unknown, keys: unknown): unknown {
  if (!Array.isArray(keys)) return undefined;
  if (Array.isArray(value)) return keys.flatMap((key) => Number(key) in value ? [value[Number(key)]] : []);
  if (!isMap(value)) return undefined;
  return Object.fromEntries(
    keys.map(String).filter((key) => Object.hasOwn(value, key)).map((key) => [key, value[key]]),
  );
}

function withoutKeys(value: unknown, keys: unknown): unknown {
  if (!Array.isArray(keys)) return undefined;
  const gone = new Set(keys.map(String));
  if (Array.isArray(value)) return value.filter((_, index) => !gone.has(String(index)));
  return isMap(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !gone.has(key)))
    : undefined;
}

function toEntries(value: unknown): readonly { key: string | number; value: unknown }[] | undefined {
  if (Array.isArray(value)) return value.map((member, key) => ({ key, value: member }));
  if (value === null) return [];
  return isMap(value) ? Object.entries(value).map(([key, member]) => ({ key, value: member })) : undefined;
}

function fromEntries(entries: readonly unknown[]): unknown {
  return Object.fromEntries(
    entries.flatMap((entry) => isMap(entry) ? [[String(entry["key"]), entry["value"] ?? null] as const] : []),
  );
}

function hasPart(value: unknown, part: unknown): boolean | undefined {
  if (typeof value === "string" && typeof part === "string") return value.includes(part);
  if (Array.isArray(value)) {
    const parts = Array.isArray(part) ? part : [part];
    return parts.every((each) =>
      value.some((member) => hasPart(member, each) ?? compare(member, each) === 0)
    );
  }
  if (isMap(value) && isMap(part)) {
    return Object.entries(part).every(([key, each]) =>
      Object.hasOwn(value, key) && (hasPart(value[key], each) ?? compare(value[key], each) === 0)
    );
  }
  return typeof value === typeof part ? compare(value, part) === 0 : undefined;
}

function plainText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}

function toNumber(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "bigint") return value;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
  return Number.isNaN(number) ? undefined : number;
}

function tagOf(value: unknown): string {
  if (value === null || value === undefined) return "!!null";
  if (Array.isArray(value)) return "!!seq";
  if (typeof value === "boolean") return "!!bool";
  if (typeof value === "string") return "!!str";
  if (typeof value === "bigint") return "!!int";
  if (typeof value === "number") return Number.isInteger(value) ? "!!int" : "!!float";
  return "!!map";
}

function csvCell(value: unknown): string {
  const text = plainText(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function parsed(value: unknown): unknown {
  return typeof value === "string" ? parseYaml(value, { file: "the text" }).value : undefined;
}
