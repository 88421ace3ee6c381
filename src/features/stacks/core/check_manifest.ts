/** What must hold for a manifest before components are put together. Pure. Follows stacks §7.1, §7.3.
 *  Invariant: what a component checks itself is not checked here. */
import { ConfigError } from "@/base/errors.ts";
import { isUnset } from "@/features/functions/core/markers.ts";
import { GLOBAL_METADATA } from "./component.ts";
import { invalidSection, type SectionPlace } from "./faults.ts";
import { isTree, type Tree } from "./merge.ts";
import { GLOBAL_MAPS, SECTIONS } from "./section.ts";

type Place = Pick<SectionPlace, "key" | "positionOf">;

const ROOT = [...GLOBAL_MAPS, "metadata", "components"];

/** @throws Config `stacks/invalid-section`, `stacks/global-metadata` */
export function checkManifest(tree: Tree, place: Place): void {
  for (const key of [...ROOT, ...Object.keys(SECTIONS)]) requireMap(tree, [key], place);
  for (const type of Object.keys(SECTIONS)) {
    const section = tree[type];
    if (!isTree(section)) continue;
    for (const { key, kind, layers } of SECTIONS[type] ?? []) {
      if (kind === "map" && layers.includes("type")) requireMap(section, [key], place, [type]);
    }
  }
  checkGlobalMetadata(tree["metadata"], place);
  const components = isTree(tree["components"]) ? tree["components"] : {};
  for (const [type, ofType] of Object.entries(components)) {
    if (!isTree(ofType)) {
      if (isUnset(ofType)) continue;
      throw invalidSection(place, ["components", type], "a map");
    }
    for (const [name, body] of Object.entries(ofType)) {
      if (!isTree(body) && !isUnset(body)) throw invalidBody(place, type, name);
    }
  }
}

/** What one file may say of its own before it is merged: these sections never reach others. */
export function checkOwnSections(tree: Tree, place: Place): void {
  requireMap(tree, ["overrides"], place);
  for (const type of ["terraform", "helmfile", "packer"]) {
    const section = tree[type];
    if (!isTree(section)) continue;
    requireMap(section, ["overrides"], place, [type]);
    requireMap(section, ["locals"], place, [type]);
  }
  requireMap(tree, ["locals"], place);
  const components = isTree(tree["components"]) ? tree["components"] : {};
  for (const [type, ofType] of Object.entries(components)) {
    for (const [name, body] of isTree(ofType) ? Object.entries(ofType) : []) {
      if (isTree(body)) requireMap(body, ["overrides"], place, ["components", type, name]);
    }
  }
}

function requireMap(
  holder: Tree,
  [key = ""]: readonly string[],
  place: Place,
  above: readonly string[] = [],
): void {
  if (!Object.hasOwn(holder, key)) return;
  const value = holder[key];
  if (isTree(value) || isUnset(value)) return;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return; // a call, or a list that is appended
  throw invalidSection(place, [...above, key], "a map");
}

function checkGlobalMetadata(metadata: unknown, place: Place): void {
  const other = isTree(metadata)
    ? Object.keys(metadata).find((key) => !GLOBAL_METADATA.includes(key))
    : undefined;
  if (other === undefined) return;
  throw new ConfigError(
    "stacks/global-metadata",
    `metadata field is not allowed at global (stack-wide) scope: ${other}`,
    {
      explanation: `In the manifest ${place.key}. Allowed are ${GLOBAL_METADATA.join(", ")}.`,
      at: place.positionOf(["metadata", other]),
    },
  );
}

function invalidBody(place: Place, type: string, name: string): ConfigError {
  const path = ["components", type, name];
  return new ConfigError("stacks/invalid-component", `invalid component map type for component ${name}`, {
    explanation: `${path.join(".")} in the manifest ${place.key} must be a map.`,
    hints: ["A component without anything of its own is {}."],
    at: place.positionOf(path),
  });
}
