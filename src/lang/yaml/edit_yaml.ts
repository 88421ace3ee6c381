/** Changes one value of a YAML text and nothing else: comments, blank lines, quotes and line ends stay. Pure.
 *  Follows config §9.4.
 *  Invariants: what is answered was read again and says exactly what was wanted, or the edit is refused; nothing is
 *  changed through an alias, nor below an anchor that an alias uses. */
import { ConfigError } from "@/base/errors.ts";
import { dottedPath } from "@/base/schema/reading.ts";
import { positionAt } from "./_js_yaml.ts";
import { changed, deleted, sameValue, valueAtPath } from "./_edited_value.ts";
import { addition, removal, replacement, type Splice } from "./_splices.ts";
import { readSource, readSyntax, type SyntaxNode } from "./_syntax.ts";
import { parseYaml, type YamlPath } from "./parse.ts";

/** What an edit did. `none`: there was nothing to delete, or the value is there already. */
export interface YamlEdit {
  readonly text: string;
  readonly change: "created" | "updated" | "deleted" | "none";
}

/** What stands at a place. */
export type YamlKind = "map" | "list" | "text" | "number" | "bool" | "null" | "tagged" | "alias";

/** A text that is edited. */
export interface YamlEditor {
  /** What is written at a path, not what an alias or a merge brings there; undefined when nothing is. */
  kindAt(path: YamlPath): YamlKind | undefined;
  /** The keys that are written in the map at a path; empty for anything else. */
  keysAt(path: YamlPath): readonly string[];
  /**
   * The text with a value at a path; parents are made, a list may grow by its next item.
   * @param source the value as YAML: `5`, `"5"`, `!env HOME`, `[a, b]`
   * @throws Config `yaml/edit-refused`, `yaml/syntax`
   */
  set(path: YamlPath, source: string): YamlEdit;
  /** The text without the value at a path. Throws Config `yaml/edit-refused`. */
  delete(path: YamlPath): YamlEdit;
}

/**
 * Reads a text to be edited. `file`: its name in messages.
 * @throws Config `yaml/syntax`; `yaml/edit-refused` for several documents, and for an anchor that is defined twice
 */
export function editYaml(text: string, { file }: { readonly file: string }): YamlEditor {
  const refuse = (title: string, offset = 0) => refused(title, { text, file, offset });
  const { root, documents, fault } = readSyntax(text);
  if (documents > 1) {
    throw refuse("multi-document files cannot be edited: the file holds more than one document");
  }
  const { value } = parseYaml(text, { file });
  if (fault !== undefined) throw refuse(`the file cannot be edited: ${fault.split("\n")[0]}`);
  const used = usedAnchors(root, refuse);
  const steps = (path: YamlPath) => stepsTo(root, path);

  /** Nothing on the way may be shared. */
  const guard = (nodes: readonly SyntaxNode[], path: YamlPath) => {
    for (const [depth, node] of nodes.entries()) {
      const isEnd = depth === path.length;
      const isShared = node.anchor !== undefined &&
        (node.kind === "alias" ? !isEnd : used.has(node.anchor));
      if (!isShared) continue;
      const way = node.kind === "alias" ? "behind an alias of the anchor" : "shared by the anchor";
      throw refuse(`${dottedPath(path)} is ${way} "${node.anchor}": change it by hand`, node.from);
    }
    const end = nodes[path.length];
    for (const { anchor, from } of end ? anchorsIn(end) : []) {
      if (used.has(anchor)) {
        throw refuse(`${dottedPath(path)} holds the anchor "${anchor}", which is used elsewhere`, from);
      }
    }
  };
  /** The text after an edit, if it says what it must. */
  const checked = ({ from, to, text: put }: Splice, wanted: unknown, path: YamlPath): string => {
    const result = text.slice(0, from) + put + text.slice(to);
    if (isSaid(result, wanted)) return result;
    throw refuse(`${dottedPath(path)} cannot be changed without changing something else`, from);
  };
  return {
    kindAt(path) {
      const node = steps(path)[path.length];
      return node && kindOf(node, valueAtPath(value, path));
    },
    keysAt: (path) =>
      steps(path)[path.length]?.entries.flatMap(({ key }) => key === undefined ? [] : [key]) ?? [],
    set(path, source) {
      const put = readSource(source);
      if (put.fault !== undefined) throw refuse(`the new value cannot be used: ${put.fault.split("\n")[0]}`);
      const { value: member } = parseYaml(source, { file: "the new value" });
      const nodes = steps(path);
      guard(nodes, path);
      const wanted = changed(value, path, member);
      if (wanted === undefined) {
        const at = nodes.length - 1;
        const name = dottedPath(path.slice(0, at)) || "the file";
        throw refuse(`${dottedPath(path)} cannot be set: ${name} ${reasonFor(nodes[at])}`, nodes[at]?.from);
      }
      const isThere = nodes.length > path.length;
      const place = { text, root, path, nodes, source: put };
      const splice = isThere ? replacement(place) : addition(place);
      const result = checked(splice, wanted.value, path);
      return { text: result, change: !isThere ? "created" : result === text ? "none" : "updated" };
    },
    delete(path) {
      const nodes = steps(path);
      if (nodes.length <= path.length) {
        if (nodes.some((node) => node.kind === "alias")) guard(nodes, path);
        return { text, change: "none" };
      }
      guard(nodes, path);
      const splice = removal({ text, root, path, nodes });
      return { text: checked(splice, deleted(value, path), path), change: "deleted" };
    },
  };
}

