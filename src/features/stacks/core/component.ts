/** Puts a component together: its sections out of root, type, bases, itself and overrides. Pure. Follows stacks §7.
 *  Invariant: markers and calls are still in what comes out; `evaluated` values are made of it later. */
import { ConfigError } from "@/base/errors.ts";
import { FILE_LOCALS } from "./file_context.ts";
import { invalidSection, type SectionPlace } from "./faults.ts";
import { isAbstract, type Lineage, lineageOf } from "./inherit.ts";
import { isUnset } from "@/features/functions/core/markers.ts";
import { isTree, type ListStrategy, mergeTrees, mergeValues, type Tree, withoutMarkers } from "./merge.ts";
import { FREE_KEYS, isOpenType, isRunnable, type Layer, type Section, sectionsOfType } from "./section.ts";

/** What all components of a manifest share. */
export interface ComponentScope {
  /** The manifest with its imports. */
  readonly tree: Tree;
  readonly place: SectionPlace;
  /** Below everything: `env` and `command` of atmos.yaml. */
  readonly defaults: Tree;
  readonly inheritMetadata: boolean;
  readonly inheritSource: boolean;
  /** Global one; a component may choose another. @throws for a word that is none */
  readonly strategy: ListStrategy;
  strategyNamed(word: unknown): ListStrategy;
}

/** A component before anything in it is evaluated. */
export interface Component extends Lineage {
  readonly type: string;
  readonly name: string;
  readonly strategy: ListStrategy;
  /** Section → merged value. */
  readonly sections: Tree;
  /** Printed as `component`, part of the state's key. */
  readonly source: string;
  /** Directory below the base path of the type. */
  readonly directory: string;
  /** Locals of the files that locals of the component may speak of. */
  readonly fileLocals: Tree;
}

/** @throws Config `stacks/invalid-section`, `stacks/missing-base`, `stacks/inheritance-cycle`, Usage `stacks/list-strategy` */
export function buildComponent(scope: ComponentScope, name: string): Component {
  const { tree, place, place: { type } } = scope;
  const components = isTree(tree["components"]) ? tree["components"] : {};
  const ofType = isTree(components[type]) ? components[type] : {};
  const body = isTree(ofType[name]) ? ofType[name] : {};
  const lineage = isRunnable(type)
    ? lineageOf(ofType, name, place)
    : { bases: [], inheritance: [], directories: [] };
  const layers: Layers = { scope, name, body, lineage, strategy: scope.strategy };
  const strategy = ownStrategy(layers);
  const merged = sectionsOf({ ...layers, strategy });
  const metadata = metadataOf(layers);
  const own = isTree(body["metadata"]) ? textOf(body["metadata"]["component"]) : undefined;
  const old = oldSource(ofType, body);
  const sections = isRunnable(type)
    ? {
      ...withoutSpaces(merged, body),
      metadata,
      overrides: isTree(body["overrides"]) ? body["overrides"] : {},
    }
    : { ...merged, ...(Object.hasOwn(body, "metadata") ? { metadata } : {}) };
  return {
    ...lineage,
    type,
    name,
    strategy,
    sections,
    source: own ?? old ?? name,
    directory: textOf(metadata["component"]) ?? old ?? name,
    fileLocals: mergeTrees([...lineage.bases.map((base) => base.body), body].map(fileLocalsOf), strategy),
  };
}

/** Nobody runs an abstract component, in Spacelift neither. */
function withoutSpaces(merged: Tree, body: Tree): Tree {
  const { settings } = merged;
  if (!isAbstract(body) || !isTree(settings) || !isTree(settings["spacelift"])) return merged;
  const { workspace_enabled: _, ...spacelift } = settings["spacelift"];
  return { ...merged, settings: { ...settings, spacelift } };
}

function fileLocalsOf(body: Tree): Tree | undefined {
  return isTree(body[FILE_LOCALS]) ? body[FILE_LOCALS] : undefined;
}

/** What `component` leads to in the end. */
function oldSource(ofType: Tree, body: Tree): string | undefined {
  const next = textOf(body["component"]);
  const base = next === undefined ? undefined : ofType[next];
  return isTree(base) && !isAbstract(base) ? oldSource(ofType, base) ?? next : next;
}

