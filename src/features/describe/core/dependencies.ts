/** What a component says that it depends on: other components, files and folders. Pure. Follows stacks §7.5.
 *  Invariant: the first of `dependencies.components`, `settings.depends_on` and `depends_on` that is there counts for
 *  components; files and folders of all that count are together. */
import { ConfigError } from "@/base/errors.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";

/** Variables that place a component where no stack is named. */
export const CONTEXT_KEYS = ["namespace", "tenant", "environment", "stage"] as const;

/** Another component. */
export interface NeededComponent {
  readonly component: string;
  /** Name or file key; undefined for what `context` says, and without that for the own stack. */
  readonly stack: string | undefined;
  /** Variables that differ from the own ones; undefined in the new form. */
  readonly context?: Readonly<Record<string, string>> | undefined;
}

/** All of them. Paths are as written, from the base path or absolute. */
export interface Dependencies {
  readonly components: readonly NeededComponent[];
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Who says it, for errors. */
export interface DependencyPlace {
  readonly component: string;
  readonly manifest: string;
}

/**
 * @param sections evaluated `dependencies`, `settings` and `depends_on`, as far as they are there
 * @throws Config `stacks/bad-dependency`
 */
export function dependenciesOf(sections: Tree, place: DependencyPlace): Dependencies {
  const own = isTree(sections["dependencies"]) ? sections["dependencies"] : {};
  const files = textsOf(own["files"]), folders = textsOf(own["folders"]);
  if (Array.isArray(own["components"])) {
    const items = own["components"].filter(isTree).map((item) => itemOf(item, place));
    return together([{ components: [], files, folders }, ...items]);
  }
  const { settings } = sections;
  const legacy = (isTree(settings) ? settings["depends_on"] : undefined) ?? sections["depends_on"];
  const items = isTree(legacy) ? Object.values(legacy) : Array.isArray(legacy) ? legacy : [];
  return together([{ components: [], files, folders }, ...items.filter(isTree).map(legacyItem)]);
}

function together(all: readonly Dependencies[]): Dependencies {
  const distinct = (texts: readonly string[]) => [...new Set(texts)];
  return {
    components: all.flatMap(({ components }) => components),
    files: distinct(all.flatMap(({ files }) => files)),
    folders: distinct(all.flatMap(({ folders }) => folders)),
  };
}

function itemOf(item: Tree, place: DependencyPlace): Dependencies {
  const kind = textOf(item["kind"]), path = textOf(item["path"]);
  if (kind === "file" || kind === "folder") {
    if (path === undefined) {
      throw badDependency(place, `a dependency of the component '${place.component}' has no path`, {
        explanation: `It is of the kind '${kind}'.`,
        hint: `Write which ${kind} is meant: path: …`,
      });
    }
    return one({ [`${kind}s`]: [path] });
  }
  const component = textOf(item["component"]), name = textOf(item["name"]);
  if (component !== undefined && name !== undefined && component !== name) {
    throw badDependency(place, `the component '${place.component}' depends on two names at once`, {
      explanation: `A dependency says component: ${component} and name: ${name}, which mean the same.`,
      hint: "Keep one of them.",
    });
  }
  const needed = component ?? name;
  return needed === undefined
    ? one({})
    : one({ components: [{ component: needed, stack: textOf(item["stack"]) }] });
}

function legacyItem(item: Tree): Dependencies {
  const file = textOf(item["file"]), folder = textOf(item["folder"]), component = textOf(item["component"]);
  const stack = textOf(item["stack"]);
  const context = CONTEXT_KEYS.flatMap((key) => {
    const text = textOf(item[key]);
    return text === undefined ? [] : [[key, text] as const];
  });
  return one({
    ...(component === undefined
      ? {}
      : { components: [{ component, stack, context: Object.fromEntries(context) }] }),
    ...(file === undefined ? {} : { files: [file] }),
    ...(folder === undefined ? {} : { folders: [folder] }),
  });
}

function one(some: Partial<Dependencies>): Dependencies {
  return { components: [], files: [], folders: [], ...some };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((each) => textOf(each) ?? []) : [];
}

/** Numbers are names too. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function badDependency(
  { manifest }: DependencyPlace,
  title: string,
  { explanation, hint }: { readonly explanation: string; readonly hint: string },
): ConfigError {
  return new ConfigError("stacks/bad-dependency", title, {
    explanation,
    hints: [hint],
    at: { file: manifest },
  });
}
