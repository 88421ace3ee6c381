/** Finds where a value of an instance was written. Follows stacks §10.3.
 *  Invariant: it is the place whose value won. */
import { relativePath } from "@/base/path.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import type { Instance } from "@/features/stacks/instances.ts";
import type { Part } from "@/features/stacks/manifest.ts";
import { isTagged } from "@/lang/yaml/parse.ts";
import type { Origin, ValuePath } from "./core/provenance.ts";

/** Answers for paths of the record that `describe component` prints; undefined for what nobody wrote. */
export function originsOf(
  { manifest: { parts }, type, name, inheritance }: Instance,
  stacksDir: string,
): (path: ValuePath) => Origin | undefined {
  const components = [name, ...inheritance];
  return (path) => {
    const [section = "", ...rest] = path;
    if (section === "import") return importOrigin(parts, rest[0], stacksDir);
    const places: readonly ValuePath[] = [
      [type, "overrides", ...path],
      ["overrides", ...path],
      ...components.map((each) => ["components", type, each, ...path]),
      [type, ...path],
      path,
    ];
    for (const place of places) {
      const part = parts.findLast(({ tree }) => valueAt(tree, place) !== undefined);
      if (part !== undefined) return originIn(part, place, stacksDir);
    }
    return undefined;
  };
}

function originIn(part: Part, place: ValuePath, stacksDir: string): Origin {
  const value = valueAt(part.tree, place), isBlock = typeof value === "string" && value.includes("\n");
  const at = part.positionOf(firstLeaf(part.tree, place), isBlock ? "key" : "value");
  const isTemplate = typeof value === "string" && value.includes("{{");
  return {
    file: relativePath(stacksDir, part.file),
    line: at?.line,
    column: at?.column,
    depth: part.depth,
    isComputed: isTemplate || isTagged(value),
  };
}

/** A map stands where its first value does. */
function firstLeaf(tree: unknown, place: ValuePath): ValuePath {
  const value = valueAt(tree, place);
  const [key] = isTree(value) ? Object.keys(value) : [];
  return key === undefined ? place : firstLeaf(tree, [...place, key]);
}

/** The list itself stands where the manifest has it, an item where it is imported. */
function importOrigin(
  parts: readonly Part[],
  index: string | number | undefined,
  stacksDir: string,
): Origin | undefined {
  const keys = [...new Set(parts.slice(0, -1).map(({ key }) => key))].sort();
  const own = parts.at(-1);
  if (index === undefined) return own && originIn(own, ["import"], stacksDir);
  const { via, depth } = parts.find(({ key }) => key === keys[Number(index)]) ?? {};
  if (via === undefined || depth === undefined) return undefined;
  return {
    file: relativePath(stacksDir, via.file),
    line: via.line,
    column: via.column,
    depth: depth - 1,
    isComputed: false,
  };
}

function valueAt(tree: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isTree(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
  }, tree);
}