/** Whether a text says a value. */
function isSaid(text: string, wanted: unknown): boolean {
  try {
    return readSyntax(text).fault === undefined && sameValue(parseYaml(text, { file: "" }).value, wanted);
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

/** The nodes from the root along a path, as far as they are written. */
function stepsTo(root: SyntaxNode | undefined, path: YamlPath): readonly SyntaxNode[] {
  const nodes = root ? [root] : [];
  for (const step of path) {
    const next = nodes.at(-1)?.entries.find(({ key }, index) =>
      typeof step === "number" ? key === undefined && index === step : key === step
    );
    const isFit = typeof step === "number" ? nodes.at(-1)?.kind === "list" : nodes.at(-1)?.kind === "map";
    if (!next || !isFit) break;
    nodes.push(next.value);
  }
  return nodes;
}

/** Names of anchors that aliases use. */
function usedAnchors(
  root: SyntaxNode | undefined,
  refuse: (title: string, offset: number) => ConfigError,
): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { anchor, from } of root ? anchorsIn(root) : []) {
    if (known.has(anchor)) throw refuse(`the anchor "${anchor}" is defined more than once`, from);
    known.add(anchor);
  }
  return new Set(root ? aliasesIn(root) : []);
}

function anchorsIn(node: SyntaxNode): readonly { readonly anchor: string; readonly from: number }[] {
  const own = node.kind !== "alias" && node.anchor !== undefined
    ? [{ anchor: node.anchor, from: node.from }]
    : [];
  return [...own, ...node.entries.flatMap(({ value }) => anchorsIn(value))];
}

function aliasesIn(node: SyntaxNode): readonly string[] {
  const own = node.kind === "alias" && node.anchor !== undefined ? [node.anchor] : [];
  return [...own, ...node.entries.flatMap(({ value }) => aliasesIn(value))];
}

function kindOf({ kind, tag }: SyntaxNode, value: unknown): YamlKind {
  if (kind === "alias") return "alias";
  if (tag !== undefined && !tag.startsWith("!!")) return "tagged";
  if (kind !== "scalar") return kind;
  if (value === null || value === undefined) return "null";
  if (typeof value === "boolean") return "bool";
  return typeof value === "string" ? "text" : "number";
}

function reasonFor(node: SyntaxNode | undefined): string {
  if (node?.tag !== undefined) return `has the tag ${node.tag}`;
  if (node?.kind === "list") {
    return `is a list of ${node.entries.length}: the next item has the index ${node.entries.length}`;
  }
  return node?.kind === "map" ? "is a map, which has keys" : "is a value, which has no keys";
}

function refused(
  title: string,
  { text, file, offset }: { readonly text: string; readonly file: string; readonly offset: number },
): ConfigError {
  return new ConfigError("yaml/edit-refused", title, {
    at: positionAt(text, file, offset),
    hints: ["Nothing was changed. Edit the file with an editor."],
  });
}
