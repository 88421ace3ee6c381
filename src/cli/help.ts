/** Writes the help of a command or group from its declaration. Pure. Follows config §9.10 and toolchain §2.3.
 *  Invariant: what is not hidden in a declaration is in its help; global flags only under the topic `all`. */
import type { AnyCommand, ArgSpecs, CommandGroup, FlagSpec, FlagSpecs } from "@/cli/command.ts";
import { globalFlags, rootFlags } from "@/cli/global_flags.ts";
import { usage } from "@/cli/parse.ts";
import type { HelpTarget } from "@/cli/router.ts";
import type { Style } from "@/ui/style.ts";
import { displayWidth, padText, wrapText } from "@/ui/text.ts";

/** What to explain and how it is shown. */
export interface HelpRequest {
  /** How the user calls it: `atmos toolchain install`. */
  readonly path: string;
  readonly target: HelpTarget;
  /** Empty for the usual help, `all` with the global flags, `usage` for the form and examples only. */
  readonly topic: string;
  /** Columns to fill. */
  readonly width: number;
  readonly style: Style;
}

interface Row {
  readonly left: string;
  readonly right: string;
}

type Section = { readonly title: string; readonly lines: readonly string[] };

const TOPICS = ["all", "usage"];
// Longer left sides get their text on a line of its own.
const LEFT_MOST = 32;

/**
 * The help text, with a final newline.
 * @throws Usage `cli/help-topic`, exit 1
 */
export function helpText(request: HelpRequest): string {
  const { path, target, topic, style } = request;
  if (topic !== "" && !TOPICS.includes(topic)) {
    throw usage(path, { what: "help-topic", title: `unknown help topic: ${topic}`, hints: topicHints(path) });
  }
  const sections = target.kind === "group"
    ? groupSections(target.group, request)
    : commandSections(target.command, request);
  const shown = sections.filter((section) => section.lines.length > 0);
  const blocks = shown.map(({ title, lines }) =>
    [...title === "" ? [] : [style.bold(`${title}:`)], ...lines].join("\n")
  );
  return blocks.join("\n\n") + "\n";
}

function groupSections(group: CommandGroup, request: HelpRequest): Section[] {
  const { path, topic } = request;
  const rows = Object.entries(group.commands).filter(([, row]) => !row.hidden).map(([name, row]) => ({
    left: name,
    right: row.summary + (row.aliases?.length ? ` (also ${row.aliases.join(", ")})` : ""),
  }));
  const own = { ...group.flags, ...group.alone?.flags };
  const flags = path.includes(" ") ? own : { ...own, ...rootFlags };
  const forms = [
    ...group.alone && !group.alone.hidden ? [`${path} [flags]`] : [],
    `${path} <command> [flags]`,
  ];
  const form = { title: "Usage", lines: forms.flatMap((each) => formLines(each, request.width)) };
  const examples = exampleLines(group.alone);
  if (topic === "usage") return [form, examples];
  return [
    { title: "", lines: wrapText(group.summary, request.width) },
    form,
    { title: "Commands", lines: rowLines(rows, request) },
    { title: "Aliases of the project", lines: rowLines(nameRows(group), request) },
    ...flagSections(flags, request),
    examples,
    {
      title: "",
      lines: wrapText(`Run \`${path} <command> --help\` for the help of a command.`, request.width),
    },
  ];
}

function nameRows({ names = new Map() }: CommandGroup): Row[] {
  return [...names].map(([left, target]) => ({ left, right: `alias for ${target}` }));
}

function commandSections(command: AnyCommand, request: HelpRequest): Section[] {
  const { path, topic, width } = request;
  const args = command.args ?? {};
  const flags = command.flags ?? {};
  const form = {
    title: "Usage",
    lines: formLines([path, ...commandForm(args, flags)].join(" "), width),
  };
  const examples = exampleLines(command);
  if (topic === "usage") return [form, examples];
  const rows = Object.entries(args).filter(([, arg]) => !arg.hidden)
    .map(([name, arg]) => ({ left: name, right: arg.summary }));
  return [
    { title: "", lines: wrapText(command.summary, width) },
    { title: "", lines: command.description ? wrapText(command.description, width) : [] },
    form,
    { title: "Arguments", lines: rowLines(rows, request) },
    ...flagSections(flags, request),
    examples,
  ];
}

