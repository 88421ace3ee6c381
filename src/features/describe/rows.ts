/** Rows of the lists of stacks, components and instances. Follows stacks §15.
 *  Invariant: nothing is evaluated, apart from tags and labels that call for it. */
import { ConfigError } from "@/base/errors.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { plainSections } from "@/features/stacks/core/component.ts";
import { type Instance, loadStacks } from "@/features/stacks/instances.ts";
import { requireStacks } from "@/features/stacks/require_stacks.ts";
import type { Session } from "@/features/stacks/session.ts";
import { isTagged } from "@/lang/yaml/parse.ts";
import { fits, type Selector } from "./core/selectors.ts";

/** Which instances count. */
export interface RowFilter {
  /** A pattern of names. */
  readonly stack: string | undefined;
  readonly component?: string | undefined;
  readonly selector: Selector;
  readonly kind: "real" | "abstract" | "all";
  readonly enabled?: boolean | undefined;
  readonly locked?: boolean | undefined;
  /** Whether a project without any stack is no mistake. */
  readonly mayBeNone?: boolean;
}

/** An instance as templates of columns see it. */
export interface InstanceRow {
  readonly instance: Instance;
  readonly fields: Tree;
}

/** The instances that fit, by stack, then by name. @throws Config of manifests, `list/impure-selector` */
export async function instanceRows(session: Session, filter: RowFilter): Promise<readonly InstanceRow[]> {
  const files = filter.mayBeNone ? await loadStacks(session) ?? [] : await requireStacks(session);
  const isStack = await stackTest(filter.stack);
  const seen = new Set<string>();
  const all = files.flatMap(({ instances }) => instances);
  return all.toSorted(byStackAndName).flatMap((instance) => {
    checkPure(instance);
    const id = JSON.stringify([instance.stack, instance.type, instance.name]);
    const fields = fieldsOf(instance);
    if (seen.has(id) || !isStack(instance.stack) || !isWanted(fields, instance, filter)) return [];
    seen.add(id);
    return [{ instance, fields }];
  });
}

function byStackAndName(a: Instance, b: Instance): number {
  const texts = (each: Instance) => [each.stack, each.name, each.type];
  const [x, y] = [texts(a), texts(b)];
  const index = x.findIndex((text, at) => text !== y[at]);
  return index < 0 ? 0 : (x[index] ?? "") < (y[index] ?? "") ? -1 : 1;
}

/** Components with the number of stacks in which an instance of them fits. */
export async function componentRows(session: Session, filter: RowFilter): Promise<readonly Tree[]> {
  const rows = await instanceRows(session, filter);
  const groups = Map.groupBy(rows, ({ instance }) => `${instance.type} ${instance.name}`);
  return [...groups.values()].flatMap((group): readonly Tree[] => {
    const [first] = group;
    const count = new Set(group.map(({ instance }) => instance.stack)).size;
    return first === undefined ? [] : [{ ...first.fields, stack_count: count }];
  }).toSorted((a, b) => `${a["component"]} ${a["type"]}` < `${b["component"]} ${b["type"]}` ? -1 : 1);
}

/** Tests names against a pattern with `*`, `?`, `{a,b}`. */
export async function stackTest(pattern: string | undefined): Promise<(name: string) => boolean> {
  if (pattern === undefined || pattern === "") return () => true;
  const { globTest } = await import("@/lang/glob/glob.ts");
  // A name is one text, its slashes are nothing special.
  const plain = (text: string) => text.replaceAll("/", "\u001f");
  const test = globTest(plain(pattern));
  return (name) => test(plain(name));
}

function isWanted(fields: Tree, instance: Instance, filter: RowFilter): boolean {
  const kind = fields["component_type"];
  return (filter.component === undefined || instance.name === filter.component) &&
    (filter.kind === "all" || kind === filter.kind) &&
    (filter.enabled === undefined || fields["enabled"] === filter.enabled) &&
    (filter.locked === undefined || fields["locked"] === filter.locked) &&
    fits(filter.selector, isTree(fields["metadata"]) ? fields["metadata"] : {});
}

function fieldsOf(instance: Instance): Tree {
  const { name, stack, type, directory } = instance;
  const sections = plainSections(instance);
  const metadata = isTree(sections["metadata"]) ? sections["metadata"] : {};
  const enabled = metadata["enabled"] !== false, locked = metadata["locked"] === true;
  return {
    component: name,
    stack,
    type,
    component_type: metadata["type"] === "abstract" ? "abstract" : "real",
    enabled,
    locked,
    status: enabled ? (locked ? "🔒" : "●") : "○",
    status_text: enabled ? (locked ? "locked" : "enabled") : "disabled",
    tags: Array.isArray(metadata["tags"]) ? metadata["tags"] : [],
    labels: isTree(metadata["labels"]) ? metadata["labels"] : {},
    vars: sections["vars"],
    settings: sections["settings"],
    metadata,
    component_folder: directory,
    data: sections,
  };
}

const PURE: readonly string[] = ["!env", "!template", "!labels", "!tags", "!append", "!unset", "!literal"];

/** Tags and labels must be known without credentials and side effects. */
function checkPure({ name, key, sections }: Instance): void {
  const { metadata } = sections;
  if (!isTree(metadata)) return;
  for (const field of ["tags", "labels"]) {
    const bad = callIn(metadata[field]);
    if (bad === undefined) continue;
    throw new ConfigError(
      "list/impure-selector",
      `metadata.${field} of the component '${name}' uses ${bad}`,
      {
        explanation: `In the manifest ${key}. Lists must know tags and labels without running functions.`,
        hints: [`Write the values of metadata.${field}, or use !env or a template.`],
        at: { file: key },
      },
    );
  }
}

function callIn(value: unknown): string | undefined {
  if (isTagged(value)) return PURE.includes(value.tag) ? undefined : value.tag;
  const members = Array.isArray(value) ? value : isTree(value) ? Object.values(value) : [];
  return members.map(callIn).find((tag) => tag !== undefined);
}
