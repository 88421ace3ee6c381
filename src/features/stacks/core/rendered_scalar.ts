/** What type a text has once its templates are done. Pure. Follows templates §1.4 (R1 to R3).
 *  Invariant: a rendered text is never read as a list or map, and never cut. */
import { resolvePlainScalar } from "@/lang/yaml/scalars.ts";

/**
 * The value of a text: `render` does its templates.
 * @example renderedScalar("5{{ .n }}", () => "53") // 53
 * @example renderedScalar("{{ .n }}", () => "3") // "3"
 */
export function renderedScalar(text: string, render: (text: string) => string): unknown {
  return scalarOf(text, render(scalarBody(text)));
}

/** The text as it is rendered: a first trim may take the line break of a block. */
export function scalarBody(text: string): string {
  return text.includes("\n") ? `\n${text}` : text;
}

/** The value of what was rendered of `scalarBody`. */
export function scalarOf(text: string, rendered: string): unknown {
  const plain = textOf(text, rendered);
  return needsQuotes(text) ? plain : resolvePlainScalar(plain);
}

/** The same as a text. */
export function textOf(text: string, rendered: string): string {
  return text.includes("\n") ? rendered.replace(/^\n/, "") : rendered;
}

const INDICATOR = /^[,[\]{}#&*!|>'"%@`]|^[-?:](?:\s|$)/;
const OLD_WORDS = /^(?:y|yes|n|no|on|off)$/i;

/** Whether what is rendered of a text is a text, whatever it looks like: a writer of YAML could not write the text as it is, as Go's yaml.v3 decides. */
export function needsQuotes(text: string): boolean {
  return text === "" || text !== text.trim() || INDICATOR.test(text) || /[\n\t]|: | #|:$/.test(text) ||
    /[^\P{Cc}\n\t]/u.test(text) || typeof resolvePlainScalar(text) !== "string" || OLD_WORDS.test(text) ||
    /^\d{4}-\d\d?-\d\d?/.test(text);
}
