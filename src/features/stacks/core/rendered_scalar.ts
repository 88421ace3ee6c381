/** What type a text has once its templates are done. Pure. Follows templates §1.4 (R1 to R3).
 *  Invariant: a rendered text is never read as a list or map, and never cut. */
import { resolvePlainScalar } from "@/lang/yaml/scalars.ts";

/**
 * The value of a text: `render` does its templates.
 * @example renderedScalar("5{{ .n }}", () => "53") // 53
 * @example renderedScalar("{{ .n }}", () => "3") // "3"
 */
export function renderedScalar(text: string, render: (text: string) => string): unknown {
  const rendered = text.includes("\n") ? render(`\n${text}`).replace(/^\n/, "") : render(text);
  return needsQuotes(text) ? rendered : resolvePlainScalar(rendered);
}

const INDICATOR = /^[,[\]{}#&*!|>'"%@`]|^[-?:](?:\s|$)/;
const OLD_WORDS = /^(?:y|yes|n|no|on|off)$/i;

/** Whether a writer of YAML could not write the text as it is, as Go's yaml.v3 decides. */
function needsQuotes(text: string): boolean {
  return text === "" || text !== text.trim() || INDICATOR.test(text) || /[\n\t]|: | #|:$/.test(text) ||
    /[^\P{Cc}\n\t]/u.test(text) || typeof resolvePlainScalar(text) !== "string" || OLD_WORDS.test(text) ||
    /^\d{4}-\d\d?-\d\d?/.test(text);
}
