/** Which components a component takes from, and in which order. Pure. Follows stacks §7.2.
 *  Invariants: depth first, a base after its own bases, later ones over earlier ones; a base that is reached twice is applied
 *  twice; no circle goes unnoticed. */
import { ConfigError } from "@/base/errors.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import { invalidSection, type SectionPlace } from "./faults.ts";
import { isTree, type Tree } from "./merge.ts";

/** A component that another one takes from. */
export interface Base {
  readonly name: string;
  readonly body: Tree;
}

/** Where a component comes from. */
export interface Lineage {
  /** In the order in which they are laid over each other. */
  readonly bases: readonly Base[];
  /** Names, each once, the one applied last first. */
  readonly inheritance: readonly string[];
  /** What `component` names and is no component: it must be a directory. */
  readonly directories: readonly string[];
}

/**
 * @param components the components of the type in the manifest
 * @throws Config `stacks/missing-base`, `stacks/inheritance-cycle`, `stacks/invalid-section`
 */
export function lineageOf(components: Tree, name: string, place: SectionPlace): Lineage {
  const bases: Base[] = [], directories: string[] = [];
  const overlay = (base: string, chain: readonly string[]): void => {
    const body = components[base];
    if (!isTree(body)) return;
    if (chain.includes(base)) throw circle([...chain.slice(chain.indexOf(base)), base], place);
    const parents = parentsOf(body, { place, path: ["components", place.type, base] });
    if (parents.component !== undefined && (chain.length === 0 || !isAbstract(body))) {
      apply(base, parents.component, { way: "component", chain });
    }
    for (const each of parents.inherits) apply(base, each, { way: "metadata.inherits", chain });
    if (chain.length > 0) bases.push({ name: base, body });
  };
  const apply = (
    child: string,
    base: string,
    { way, chain }: { readonly way: Way; readonly chain: readonly string[] },
  ): void => {
    if (Object.hasOwn(components, base)) overlay(base, [...chain, child]);
    else if (way === "component") directories.push(base);
    else throw missingBase({ child, base, way }, components, place);
  };
  overlay(name, []);
  const inheritance = [...new Set(bases.map((base) => base.name).reverse())];
  return { bases, inheritance, directories };
}

/** How a base is named. */
export type Way = "component" | "metadata.inherits";

/** Whether a component is only there to be taken from. */
export function isAbstract(body: Tree): boolean {
  return isTree(body["metadata"]) && body["metadata"]["type"] === "abstract";
}

interface Parents {
  readonly component: string | undefined;
  readonly inherits: readonly string[];
}

function parentsOf(
  body: Tree,
  { place, path }: { readonly place: SectionPlace; readonly path: readonly string[] },
): Parents {
  const { component, metadata } = body;
  if (Object.hasOwn(body, "component") && typeof component !== "string") {
    throw invalidSection(place, [...path, "component"], "a text");
  }
  const inherits = isTree(metadata) ? metadata["inherits"] : undefined;
  const list = typeof inherits === "string" ? [inherits] : inherits ?? [];
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) {
    throw invalidSection(place, [...path, "metadata", "inherits"], "a list of names");
  }
  return {
    component: typeof component === "string" && component !== "" ? component : undefined,
    inherits: list,
  };
}

/** A base that nobody has written. */
export function missingBase(
  { child, base, way }: { readonly child: string; readonly base: string; readonly way: Way },
  components: Tree,
  place: SectionPlace,
): ConfigError {
  const path = [
    "components",
    place.type,
    child,
    ...(way === "component" ? ["component"] : ["metadata", "inherits"]),
  ];
  const near = nearestNames(base, Object.keys(components));
  const named = way === "component" ? "component:" : way;
  return new ConfigError(
    "stacks/missing-base",
    `the component '${child}' inherits from '${base}', which is not defined`,
    {
      explanation: `${named} of the component '${child}' in the manifest ${place.key} names it.`,
      hints: [
        ...near.map((name) => `Did you mean ${name}?`),
        `Import the manifest that defines '${base}' in ${place.key}.`,
      ],
      at: place.positionOf(path),
    },
  );
}

function circle(names: readonly string[], place: SectionPlace): ConfigError {
  const shown = names.map((name) => `'${name}'`).join(" -> ");
  return new ConfigError(
    "stacks/inheritance-cycle",
    `circular component inheritance ${shown} in the stack '${place.key}'`,
    { at: place.positionOf(["components", place.type, names[0] ?? ""]) },
  );
}
