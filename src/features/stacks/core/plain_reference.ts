/** Texts that are nothing but one reference into the data, such as `{{ .locals.name }}`. Pure. Follows templates §1.3.
 *  Invariants: only own keys are seen; what is not exactly one reference is left to the template engine. */
import { isTree, type Tree } from "./merge.ts";

const REFERENCE = /^\{\{-?\s*\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*-?\}\}$/;

/** The keys of the reference; undefined for any other text. */
export function plainReference(text: string): readonly string[] | undefined {
  return REFERENCE.exec(text)?.[1]?.split(".");
}

/** The value at the keys; undefined when there is none. */
export function valueAt(data: Tree, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => isTree(value) && Object.hasOwn(value, key) ? value[key] : undefined,
    data,
  );
}

/** A text whose quoted references are marks, which a template engine passes through. */
export interface MarkedText {
  readonly text: string;
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly value: unknown;
  /** As written, with its quotes. */
  readonly source: string;
}

/** Not behind a tag: what a function gets is text. */
const QUOTED = /(?<!![\w.]+[ \t]+)(["'])(\{\{-?\s*\.[A-Za-z_][\w.]*\s*-?\}\})\1/g;
/** Characters of private use, which mean nothing to anybody. */
const [OPEN, CLOSE] = ["\uE0A1", "\uE0A2"];

/** Puts marks in the place of quoted references to values of the data, so that values keep their types. */
export function markReferences(text: string, data: Tree): MarkedText {
  const marks: Mark[] = [];
  if (text.includes(OPEN)) return { text, marks };
  const marked = text.replace(QUOTED, (source, _quote, reference) => {
    const value = valueAt(data, plainReference(reference) ?? []);
    if (value === undefined) return source;
    marks.push({ value, source });
    return `"${OPEN}${marks.length - 1}${CLOSE}"`;
  });
  return { text: marked, marks };
}

/** The tree with the values behind its marks. `print` renders a mark that is only a part of a text. */
export function unmark(value: unknown, marks: readonly Mark[], print: (source: string) => string): unknown {
  const whole = new RegExp(`^${OPEN}(\\d+)${CLOSE}$`), part = new RegExp(`"${OPEN}(\\d+)${CLOSE}"`, "g");
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") {
      if (!value.includes(OPEN)) return value;
      const index = whole.exec(value)?.[1];
      if (index !== undefined) return marks[Number(index)]?.value;
      return value.replace(part, (_text, index) => print(marks[Number(index)]?.source ?? ""));
    }
    if (Array.isArray(value)) return value.map(visit);
    if (!isTree(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [visitKey(key), visit(member)]));
  };
  const visitKey = (key: string) => key.includes(OPEN) ? String(visit(key)) : key;
  return marks.length === 0 ? value : visit(value);
}
