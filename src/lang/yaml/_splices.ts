/** Which piece of a text an edit replaces, and by what. Pure. Follows config §9.4.
 *  Invariant: only the lines of the value are touched; the caller reads the result again, so a layout that is not
 *  foreseen here is refused, not broken. */
import { isPlainText, type Layout, readSource, type SourceValue, type SyntaxNode } from "./_syntax.ts";
import type { YamlPath } from "./parse.ts";
import { renderYaml } from "./render.ts";

/** Characters `from` to `to` become `text`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Where something is deleted: `nodes` lead from the root along `path`, as far as they exist. */
export interface EditPlace {
  readonly text: string;
  readonly root: SyntaxNode | undefined;
  readonly path: YamlPath;
  readonly nodes: readonly SyntaxNode[];
}

/** Where something is set. */
export interface SetPlace extends EditPlace {
  readonly source: SourceValue;
}

/** Puts a value in the place of the one at the path. */
export function replacement(place: SetPlace): Splice {
  return replacedBy(place, []);
}

/** Adds what the path still needs. */
export function addition(place: SetPlace): Splice {
  const { text, nodes, path, source } = place;
  const eol = eolOf(text), host = nodes.at(-1);
  const rest = path.slice(Math.max(0, nodes.length - 1));
  if (host === undefined) {
    const before = text === "" || /[\n\uFEFF]$/.test(text) ? "" : eol;
    const put = lines(source.render(rest, layoutOf(place)), 0, eol);
    return { from: text.length, to: text.length, text: `${before}${put}${eol}` };
  }
  if (host.kind === "scalar") {
    return replacedBy({ ...place, path: path.slice(0, nodes.length - 1) }, rest);
  }
  if (host.style === "flow") {
    return flowAddition(host, source.render(rest, { ...layoutOf(place), flow: true }));
  }
  const put = lines(source.render(rest, layoutOf(place)), columnOf(text, host.entries[0]?.from ?? 0), eol);
  const end = endOf(host.entries.at(-1));
  if (text[end - 1] === "\n") return { from: end, to: end, text: put + eol };
  const at = lineEnd(text, end);
  return { from: at, to: at, text: eol + put };
}

/** Takes the value at the path away, with its key. */
export function removal(place: EditPlace): Splice {
  const { text, path, nodes } = place;
  const { parent, entry, index } = memberAt(place);
  if (parent === undefined || entry === undefined) throw new TypeError("nothing stands at the path");
  if (parent.style === "flow") return flowRemoval(parent, index);
  const next = parent.entries[index + 1];
  if (parent.entries.length === 1) {
    const source = readSource(parent.kind === "map" ? "{}" : "[]");
    const above = { text, root: place.root, path: path.slice(0, -1), nodes: nodes.slice(0, -1), source };
    return replacement(above);
  }
  const start = lineStart(text, entry.from);
  if (next && text.slice(start, entry.from).trim() !== "") {
    return { from: entry.from, to: next.from, text: "" };
  }
  const end = endOf(entry), isOver = text[end - 1] === "\n";
  const last = isOver ? end : lineEnd(text, end);
  if (!isOver && last === text.length && start > 0) {
    return { from: lineEnd(text, lineStart(text, start - 1)), to: last, text: "" };
  }
  return { from: start, to: isOver ? end : last + (text.startsWith("\r\n", last) ? 2 : 1), text: "" };
}

function replacedBy(place: SetPlace, keys: YamlPath): Splice {
  const { text, path, nodes, source } = place;
  const node = nodes[path.length];
  if (node === undefined) throw new TypeError("nothing stands at the path");
  const { parent, entry } = memberAt(place);
  const layout = layoutOf(place), eol = eolOf(text);
  const isCollection = keys.length > 0 || source.kind === "collection";
  const oldEnd = isBlock(node) ? beforeLineEnd(text, node.to) : node.to;
  const remark = text.slice(oldEnd, lineEnd(text, oldEnd));
  const wantsLines = parent?.kind === "map" && parent.style !== "flow" &&
    (isCollection ? keys.length > 0 || !source.isFlow : isLongText(source) && remark.trim() === "");
  if (wantsLines && entry) {
    const body = lines(source.render(["k", ...keys], layout), columnOf(text, entry.from), eol)
      .slice(columnOf(text, entry.from) + 2);
    const cut = body.indexOf(eol),
      head = cut < 0 ? body : body.slice(0, cut),
      tail = cut < 0 ? "" : body.slice(cut);
    const keyRemark = isBlock(node) && node.style !== "block"
      ? remarkOf(text, entry.indicatorEnd, node)
      : remark;
    return { from: entry.indicatorEnd, to: lineEnd(text, oldEnd), text: head + keyRemark.trimEnd() + tail };
  }
  const put = isCollection
    ? source.render(keys, { ...layout, flow: true })
    : inline(source, node, parent?.style === "flow");
  if (node.kind !== "scalar" && isBlock(node) && entry && node.from > lineEnd(text, entry.indicatorEnd)) {
    const keyRemark = remarkOf(text, entry.indicatorEnd, node);
    return { from: entry.indicatorEnd, to: oldEnd, text: ` ${put}${keyRemark}` };
  }
  if (node.from === node.to && entry) {
    const colon = parent?.kind === "map" && text[entry.indicatorEnd - 1] !== ":" ? ":" : "";
    return { from: entry.indicatorEnd, to: entry.indicatorEnd, text: `${colon} ${put}` };
  }
  return { from: node.from, to: oldEnd, text: put };
}

