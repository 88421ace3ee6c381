/** The only user of npm yaml: a text as a tree of places, its tokens, and values as lines of YAML. Pure.
 *  Follows deno §10 (edits keep comments). Nobody but the editor loads it.
 *  Invariant: offsets count from 0 into the text as it was given. */
import {
  CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  type Node,
  Pair,
  parseAllDocuments,
  parseDocument,
  Parser,
  Scalar,
  visit,
  YAMLMap,
  YAMLSeq,
} from "yaml";
import { renderYaml } from "./render.ts";

/** A node. `from` is the offset of its first character, tag and anchor included; `to` the one after its last. */
export interface SyntaxNode {
  readonly kind: "map" | "list" | "scalar" | "alias";
  readonly from: number;
  readonly to: number;
  /** Where its content begins, behind tag and anchor. */
  readonly contentFrom: number;
  readonly tag: string | undefined;
  /** Its own anchor, or the one that an alias names. */
  readonly anchor: string | undefined;
  /** Of a collection: in brackets. Of a scalar: how it is written. */
  readonly style: "flow" | "plain" | "single" | "double" | "block";
  /** Of a scalar: its text without quotes. */
  readonly text: string;
  readonly entries: readonly SyntaxEntry[];
}

/** A member of a map or list. */
export interface SyntaxEntry {
  /** Undefined in lists, and for keys that are no words. */
  readonly key: string | undefined;
  /** Offset of the key, of the dash, or of the item in brackets. */
  readonly from: number;
  /** Offset behind the colon or the dash; `from` of the value where there is none. */
  readonly indicatorEnd: number;
  readonly value: SyntaxNode;
}

/** What a text is made of. */
export interface Syntax {
  /** Undefined when the document has no content. */
  readonly root: SyntaxNode | undefined;
  readonly documents: number;
  /** What the parser cannot read; empty when all is well. */
  readonly fault: string | undefined;
}

type Token = NonNullable<CST.CollectionItem["sep"]>[number];

/** Reads a text. Never throws. */
export function readSyntax(text: string): Syntax {
  const read = parseAllDocuments(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: "silent" });
  const documents: readonly Document.Parsed[] = Array.isArray(read) ? read : [];
  const [first] = documents;
  const fault = documents.flatMap(({ errors }) => errors)[0]?.message;
  const contents = first?.contents ?? undefined;
  const isEmpty = contents === undefined || (isScalar(contents) && contents.source === "");
  return { root: isEmpty ? undefined : nodeOf(contents), documents: documents.length, fault };
}

const STYLES: Readonly<Record<string, SyntaxNode["style"]>> = {
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "block",
  BLOCK_FOLDED: "block",
};

/** `props`: tokens before the node on its way from the indicator, whose end is `after`. */
function nodeOf(node: Node | null | undefined, props: readonly Token[] = [], after = 0): SyntaxNode {
  const own = props.filter(({ type }) => type === "tag" || type === "anchor");
  const last = own.at(-1), propsEnd = last ? last.offset + last.source.length : after;
  const isNothing = !node || (isScalar(node) && node.source === "" && STYLES[node.type ?? ""] === undefined);
  const contentFrom = isNothing ? propsEnd : node.range?.[0] ?? propsEnd;
  const tag = own.find(({ type }) => type === "tag")?.source;
  const anchor = own.find(({ type }) => type === "anchor")?.source.slice(1);
  const base = { from: own[0]?.offset ?? contentFrom, contentFrom, tag, anchor, text: "", entries: [] };
  if (isNothing) return { ...base, kind: "scalar", style: "plain", to: propsEnd };
  const to = node.range?.[1] ?? contentFrom;
  if (isAlias(node)) return { ...base, kind: "alias", anchor: node.source, style: "plain", to };
  if (isScalar(node)) {
    return {
      ...base,
      kind: "scalar",
      style: STYLES[node.type ?? ""] ?? "plain",
      text: String(node.source),
      to,
    };
  }
  const collection = node as YAMLMap | YAMLSeq;
  const entries = isMap(collection) ? mapEntries(collection) : listEntries(collection as YAMLSeq);
  const isFlow = collection.flow === true;
  return {
    ...base,
    kind: isMap(collection) ? "map" : "list",
    style: isFlow ? "flow" : "plain",
    entries,
    to: isFlow ? to : entries.at(-1)?.value.to ?? to,
  };
}

function mapEntries(map: YAMLMap): readonly SyntaxEntry[] {
  return (map.items as unknown as readonly Pair<Node, Node | null>[]).map(({ key, value, srcToken }) => {
    const sep = srcToken?.sep ?? [];
    const colon = sep.findIndex(({ type }) => type === "map-value-ind");
    const indicator = sep[colon];
    const before = (srcToken?.start ?? []).find(({ type }) =>
      ["explicit-key-ind", "anchor", "tag"].includes(type)
    );
    const keyEnd = key?.range?.[1] ?? indicator?.offset ?? 0;
    const indicatorEnd = indicator ? indicator.offset + indicator.source.length : keyEnd;
    return {
      key: isScalar(key) ? String(key.source ?? key.value ?? "") : undefined,
      from: before?.offset ?? key?.range?.[0] ?? indicator?.offset ?? 0,
      indicatorEnd,
      value: nodeOf(value, sep.slice(colon + 1), indicatorEnd),
    };
  });
}

