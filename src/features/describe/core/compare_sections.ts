/** Which sections of an instance differ between two versions of a project. Pure. Follows stacks §13.3.
 *  Invariant: the order of reasons is that of the sections here, not that of manifests. */
import { isAppend, isLiteral } from "@/features/functions/core/markers.ts";
import { isTree, layersOf, type Tree } from "@/features/stacks/core/merge.ts";
import { isTagged } from "@/lang/yaml/parse.ts";

/** What is compared unless atmos.yaml says otherwise; `metadata` and `settings` are compared always. */
const SECTIONS: readonly string[] = [
  ..."vars env providers required_providers required_version generate backend backend_type".split(" "),
  ..."remote_state_backend remote_state_backend_type auth command dependencies source provision".split(" "),
  ..."paths manifests render values values_files chart repositories".split(" "),
];

/** Sections in the order of their reasons. */
export function comparedSections(chosen: readonly string[]): readonly string[] {
  return [...new Set(["metadata", ...chosen.length === 0 ? SECTIONS : chosen, "settings"])];
}

/** Of `sections` those that are not alike, or only on one side. */
export function differentSections(sections: readonly string[], now: Tree, base: Tree): readonly string[] {
  return sections.filter((key) => !isSame(own(now, key), own(base, key)));
}

function own(tree: Tree, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}

/** Equal values; whole numbers are equal however they are kept. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === "bigint" || typeof b === "bigint") {
    return String(a) === String(b) && isNumber(a) && isNumber(b);
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isTree(a) || !isTree(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Functions whose answer is the same on both sides when their words are: they look at the world, not at the project. */
const OF_THE_WORLD =
  /^!(?:exec|cwd|random|repo-root|version|secret|git\.\w+|terraform\.\w+|store(?:\.get)?|aws\.\w+)$/;

/**
 * Of `sections` those that must be evaluated to know whether they differ. Values that are written alike and depend on
 * nothing else are alike.
 * @param now sections before anything in them is evaluated
 */
export function undecidedSections(sections: readonly string[], now: Tree, base: Tree): readonly string[] {
  return sections.filter((key) => !isWrittenAlike(own(now, key), own(base, key)));
}

function isWrittenAlike(a: unknown, b: unknown): boolean {
  if (typeof a === "string") return a === b && !a.includes("{{");
  if (isTagged(a)) {
    return isTagged(b) && a.tag === b.tag && OF_THE_WORLD.test(a.tag) && isWrittenAlike(a.value, b.value);
  }
  const [x, y] = [listOf(a), listOf(b)];
  if (x !== undefined) {
    return y !== undefined && kindOf(a) === kindOf(b) && x.length === y.length &&
      x.every((item, index) => isWrittenAlike(item, y[index]));
  }
  if (!isTree(a)) return isSame(a, b);
  return isTree(b) && Object.keys(a).length === Object.keys(b).length &&
    Object.keys(a).every((key) =>
      !key.includes("{{") && Object.hasOwn(b, key) && isWrittenAlike(a[key], b[key])
    );
}

/** Members of a list, of an `!append`, of what is literal, and of a value that waits for a function. */
function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isAppend(value) || isLiteral(value) ? value.items : layersOf(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return isAppend(value) ? "append" : isLiteral(value) ? "literal" : "layers";
}