interface Layers {
  readonly scope: ComponentScope;
  readonly name: string;
  readonly body: Tree;
  readonly lineage: Lineage;
  readonly strategy: ListStrategy;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Where a layer of a component keeps its sections, the lowest first; a base is several. */
function holders(
  { scope: { tree, place: { type } }, name, body, lineage: { bases } }: Layers,
  layer: Layer,
): readonly (readonly [holder: unknown, path: readonly string[]])[] {
  const own = ["components", type, name];
  switch (layer) {
    case "global":
      return [[tree, []]];
    case "type":
      return [[tree[type], [type]]];
    case "base":
      return bases.map((base) => [base.body, ["components", type, base.name]]);
    case "own":
      return [[body, own]];
    case "overrides":
      return [[body["overrides"], [...own, "overrides"]]];
  }
}

/** The values of a section in some layers, the lowest first. @throws Config `stacks/invalid-section` */
function valuesOf(layers: Layers, section: Section, which: readonly Layer[]): readonly unknown[] {
  let values: unknown[] = [];
  for (const layer of section.layers) {
    if (!which.includes(layer)) continue;
    for (const [holder, path] of holders(layers, layer)) {
      if (!isTree(holder) || !Object.hasOwn(holder, section.key)) continue;
      const value = holder[section.key];
      if (isUnset(value)) values = [];
      else values.push(checked(value, section, { place: layers.scope.place, path: [...path, section.key] }));
    }
  }
  return values;
}

function checked(
  value: unknown,
  { kind }: Section,
  { place, path }: { readonly place: SectionPlace; readonly path: readonly string[] },
): unknown {
  if (kind === "text") {
    if (typeof value === "string" || isCallLike(value)) return value;
    throw invalidSection(place, path, "a text");
  }
  if (kind === "source" && typeof value === "string") return { uri: value };
  if (isTree(value) || isCallLike(value)) return value;
  throw invalidSection(place, path, "a map");
}

/** A call may answer what the section must be. */
function isCallLike(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isTree(value);
}

/** The strategy that the settings of the component, its bases or the root name; the last one counts. */
function ownStrategy(layers: Layers): ListStrategy {
  const settings: Section = {
    key: "settings",
    kind: "map",
    layers: ["global", "base", "own", "overrides"],
    always: true,
  };
  const words = valuesOf(layers, settings, settings.layers).flatMap((value) =>
    isTree(value) && value["list_merge_strategy"] ? [value["list_merge_strategy"]] : []
  );
  return words.length === 0 ? layers.strategy : layers.scope.strategyNamed(words.at(-1));
}

function sectionsOf(layers: Layers): Tree {
  const { scope, body, strategy } = layers, { type } = scope.place;
  const merged: Record<string, unknown> = isOpenType(type) ? { ...body } : {};
  for (const section of sectionsOfType(type)) {
    const value = sectionValue(layers, section);
    if (value !== undefined) merged[section.key] = value;
  }
  for (const key of FREE_KEYS[type] ?? []) {
    const values = (["type", "base", "own"] as const).flatMap((layer) =>
      holders(layers, layer).flatMap(([holder]) =>
        isTree(holder) && Object.hasOwn(holder, key) ? [holder[key]] : []
      )
    );
    if (values.length > 0) merged[key] = mergeValues(values, strategy);
  }
  return merged;
}

function sectionValue(layers: Layers, section: Section): unknown {
  const { scope, strategy } = layers, fallback = scope.defaults[section.key];
  const inherits = section.key !== "source" && section.key !== "provision" || scope.inheritSource;
  const upper: readonly Layer[] = inherits ? ["base", "own", "overrides"] : ["own", "overrides"];
  const low = valuesOf(layers, section, ["global", "type"]), high = valuesOf(layers, section, upper);
  if (section.kind === "text") {
    const texts = [fallback, ...low, ...high].filter((value) => value !== undefined && value !== "");
    return texts.at(-1) ?? "";
  }
  // Root and type are merged as the whole manifest is, whatever the component chose.
  const below = mergeValues([fallback, ...low], scope.strategy);
  const oneByOne = section.key === "retry" ? scope.strategy : strategy;
  const value = mergeValues([below, ...high.map((each) => withScopes(section, each, "instance"))], oneByOne);
  if (value === undefined) return section.always ? {} : undefined;
  return section.key === "secrets" ? stackScopes(value) : value;
}

/** Secrets know who they belong to: those of the root to the stack, others to the instance. */
function withScopes({ key }: Section, value: unknown, scope: string): unknown {
  if (key !== "secrets" || !isTree(value) || !isTree(value["vars"])) return value;
  const entries = Object.entries(value["vars"]).map(([name, each]) => [
    name,
    isTree(each) ? { scope, ...each } : each,
  ]);
  return { ...value, vars: Object.fromEntries(entries) };
}

function stackScopes(value: unknown): unknown {
  return withScopes({ key: "secrets", kind: "map", layers: [], always: false }, value, "stack");
}

/** Fields of the root that count for every component. */
export const GLOBAL_METADATA: readonly string[] = [
  "labels",
  "tags",
  "custom",
  "enabled",
  "locked",
  "terraform_workspace_pattern",
];

function metadataOf(layers: Layers): Tree {
  const { scope, body, lineage: { bases }, strategy } = layers;
  const section: Section = { key: "metadata", kind: "map", layers: ["global", "own"], always: true };
  if (isCallLike(body["metadata"]) && !isUnset(body["metadata"])) throw metadataCall(layers);
  const [global] = valuesOf(layers, section, ["global"]), [own] = valuesOf(layers, section, ["own"]);
  const inherited = !scope.inheritMetadata ? [] : bases.flatMap(({ body: { metadata } }) => {
    if (!isTree(metadata)) return [];
    const { inherits: _i, type: _t, ...rest } = metadata;
    return [rest];
  });
  const merged = mergeTrees(
    [isTree(global) ? global : undefined, ...inherited, isTree(own) ? own : undefined],
    strategy,
  );
  const component = merged["component"];
  if (component !== undefined && typeof component !== "string" && !isCallLike(component)) {
    const path = ["components", scope.place.type, layers.name, "metadata", "component"];
    throw invalidSection(scope.place, path, "a text");
  }
  return merged;
}

/** Bases and directories are known before any function runs. */
function metadataCall({ scope: { place }, name }: Layers): ConfigError {
  const path = ["components", place.type, name, "metadata"];
  return new ConfigError("stacks/invalid-section", "invalid component metadata section", {
    explanation: `${path.join(".")} in the manifest ${place.key} cannot be a function.`,
    hints: ["Write a map; its values may be functions."],
    at: place.positionOf(path),
  });
}

/** Whether it may be run. */
export function isReal({ sections }: Pick<Component, "sections">): boolean {
  return !isAbstract(sections);
}

/** Values as they are without evaluating anything: markers have done their work, calls are
 *  left, where one waits for a merge the rest is told. */
export function plainSections({ sections }: Pick<Component, "sections">): Tree {
  const plain = withoutMarkers(sections);
  return isTree(plain) ? plain : {};
}
