/** What the templates of a manifest see of the manifest itself: its locals, then `settings`, `vars` and `env`. Pure.
 *  Follows stacks §4.3, templates §1.3. Invariants: a file without locals adds nothing; a section sees its own locals first,
 *  then those of the root, then those of other sections. */
import { ConfigError } from "@/base/errors.ts";
import { type Locals, type LocalsScope, resolveLocals, withLocals } from "./locals.ts";
import { isTree, type Tree } from "./merge.ts";

/** Sections that may have locals of their own. */
const SECTIONS = ["terraform", "helmfile", "packer"];

/** Under which key a component carries the locals of its file, for locals of its own. */
export const FILE_LOCALS = "\0locals";

/** What a file adds. */
export interface FileContext {
  /** Locals of the root. */
  readonly root: Locals;
  /** Type → its own locals. */
  readonly sections: Readonly<Record<string, Locals>>;
  /** The file with its templates done. */
  readonly tree: Tree;
}

/**
 * @param scope its data is the context of the import
 * @returns undefined for a file without locals
 * @throws Config `stacks/bad-locals`, and what resolving throws
 */
export async function fileContext(
  tree: Tree,
  scope: LocalsScope & { onFailure(text: string, error: ConfigError): unknown },
): Promise<FileContext | undefined> {
  const own = localsOf(tree, scope.owner);
  const ofSections = SECTIONS.flatMap((type) => {
    const locals = localsOf(tree[type], scope.owner, type);
    return locals === undefined ? [] : [[type, locals] as const];
  });
  if (own === undefined && ofSections.length === 0) return undefined;
  // Locals may speak of sections that speak of locals: those are known as they are written.
  const written = Object.fromEntries(
    ["settings", "vars", "env"].flatMap((name) => isTree(tree[name]) ? [[name, tree[name]]] : []),
  );
  const { onFailure: _, ...strict } = scope; // a local that fails is a mistake
  const start = { ...strict, data: { ...written, ...scope.data } };
  const root = await resolveLocals(own ?? {}, {}, start);
  const sections: Record<string, Locals> = {};
  for (const [type, locals] of ofSections) {
    const all = await resolveLocals(locals, root, start);
    sections[type] = Object.fromEntries(Object.keys(locals).map((name) => [name, all[name]]));
  }
  return { root, sections, tree: await renderedFile(tree, { root, sections, scope }) };
}

function localsOf(section: unknown, owner: string, type?: string): Tree | undefined {
  if (!isTree(section) || !Object.hasOwn(section, "locals")) return undefined;
  const { locals } = section;
  if (isTree(locals)) return locals;
  const path = type === undefined ? "locals" : `${type}.locals`;
  throw new ConfigError("stacks/bad-locals", `${path} must be a map`, {
    explanation: `invalid 'locals' section in ${owner}.`,
    at: { file: owner },
  });
}

interface Rendering {
  readonly root: Locals;
  readonly sections: Readonly<Record<string, Locals>>;
  readonly scope: LocalsScope & { onFailure(text: string, error: ConfigError): unknown };
}

async function renderedFile(tree: Tree, rendering: Rendering): Promise<Tree> {
  const { scope } = rendering;
  const { locals: _, ...content } = tree;
  const done: Record<string, unknown> = { ...content };
  let data = scope.data;
  const render = (value: unknown, type: string | undefined) =>
    withLocals(value, localsFor(rendering, type), { ...scope, data, name: scope.owner });
  for (const name of ["settings", "vars", "env"]) {
    if (!Object.hasOwn(content, name)) continue;
    done[name] = await render(content[name], undefined);
    data = { ...data, [name]: done[name] };
  }
  for (const [key, value] of Object.entries(content)) {
    if (["settings", "vars", "env"].includes(key)) continue;
    if (key === "components" && isTree(value)) done[key] = await renderedComponents(value, rendering, render);
    else {
      const { locals: _, ...section } = isTree(value) && SECTIONS.includes(key) ? value : { locals: 0 };
      done[key] = await render(SECTIONS.includes(key) && isTree(value) ? section : value, key);
    }
  }
  return done;
}

/** A component with locals of its own is left for later, when those of its bases are known too. */
async function renderedComponents(
  components: Tree,
  rendering: Rendering,
  render: (value: unknown, type: string | undefined) => Promise<unknown>,
): Promise<Tree> {
  const done: Record<string, unknown> = {};
  for (const [type, ofType] of Object.entries(components)) {
    if (!isTree(ofType)) {
      done[type] = ofType;
      continue;
    }
    const bodies: Record<string, unknown> = {};
    for (const [name, body] of Object.entries(ofType)) {
      const isLater = isTree(body) && Object.hasOwn(body, "locals");
      bodies[name] = isLater
        ? { ...body, [FILE_LOCALS]: localsFor(rendering, type) }
        : await render(body, type);
    }
    done[type] = bodies;
  }
  return done;
}

function localsFor({ root, sections }: Rendering, type: string | undefined): Locals {
  const others = Object.values(sections).reduce<Locals>((all, locals) => ({ ...all, ...locals }), {});
  return { ...others, ...root, ...(type === undefined ? {} : sections[type]) };
}
