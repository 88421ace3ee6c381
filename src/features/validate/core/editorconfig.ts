/** The rules of `.editorconfig` and what breaks them. Pure. Follows stacks §16.3.
 *  Invariants: later sections win; a rule that is `unset` or unknown checks nothing. */

/** Rule → value, both in lower case. */
export type EditorRules = Readonly<Record<string, string>>;

/** One file of rules. */
export interface Editorconfig {
  /** Whether files in directories above do not count. */
  readonly isRoot: boolean;
  readonly sections: readonly { readonly pattern: string; readonly rules: EditorRules }[];
}

/** What breaks a rule. */
export interface EditorFault {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Reads a file; lines that are no rules are ignored, as editors do. */
export function parseEditorconfig(text: string): Editorconfig {
  const sections: { pattern: string; rules: Record<string, string> }[] = [];
  const top: Record<string, string> = {};
  for (const raw of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || /^[#;]/.test(line)) continue;
    const header = /^\[(.+)\]$/.exec(line)?.[1];
    if (header !== undefined) sections.push({ pattern: header, rules: {} });
    else {
      const [, key = "", value = ""] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
      const rules = sections.at(-1)?.rules ?? top;
      if (key !== "") rules[key.toLowerCase()] = value.toLowerCase();
    }
  }
  return { isRoot: top["root"] === "true", sections };
}

/** The pattern of a section for paths below its file: without a slash it counts at any depth.
 *  @example pathPattern("*.md") // "**" + "/*.md" */
export function pathPattern(pattern: string): string {
  return pattern.includes("/") ? pattern.replace(/^\//, "") : `**/${pattern}`;
}

/** Every break of the rules, by line. */
export function editorFaults(text: string, rules: EditorRules): readonly EditorFault[] {
  const lines = text.split(/\r\n|\n|\r/);
  const found = lines.flatMap((line, index) =>
    lineFaults(line, rules).map((fault) => ({ line: index + 1, ...fault }))
  );
  return [...found, ...lineEnds(text, rules), ...finalNewline(text, lines, rules)];
}

type LineFault = Omit<EditorFault, "line">;

function lineFaults(line: string, rules: EditorRules): readonly LineFault[] {
  const faults: LineFault[] = [];
  const indent = /^[ \t]*/.exec(line)?.[0] ?? "", rest = line.slice(indent.length);
  const size = Number(rules["indent_size"]);
  // The second line of a comment in C's way stands one to the right.
  const spaces = rest.startsWith("*") ? indent.replace(/ $/, "") : indent;
  if (rules["indent_style"] === "space" && indent.includes("\t")) {
    faults.push({ column: indent.indexOf("\t") + 1, message: "tab in the indentation, not spaces" });
  } else if (rules["indent_style"] === "tab" && spaces.startsWith(" ")) {
    faults.push({ column: 1, message: "spaces in the indentation, not tabs" });
  } else if (rules["indent_style"] === "space" && size > 0 && rest !== "" && spaces.length % size > 0) {
    faults.push({ column: 1, message: `indentation of ${indent.length}, not a multiple of ${size}` });
  }
  const trailing = /[ \t]+$/.exec(line);
  if (rules["trim_trailing_whitespace"] === "true" && trailing !== null) {
    faults.push({ column: trailing.index + 1, message: "blanks at the end of the line" });
  }
  const most = Number(rules["max_line_length"]), length = [...line].length;
  if (most > 0 && length > most) {
    faults.push({ column: most + 1, message: `line of ${length} characters, more than ${most}` });
  }
  return faults;
}

const ENDS: Readonly<Record<string, string>> = { lf: "\n", crlf: "\r\n", cr: "\r" };

/** The first that is wrong stands for all. */
function lineEnds(text: string, rules: EditorRules): readonly EditorFault[] {
  const name = rules["end_of_line"] ?? "", wanted = ENDS[name];
  if (wanted === undefined) return [];
  const ends = text.match(/\r\n|\n|\r/g) ?? [], first = ends.findIndex((end) => end !== wanted);
  return first < 0 ? [] : [{ line: first + 1, column: 1, message: `line end that is not ${name}` }];
}

function finalNewline(text: string, lines: readonly string[], rules: EditorRules): readonly EditorFault[] {
  if (rules["insert_final_newline"] !== "true" || text === "" || /[\r\n]$/.test(text)) return [];
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return [{ line: lines.length, column, message: "no line end at the end of the file" }];
}
