/** Which manifests the values of an instance come from. Pure. Follows stacks §10.2 (`sources`, `deps`, `deps_all`).
 *  Invariant: the manifest itself comes first, then its imports by key. */
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

/** A file and what it says. */
export interface SourcePart {
  readonly key: string;
  readonly tree: Tree;
}

/** What is asked for. */
export interface SourceQuestion {
  readonly type: string;
  readonly name: string;
  /** The merged sections. */
  readonly sections: Tree;
  /** Names of the components that it takes from. */
  readonly inheritance: readonly string[];
  /** Key of the manifest itself. */
  readonly manifest: string;
  /** Each key once. */
  readonly parts: readonly SourcePart[];
}

interface Dependency {
  readonly stack_file: string;
  readonly stack_file_section: string;
  readonly variable_value: unknown;
  readonly dependency_type: "inline" | "import";
}

const WITH_SOURCES: readonly string[] = ["vars", "env", "settings", "backend"];

/** Section → name → where the value stands. */
export function sourcesOf(question: SourceQuestion): Tree {
  const { sections } = question;
  return Object.fromEntries(
    WITH_SOURCES.filter((key) => Object.hasOwn(sections, key)).map((key) => {
      const values = isTree(sections[key]) ? sections[key] : {};
      const entries = Object.entries(values).map(([name, value]) => [
        name,
        { name, final_value: value, stack_dependencies: dependenciesOf(question, key, name) },
      ]);
      return [key, Object.fromEntries(entries)];
    }),
  );
}

/** Files that have the first word on something, and all files, both sorted. */
export function depsOf(
  sources: Tree,
  question: SourceQuestion,
): { readonly deps: readonly string[]; readonly deps_all: readonly string[] } {
  const first = Object.values(sources).flatMap((section) =>
    Object.values(isTree(section) ? section : {}).flatMap((each) => {
      const list = isTree(each) && Array.isArray(each["stack_dependencies"])
        ? each["stack_dependencies"]
        : [];
      return list.length === 0 ? [] : [String(list[0].stack_file)];
    })
  );
  return {
    deps: [...new Set(first)].sort(),
    deps_all: [...new Set([...question.parts.map(({ key }) => key), question.manifest])].sort(),
  };
}

function dependenciesOf(question: SourceQuestion, section: string, name: string): readonly Dependency[] {
  const { parts, manifest } = question;
  const sorted = parts.toSorted((a, b) => rank(a, manifest) - rank(b, manifest) || (a.key < b.key ? -1 : 1));
  return sorted.flatMap((part) => {
    const kind = part.key === manifest ? "inline" : "import";
    return placesOf(question, part, section).flatMap(({ holder, shown }): Dependency[] =>
      isTree(holder) && Object.hasOwn(holder, name)
        ? [{
          stack_file: part.key,
          stack_file_section: shown,
          variable_value: holder[name],
          dependency_type: kind,
        }]
        : []
    ).slice(0, 1);
  });
}

function rank({ key }: SourcePart, manifest: string): number {
  return key === manifest ? 0 : 1;
}

/** The places of a file where a section of the component may stand, the one that counts most first. */
function placesOf(
  { type, name, inheritance, sections }: SourceQuestion,
  { tree }: SourcePart,
  section: string,
): readonly { readonly holder: unknown; readonly shown: string }[] {
  const at = (value: unknown, ...keys: string[]): unknown =>
    keys.reduce((holder, key) => isTree(holder) ? holder[key] : undefined, value);
  const select = (value: unknown) =>
    section === "backend" ? at(value, String(sections["backend_type"] ?? "")) : value;
  const kind = section === "backend" ? `backend.${String(sections["backend_type"] ?? "")}` : section;
  return [
    ...[name, ...inheritance].map((each) => ({
      holder: select(at(tree, "components", type, each, section)),
      shown: `components.${type}.${kind}`,
    })),
    { holder: select(at(tree, type, section)), shown: `${type}.${kind}` },
    { holder: section === "backend" ? undefined : at(tree, section), shown: section },
  ];
}