function listEntries(list: YAMLSeq): readonly SyntaxEntry[] {
  const token = list.srcToken as CST.BlockSequence | CST.FlowCollection | undefined;
  const isFlow = token?.type === "flow-collection";
  const items = (token?.items ?? []).filter(({ start, key, sep, value }) =>
    isFlow ? key || sep || value : start.some(({ type }) => type === "seq-item-ind")
  );
  return list.items.map((item, index) => {
    const start = items[index]?.start ?? [];
    const at = start.findIndex(({ type }) => type === "seq-item-ind" || type === "comma");
    const dash = isFlow ? undefined : start[at];
    const value = nodeOf(item as Node | null, start.slice(at + 1), dash ? dash.offset + 1 : 0);
    return {
      key: undefined,
      from: dash?.offset ?? value.from,
      indicatorEnd: dash ? dash.offset + 1 : value.from,
      value,
    };
  });
}

/** A smallest piece of a text. */
export interface SyntaxToken {
  readonly type: string;
  readonly offset: number;
  readonly source: string;
}

/** The pieces of a text in their order; together they are the text. */
export function tokensOf(text: string): readonly SyntaxToken[] {
  const found: SyntaxToken[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(collect);
    if (typeof value !== "object" || value === null) return;
    if ("source" in value && "offset" in value) found.push(placedToken(value as SyntaxToken));
    for (const member of Object.values(value)) collect(member);
  };
  for (const token of new Parser().parse(text)) collect(token);
  return found.sort((a, b) => a.offset - b.offset);
}

/** A block scalar says where its header stands; its lines begin behind that. */
function placedToken(token: SyntaxToken & { readonly props?: readonly SyntaxToken[] }): SyntaxToken {
  const header = token.props?.at(-1);
  return header ? { ...token, offset: header.offset + header.source.length } : token;
}

/** How a value is laid out. */
export interface Layout {
  readonly flow: boolean;
  /** Spaces of one level. */
  readonly indent: number;
  /** Whether lists in maps are indented. */
  readonly indentLists: boolean;
}

/** A value to be written, from its YAML text. */
export interface SourceValue {
  readonly kind: "text" | "other" | "collection";
  /** Of a text: itself. Otherwise as it is written on one line. */
  readonly text: string;
  /** Whether it is written in brackets. */
  readonly isFlow: boolean;
  /** Why it cannot be written into another text. */
  readonly fault: string | undefined;
  /** The value below keys, without a final newline; a number key is an item of a list. */
  render(keys: readonly (string | number)[], layout: Layout): string;
}

/** Reads the text of one value, its scalars as they are written. Never throws. */
export function readSource(source: string): SourceValue {
  const document = parseDocument(source, { schema: "failsafe", uniqueKeys: false, logLevel: "silent" });
  const { contents } = document;
  let hasAnchor = false;
  visit(document, {
    Alias: () => void (hasAnchor = true),
    Node: (_, node) => void (hasAnchor ||= "anchor" in node && node.anchor !== undefined),
  });
  const isQuoted = isScalar(contents) && STYLES[contents.type ?? ""] !== undefined && !contents.tag;
  return {
    kind: isCollection(contents) ? "collection" : isQuoted ? "text" : "other",
    text: isQuoted ? String(contents.value) : source.trim(),
    isFlow: isCollection(contents) && contents.flow === true,
    fault: document.errors[0]?.message ??
      (hasAnchor ? "a value with anchors or aliases cannot be set" : undefined),
    render: (keys, layout) => rendered(contents, keys, layout),
  };
}

function rendered(value: Node | null, keys: readonly (string | number)[], layout: Layout): string {
  const document = parseDocument("", { schema: "failsafe" });
  const inner = (value ?? new Scalar("null")) as Node;
  const node = keys.reduceRight<Node>((member, key) => {
    if (typeof key === "number") {
      const list = new YAMLSeq();
      list.add(member);
      return list;
    }
    const map = new YAMLMap();
    map.add(new Pair(new Scalar(key), member));
    return map;
  }, inner);
  const isFlow = layout.flow;
  visit(node, {
    Scalar: (role, scalar) => plain(scalar, { isFlow, isKey: role === "key" }),
    Collection: (_, collection) => {
      if (isFlow) collection.flow = true;
    },
  });
  document.contents = node as typeof document.contents;
  return document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    indent: layout.indent,
    indentSeq: layout.indentLists,
  }).replace(/\n$/, "");
}

/** Takes quotes away that nobody needs, and gives a text that was made here those that it needs. */
function plain(
  scalar: Scalar,
  { isFlow, isKey }: { readonly isFlow: boolean; readonly isKey: boolean },
): void {
  const { value } = scalar;
  if (typeof value !== "string" || scalar.tag) return;
  const isWritten = scalar.type === "PLAIN" || (scalar.type === undefined && value === "null");
  if (isWritten) {
    if (value === "") scalar.value = "null";
    return;
  }
  if (scalar.type?.startsWith("BLOCK") && !isFlow) return;
  scalar.type = value.includes("\n") && !isFlow
    ? "BLOCK_LITERAL"
    : isPlainText(value) || (isKey && /^(y|n|yes|no|on|off)$/i.test(value)) // keys are never truth values
    ? "PLAIN"
    : renderYaml(value).startsWith("'")
    ? "QUOTE_SINGLE"
    : "QUOTE_DOUBLE";
}

/** Whether a text means itself when it stands without quotes, for every reader and in brackets too. */
export function isPlainText(text: string): boolean {
  return !/[\n\r,[\]{}]/.test(text) && renderYaml(text) === `${text}\n`;
}
