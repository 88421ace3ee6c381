/** The only user of npm js-yaml: text → flat events that carry offsets into the text, and values → text.
 *  Follows deno §10. Building values from events is ours (`_compose.ts`): js-yaml's own builder turns a key such as
 *  `1.10` into a number and cannot tell a second key from an overridden merged one.
 *  Invariant: everything thrown for a bad text is a ConfigError `yaml/syntax` with file, line and column. */
import {
  DEFAULT_SCALAR_STYLE_RULES,
  dump,
  DUMP_SCHEMA,
  type Event,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from "js-yaml";
import { ConfigError, type SourcePosition } from "@/base/errors.ts";
import { resolvePlainScalar } from "./scalars.ts";

/** A text together with its events. */
export interface YamlSource {
  readonly text: string;
  readonly file: string;
  readonly events: readonly Event[];
}

/** One event: the start of a document, sequence or mapping, a scalar, an alias, or the end of what was opened last. */
export type YamlEvent = Event;

/** Values of `YamlEvent.type`. */
export const kind = EVENT_ID;

/** Reads a text into events. Throws ConfigError `yaml/syntax`. */
export function readEvents(text: string, file: string): YamlSource {
  try {
    return { text, file, events: parseEvents(text, { filename: file }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // What is missing at the end is missing in the last line that says something.
    const at = positionAt(text, file, Math.min(error.mark?.position ?? 0, text.trimEnd().length));
    throw new ConfigError("yaml/syntax", titleOf(error, text), {
      explanation: error.mark?.snippet ?? undefined,
      hints: [`At line ${at.line} YAML can no longer be read: look at this line and at those before it.`],
      at,
      cause: error,
    });
  }
}

const UNFINISHED = [
  "deficient indentation",
  "missed comma between flow collection entries",
  "unexpected end of the stream within a flow collection",
];

/** In the words that other programs use. */
function titleOf({ reason, mark }: YAMLException, text: string): string {
  const at = mark?.position ?? 0;
  if (reason === "bad indentation of a mapping entry" && text[at] === ":") {
    return "mapping values are not allowed in this place";
  }
  const open = UNFINISHED.includes(reason) ? openBracket(text.slice(0, at)) : undefined;
  return open === undefined ? reason : `did not find expected ',' or '${open === "[" ? "]" : "}"}'`;
}

/** The last bracket that is not closed, quotes and comments left out. */
function openBracket(text: string): string | undefined {
  const bare = text.replace(/"(?:\\[^]|[^"\\])*"|'(?:''|[^'])*'|(?:^|\s)#.*/g, "");
  const open: string[] = [];
  for (const [bracket] of bare.matchAll(/[[\]{}]/g)) {
    if (bracket === "[" || bracket === "{") open.push(bracket);
    else open.pop();
  }
  return open.at(-1);
}

/** The text of a scalar event after quotes, escapes, folding and block indentation are undone. */
export function scalarText(source: YamlSource, event: Extract<Event, { valueStart: number }>): string {
  return event.valueStart === -1 ? "" : getScalarValue(source.text, event);
}

/** Whether a scalar is written without quotes and not as a block. */
export function isPlain(event: Extract<Event, { valueStart: number }>): boolean {
  return event.style === SCALAR_STYLE.PLAIN;
}

function isQuoted(event: Extract<Event, { valueStart: number }>): boolean {
  return event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
}

/** The tag of a node as written (`!env`, `!!str`, `!<…>`); empty when there is none. */
export function tagText(source: YamlSource, event: YamlEvent): string {
  return "tagStart" in event && event.tagStart !== -1 ? source.text.slice(event.tagStart, event.tagEnd) : "";
}

/** The anchor of a node or the name that an alias refers to; empty when there is none. */
export function anchorText(source: YamlSource, event: YamlEvent): string {
  return "anchorStart" in event && event.anchorStart !== -1
    ? source.text.slice(event.anchorStart, event.anchorEnd)
    : "";
}

/** Offset of the first character of a node's content, else of its tag or anchor; -1 for an empty node. */
export function offsetOf(event: YamlEvent): number {
  if ("valueStart" in event && event.valueStart !== -1) return event.valueStart - (isQuoted(event) ? 1 : 0);
  if ("start" in event) return event.start;
  if ("tagStart" in event && event.tagStart !== -1) return event.tagStart;
  return "anchorStart" in event ? event.anchorStart : -1;
}

/** Line and column of an offset, both from 1; columns count characters, a byte order mark counts as none. */
export function positionAt(text: string, file: string, offset: number): SourcePosition {
  return positions(text.slice(0, offset), file)(offset);
}

/** Tells line and column of offsets as `positionAt`; cuts the text into lines only once. */
export function positions(text: string, file: string): (offset: number) => SourcePosition {
  const starts = [text.startsWith("\uFEFF") ? 1 : 0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return (offset) => {
    let line = 0, end = starts.length;
    while (end - line > 1) {
      const middle = (line + end) >> 1;
      if ((starts[middle] ?? 0) <= offset) line = middle;
      else end = middle;
    }
    return { file, line: line + 1, column: [...text.slice(starts[line], offset)].length + 1 };
  };
}

/** Makes the error for a text that is well-formed but means nothing. */
export function syntaxError(source: YamlSource, event: YamlEvent | undefined, title: string): ConfigError {
  const offset = event === undefined ? 0 : Math.max(0, offsetOf(event));
  const at = positionAt(source.text, source.file, offset);
  return new ConfigError("yaml/syntax", title, { hints: [`Correct line ${at.line}.`], at });
}

/** A value as YAML text that older and newer readers take for the same value. Whole numbers may be bigint. */
export function writeValue(value: unknown, indent: number, sortKeys = false): string {
  const tags = DUMP_SCHEMA.tags.map((tag) =>
    tag.tagName === "tag:yaml.org,2002:int" && tag.nodeKind === "scalar"
      ? {
        ...tag,
        identify: (data: unknown) => typeof data === "bigint" || tag.identify(data),
        represent: (data: unknown) => typeof data === "bigint" ? String(data) : tag.represent(data),
      }
      : tag
  );
  return dump(value, {
    schema: DUMP_SCHEMA.withTags(tags),
    indent,
    lineWidth: -1,
    noRefs: true,
    sortKeys,
    skipInvalid: true,
    scalarStyleRules: [quoteOtherTypes, ...Object.values(DEFAULT_SCALAR_STYLE_RULES)],
  });
}

/** Texts that some reader takes for another type stand in double quotes, as Go's yaml.v3 writes them. */
function quoteOtherTypes(
  layout: Parameters<typeof DEFAULT_SCALAR_STYLE_RULES["quoteInvalidPlain"]>[0],
): void {
  const { node, presenterOptions: { schema } } = layout;
  const isText = node.tag === schema.defaultScalarTag.tagName && layout.style === SCALAR_STYLE.PLAIN;
  if (isText && isOtherType(node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}

const OLD_WORDS = /^(y|yes|on|n|no|off)$/i;
const BASE_60 = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/;

function isOtherType(text: string): boolean {
  return typeof resolvePlainScalar(text) !== "string" || OLD_WORDS.test(text) || BASE_60.test(text);
}
