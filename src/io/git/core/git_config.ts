/** Reads the text of a repository's `config` file. Pure. Follows config §4.3 (facts of the repository) and the CONFIGURATION
 *  FILE chapter of git-config(1). Invariant: a line that git would refuse is skipped, never an error: we only look. */

/**
 * The first value of a key, as git takes it for what a remote is fetched from; undefined when there is none.
 * @param section name in lower case, key in lower case; a subsection counts exactly as written
 * @example configValue('[remote "origin"]\n\turl = x', { section: "remote", subsection: "origin", key: "url" }) // "x"
 */
export function configValue(text: string, wanted: ConfigName): string | undefined {
  let inside = false;
  for (const line of logicalLines(text)) {
    const header = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    if (header) inside = isWanted(header[1] ?? "", header[2], wanted);
    if (!inside) continue;
    const [, key = "", value = ""] =
      /^\s*([A-Za-z][\w-]*)\s*=\s*(.*)$/s.exec(line.slice(header?.[0].length ?? 0)) ?? [];
    if (key.toLowerCase() === wanted.key) return valueOf(value);
  }
  return undefined;
}

/** Which value is wanted. */
export interface ConfigName {
  readonly section: string;
  readonly subsection?: string | undefined;
  readonly key: string;
}

/** `[a "B"]` and the older `[a.b]`, whose subsection has no case. */
function isWanted(name: string, quoted: string | undefined, { section, subsection }: ConfigName): boolean {
  if (quoted !== undefined) {
    return name.toLowerCase() === section && quoted.replace(/\\(.)/gs, "$1") === subsection;
  }
  return name.toLowerCase() === (subsection === undefined ? section : `${section}.${subsection}`);
}

/** Lines with those joined that a backslash at the end continues. */
function logicalLines(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n").match(/(?:\\\n|[^\n])+/g) ?? [];
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", b: "\b", "\n": "" };

/** Quotes may stand anywhere in a value; outside of them `#` and `;` begin a comment and the ends are trimmed. */
function valueOf(raw: string): string {
  let value = "", kept = 0, isQuoted = false;
  for (let at = 0; at < raw.length; at++) {
    const char = raw[at] ?? "";
    if (char === "\\") {
      const next = raw[++at] ?? "";
      value += ESCAPES[next] ?? next;
      kept = value.length;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === "#" || char === ";")) break;
    else {
      value += char;
      if (isQuoted || char.trim() !== "") kept = value.length;
    }
  }
  return value.slice(0, kept);
}
