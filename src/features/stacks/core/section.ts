/** The sections of a component: which layers each has, for which types, and what it must be. Pure. Follows stacks §7.1.
 *  Invariant: one row a section; nothing about sections is written anywhere else. */

/** Where a value of a section may stand, the lowest first. */
export type Layer = "global" | "type" | "base" | "own" | "overrides";

/** One section. */
export interface Section {
  readonly key: string;
  /** What a value must be. `text`: the last one that is not empty counts. `source`: a map, or a text for its `uri`. */
  readonly kind: "map" | "text" | "source";
  readonly layers: readonly Layer[];
  /** Whether it is there although nobody wrote it. */
  readonly always: boolean;
}

const ALL: readonly Layer[] = ["global", "type", "base", "own", "overrides"];
const NOT_GLOBAL: readonly Layer[] = ["type", "base", "own", "overrides"];
const LOWER: readonly Layer[] = ["type", "base", "own"];
const OWN: readonly Layer[] = ["base", "own"];

function map(key: string, layers: readonly Layer[], always = true): Section {
  return { key, kind: "map", layers, always };
}

function text(key: string, layers: readonly Layer[], always = true): Section {
  return { key, kind: "text", layers, always };
}

function sources(layers: readonly Layer[]): readonly Section[] {
  return [{ key: "source", kind: "source", layers, always: true }, map("provision", layers)];
}

/** What every type has. */
const common = [map("vars", ALL), map("settings", ALL), map("env", ALL)];
const runnable = [
  ...common,
  map("auth", ALL),
  text("command", NOT_GLOBAL),
  map("dependencies", ["global", "type", "base", "own"], false),
  map("secrets", ["global", "base", "own", "overrides"], false),
  map("locals", OWN, false),
  map("retry", ["base", "own", "overrides"], false),
];
const kubernetes = ["provider", "paths", "manifests", "render", "validate"];
const helm = [
  "chart",
  "name",
  "namespace",
  "version",
  "repository",
  "repositories",
  "values",
  "values_files",
  "render",
];

/** Type → its sections, apart from `metadata` and `overrides`, in the order in which an instance is looked for. */
export const SECTIONS: Readonly<Record<string, readonly Section[]>> = {
  terraform: [
    ...runnable,
    map("hooks", ALL),
    map("generate", ALL),
    map("providers", NOT_GLOBAL),
    map("required_providers", NOT_GLOBAL),
    text("required_version", NOT_GLOBAL),
    text("backend_type", LOWER),
    map("backend", LOWER),
    text("remote_state_backend_type", LOWER),
    map("remote_state_backend", LOWER),
    ...sources(LOWER),
    map("test", OWN, false),
    map("mocks", OWN, false),
  ],
  helmfile: [...runnable, map("hooks", NOT_GLOBAL), ...sources(OWN), map("plugins", LOWER, false)],
  packer: [...runnable, ...sources(OWN)],
  ansible: [...runnable, ...sources(OWN)],
  container: common,
  emulator: common,
  kubernetes: [...runnable, map("hooks", ALL), map("generate", ALL), ...sources(LOWER)],
  helm: [...runnable, map("hooks", ALL), map("generate", ALL), ...sources(LOWER)],
};

/** Keys of a type whose values may be anything; the last one counts, maps and lists merge. */
export const FREE_KEYS: Readonly<Record<string, readonly string[]>> = {
  kubernetes,
  helm: [...helm, "plugins"],
};

/** Types whose components keep every key that they have. */
export const OPEN_TYPES: readonly string[] = ["container", "emulator"];

/** Types that a command can run: they have metadata, overrides and a way through bases. */
export function isRunnable(type: string): boolean {
  return Object.hasOwn(SECTIONS, type) && !OPEN_TYPES.includes(type);
}

/** The sections of a type; one that only a project knows has what all have. */
export function sectionsOfType(type: string): readonly Section[] {
  return Object.hasOwn(SECTIONS, type) ? SECTIONS[type] ?? [] : common;
}

/** Whether components of a type keep every key that they have. */
export function isOpenType(type: string): boolean {
  return !Object.hasOwn(SECTIONS, type) || OPEN_TYPES.includes(type);
}

/** The sections of the root that are maps: those that reach every component. */
export const GLOBAL_MAPS: readonly string[] = [
  ...new Set(
    Object.values(SECTIONS).flat()
      .filter(({ kind, layers }) => kind === "map" && layers.includes("global"))
      .map(({ key }) => key),
  ),
];