/** What stands behind an indicator on its line, unless the value does. */
function remarkOf(text: string, indicatorEnd: number, node: SyntaxNode): string {
  const end = lineEnd(text, indicatorEnd);
  return node.from < end ? "" : text.slice(indicatorEnd, end).trimEnd();
}

function isLongText({ kind, text }: SourceValue): boolean {
  return kind === "text" && text.includes("\n");
}

/** A value on one line, a text in the quotes of the one before. */
function inline(source: SourceValue, old: SyntaxNode, isFlow: boolean): string {
  if (source.kind !== "text") return source.text;
  const { text } = source;
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x1f\x7f-\x9f\u2028\u2029\uFEFF]/.test(text)) return doubleQuoted(text);
  if (old.style === "single") return `'${text.replaceAll("'", "''")}'`;
  if (old.style === "double") return doubleQuoted(text);
  const usual = renderYaml(text).trimEnd();
  if (usual === text && isFlow && !isPlainText(text)) return doubleQuoted(text);
  return /^[|>]/.test(usual) ? doubleQuoted(text) : usual;
}

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\uFEFF]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function flowAddition(host: SyntaxNode, rendered: string): Splice {
  const member = rendered.slice(1, -1), last = host.entries.at(-1);
  if (last === undefined) return { from: host.contentFrom + 1, to: host.to - 1, text: member };
  const at = endOf(last);
  return { from: at, to: at, text: `, ${member}` };
}

function flowRemoval(parent: SyntaxNode, index: number): Splice {
  const [before, entry, next] = [index - 1, index, index + 1].map((each) => parent.entries[each]);
  if (before) return { from: endOf(before), to: endOf(entry), text: "" };
  if (next) return { from: entry?.from ?? 0, to: next.from, text: "" };
  return { from: parent.contentFrom + 1, to: parent.to - 1, text: "" };
}

type Entry = SyntaxNode["entries"][number];

function memberAt(
  { path, nodes }: Pick<EditPlace, "path" | "nodes">,
): { readonly parent: SyntaxNode | undefined; readonly entry: Entry | undefined; readonly index: number } {
  const parent = path.length === 0 ? undefined : nodes[path.length - 1];
  const index = parent?.entries.findIndex(({ value }) => value === nodes[path.length]) ?? -1;
  return { parent, entry: parent?.entries[index], index };
}

function endOf(entry: Entry | undefined): number {
  return Math.max(entry?.value.to ?? 0, entry?.indicatorEnd ?? 0);
}

/** Whether a node takes lines of its own. */
function isBlock({ kind, style }: SyntaxNode): boolean {
  return style === "block" || ((kind === "map" || kind === "list") && style !== "flow");
}

/** The end of the line in which a block ends; a block scalar ends behind its line. */
function beforeLineEnd(text: string, to: number): number {
  if (text[to - 1] !== "\n") return lineEnd(text, to);
  return text[to - 2] === "\r" ? to - 2 : to - 1;
}

function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? 1 : start;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return text[end - 1] === "\r" ? end - 1 : end;
}

function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

function eolOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? "\n";
}

/** Lines moved to the right, none of them blank only. */
function lines(rendered: string, column: number, eol: string): string {
  return rendered.split("\n").map((line) => line === "" ? "" : " ".repeat(column) + line).join(eol);
}

/** How the text itself is laid out. */
function layoutOf({ text, root }: Pick<EditPlace, "text" | "root">): Layout {
  const found: { indent?: number; indentLists?: boolean } = {};
  const look = (node: SyntaxNode): void => {
    for (const { from, value } of node.entries) {
      const inner = value.entries[0];
      if (
        inner && node.kind === "map" && isBlock(node) && isBlock(value) && value.from > lineEnd(text, from)
      ) {
        const step = columnOf(text, inner.from) - columnOf(text, from);
        if (value.kind === "list") found.indentLists ??= step > 0;
        if (step > 0) found.indent ??= step;
      }
      look(value);
    }
  };
  if (root) look(root);
  return { flow: false, indent: found.indent ?? 2, indentLists: found.indentLists ?? true };
}
