/** Reads the JSON form of HCL into the tree of the native form. Pure. Follows the HCL JSON syntax specification.
 *  Invariant: a text is a text: what looks like `${}` in it is not evaluated. */
import { ConfigError } from "@/base/errors.ts";
import { parseYaml, type YamlDocument } from "@/lang/yaml/parse.ts";
import type { HclFile } from "./parse_hcl.ts";
import {
  type HclAttribute,
  type HclBlock,
  type HclBody,
  type HclExpression,
  type HclScalar,
  offsetIn,
  type Span,
} from "./syntax.ts";

/** What JSON alone does not say: which names are blocks, with how many labels, and the blocks within them. */
export interface HclBlockTypes {
  readonly [type: string]: { readonly labels: number; readonly blocks?: HclBlockTypes };
}

/**
 * Reads a file such as `main.tf.json`. The key `//` is a comment. Lists stand for several blocks.
 * @throws ConfigError `yaml/syntax` for bad JSON, `hcl/syntax` for something else where a block must be
 */
export function parseHclJson(text: string, file: string, types: HclBlockTypes): HclFile {
  const source = { text: text.replace(/^\uFEFF/, ""), file };
  const document = parseYaml(source.text, { file });
  const reading: Reading = { document, offsetAt: (path) => offsetIn(source, document.positionOf(path)) };
  return { ...source, body: bodyOf(reading, { value: document.value, path: [] }, types) };
}

type Path = readonly (string | number)[];

interface Reading {
  readonly document: YamlDocument;
  offsetAt(path: Path): number;
}

interface Node {
  readonly value: unknown;
  readonly path: Path;
}

function bodyOf(reading: Reading, node: Node, types: HclBlockTypes): HclBody {
  const attributes = new Map<string, HclAttribute>(), blocks: HclBlock[] = [];
  for (const { name, node: member } of membersOf(reading, node)) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) {
      attributes.set(name, attributeOf(reading, name, member));
    } else {blocks.push(
        ...blocksOf(reading, member, { ...type, type: name, labels: [], wanted: type.labels }),
      );}
  }
  return { attributes, blocks };
}

interface Heading {
  readonly type: string;
  /** Those that are known. */
  readonly labels: readonly string[];
  /** How many there must be. */
  readonly wanted: number;
  readonly blocks?: HclBlockTypes;
}

function blocksOf(reading: Reading, node: Node, heading: Heading): readonly HclBlock[] {
  const { value, path } = node, { type, labels, wanted, blocks = {} } = heading;
  if (labels.length < wanted) {
    return membersOf(reading, node).flatMap(({ name, node: member }) =>
      blocksOf(reading, member, { ...heading, labels: [...labels, name] })
    );
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      blocksOf(reading, { value: item, path: [...path, index] }, heading)
    );
  }
  return [placed({ type, labels, body: bodyOf(reading, node, blocks) }, () => reading.offsetAt(path))];
}

/** The members of a map, or of a list of maps, without comments. */
function membersOf(reading: Reading, node: Node): readonly { readonly name: string; readonly node: Node }[] {
  const { value, path } = node;
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => membersOf(reading, { value: item, path: [...path, index] }));
  }
  if (typeof value !== "object" || value === null) {
    throw new ConfigError("hcl/syntax", "expected an object of arguments and blocks", {
      at: reading.document.positionOf(path),
    });
  }
  return Object.entries(value).filter(([name]) => name !== "//").map(([name, member]) => ({
    name,
    node: { value: member, path: [...path, name] },
  }));
}

function expressionOf(reading: Reading, { value, path }: Node): HclExpression {
  const offset = () => reading.offsetAt(path);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => expressionOf(reading, { value: item, path: [...path, index] }));
    return placed({ kind: "tuple", items }, offset);
  }
  if (isScalar(value)) return placed({ kind: "literal", value }, offset);
  const entries = Object.entries(value ?? {}).map(([name, member]) => {
    const node = { value: member, path: [...path, name] };
    const key = placed({ kind: "literal", value: name }, offset);
    return { key, isComputed: true, value: expressionOf(reading, node) };
  });
  return placed({ kind: "object", entries }, offset);
}

/** An argument whose value is looked at when it is asked for: most never are. */
function attributeOf(reading: Reading, name: string, node: Node): HclAttribute {
  return {
    name,
    get value() {
      return expressionOf(reading, node);
    },
    get start() {
      return reading.offsetAt(node.path);
    },
    get end() {
      return this.start;
    },
  };
}

/** With a place that is worked out when it is asked for, because that takes a walk over the text. */
function placed<const T extends object>(value: T, offset: () => number): T & Span {
  const end = { get: offset, enumerable: true };
  return Object.defineProperties(value, { start: end, end }) as T & Span;
}

/** JSON has nothing but these, lists and maps. */
function isScalar(value: unknown): value is HclScalar {
  return typeof value !== "object" || value === null;
}