function exampleLines(command: AnyCommand | undefined): Section {
  return { title: "Examples", lines: (command?.examples ?? []).map((line) => `  ${line}`) };
}

function flagSections(flags: FlagSpecs, request: HelpRequest): Section[] {
  const more = wrapText(`Global flags: \`${request.path} --help=all\``, request.width);
  return [
    { title: "Flags", lines: rowLines(flagRows(flags), request) },
    request.topic === "all"
      ? { title: "Global flags", lines: rowLines(flagRows(globalFlags), request) }
      : { title: "", lines: more },
  ];
}

/** Flags come last, unless words for another program do. */
function commandForm(args: ArgSpecs, flags: FlagSpecs): string[] {
  const words = argForms(args), own = hasShown(flags) ? ["[flags]"] : [];
  return Object.values(args).some((arg) => arg.passthrough) ? [...own, ...words] : [...words, ...own];
}

function argForms(args: ArgSpecs): string[] {
  return Object.entries(args).filter(([, arg]) => !arg.hidden).map(([name, arg]) => {
    if (arg.passthrough === "trailing") return "[-- words...]";
    const many = arg.variadic || arg.passthrough ? "..." : "";
    return arg.required ? `<${name}>${many}` : `[${name}${many}]`;
  });
}

function flagRows(flags: FlagSpecs): Row[] {
  return Object.entries(flags).filter(([, flag]) => !flag.hidden).map(([name, flag]) => ({
    left: `${flag.short ? `-${flag.short},` : "   "} --${name}${valueForm(flag)}`,
    right: [flag.summary, ...notes(flag)].join(" "),
  }));
}

function valueForm(flag: FlagSpec): string {
  switch (flag.type) {
    case "boolean":
      return "";
    case "number":
      return ` <${flag.placeholder ?? "n"}>`;
    case "strings":
      return ` <${flag.placeholder ?? "text"}>...`;
    case "string": {
      const form = flag.placeholder ?? flag.choices?.join("|") ?? "text";
      return flag.bare === undefined ? ` <${form}>` : `[=${form}]`;
    }
  }
}

function notes(flag: FlagSpec): string[] {
  const long = (flag.aliases ?? []).map((alias) => `--${alias}`);
  const value = flag.type === "strings" ? undefined : flag.default;
  const parts = [
    ...long.length > 0 ? [`also ${long.join(", ")}`] : [],
    ...value === undefined || value === false || value === "" ? [] : [`default ${value}`],
    ...flag.env === undefined ? [] : [`env ${[flag.env].flat().join(", ")}`],
  ];
  return parts.length > 0 ? [`(${parts.join("; ")})`] : [];
}

/** How a command is called; where it is too long, the rest stands further in. */
function formLines(form: string, width: number): string[] {
  const [first = "", ...others] = wrapText(form, width - 4);
  return [`  ${first}`, ...others.map((line) => `    ${line}`)];
}

/** Two columns; on narrow terminals, and for long left sides, the right one goes below. */
function rowLines(rows: readonly Row[], { width, style }: HelpRequest): string[] {
  const left = Math.min(LEFT_MOST, Math.max(0, ...rows.map((row) => displayWidth(row.left))));
  const narrow = width < left + 30;
  const indent = narrow ? 4 : left + 4;
  return rows.flatMap((row) => {
    const texts = wrapText(row.right, width - indent);
    const margin = " ".repeat(indent);
    if (narrow || displayWidth(row.left) > left) {
      return [
        `  ${style.cyan(narrow ? row.left.trimStart() : row.left)}`,
        ...texts.map((text) => margin + text),
      ];
    }
    const [first = "", ...others] = texts;
    return [
      `  ${style.cyan(padText(row.left, left))}  ${first}`.trimEnd(),
      ...others.map((text) => margin + text),
    ];
  });
}

function hasShown(flags: FlagSpecs): boolean {
  return Object.values(flags).some((flag) => !flag.hidden);
}

function topicHints(path: string): string[] {
  return [`Use \`${path} --help\`, ${TOPICS.map((topic) => `\`${path} --help=${topic}\``).join(" or ")}`];
}
