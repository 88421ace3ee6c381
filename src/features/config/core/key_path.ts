/** The path of a value as users write it: `stacks.included_paths[0]`, `env."A.B"`. Pure. Follows config §9.2.
 *  Invariant: case counts; a leading dot says nothing, a dot alone is everything. */
import { UsageError } from "@/base/errors.ts";
import type { KeyPath } from "@/base/schema/reading.ts";

/** Steps of a path: a key in quotes, an index in brackets, a plain key, or what comes between. */
const STEP = /"((?:[^"\\]|\\.)*)"|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]"]+)|(\.)|([\s\S])/gy;

/**
 * Reads a path.
 * @throws Usage `config/bad-path` (exit 1)
 * @example parseKeyPath('a."b.c"[0]') // ["a", "b.c", 0]
 */
export function parseKeyPath(text: string): KeyPath {
  const own = text.startsWith(".") ? text.slice(1) : text;
  if (text === "") throw badPath(text, "empty path");
  const steps: (string | number)[] = [];
  let wantsKey = own !== "";
  for (const [, quoted, index, bracketed, plain, dot, other] of own.matchAll(STEP)) {
    if (other !== undefined) throw badPath(text, `unterminated ${other}`);
    if (dot !== undefined) {
      if (wantsKey) throw badPath(text, "empty path segment");
      wantsKey = true;
      continue;
    }
    const key = quoted ?? bracketed;
    const isInBrackets = index !== undefined || bracketed !== undefined;
    if (!wantsKey && !isInBrackets) throw badPath(text, "a dot is missing before a key");
    steps.push(index !== undefined ? Number(index) : key?.replace(/\\(.)/g, "$1") ?? plain ?? "");
    wantsKey = false;
  }
  if (wantsKey) throw badPath(text, "empty path segment");
  return steps;
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((inner, step) => {
    const isList = Array.isArray(inner);
    if (typeof inner !== "object" || inner === null || isList !== (typeof step === "number")) {
      return undefined;
    }
    return Object.hasOwn(inner, step) ? (inner as Record<string | number, unknown>)[step] : undefined;
  }, value);
}

function badPath(text: string, fault: string): UsageError {
  return new UsageError("config/bad-path", `invalid path '${text}': ${fault}`, {
    exitCode: 1,
    hints: [
      "Write keys with dots and indices in brackets, as stacks.included_paths[0]; quote keys with dots.",
    ],
  });
}
