/** Flags of custom commands: read, checked, inherited. Pure. Follows workflows §12.2, §12.4. */
import { isTextMap, type KeyPath, type TextMap, textOf, type Texts } from "@/base/schema/reading.ts";

/** Types of flags. */
export const FLAG_TYPES = ["string", "bool", "int", "float", "list"] as const;

/** A type of flags. */
export type FlagType = typeof FLAG_TYPES[number];

/** A flag of a custom command. */
export interface CustomFlag {
  readonly name: string;
  readonly short: string | undefined;
  readonly description: string;
  readonly type: FlagType;
  readonly isRequired: boolean;
  /** As written, items of a list one by one; undefined when there is none. */
  readonly default: readonly string[] | undefined;
  readonly values: readonly string[];
  /** What completion and questions offer. */
  readonly semanticType: string | undefined;
  /** Whether it is a flag of every command, whose value counts. */
  readonly isGlobal: boolean;
}

/** What is wrong with a command, and the key that it is about. */
export interface CommandProblem {
  readonly title: string;
  readonly path: KeyPath;
  readonly hints: readonly string[];
}

/** A flag of every command. */
export interface GlobalFlag {
  readonly type: "string" | "bool";
  readonly short: string | undefined;
}

/** Flags of every command by name. */
export type GlobalFlagTable = ReadonlyMap<string, GlobalFlag>;

/** Flags with the first thing that is wrong with them. */
export interface ReadFlags {
  readonly flags: readonly CustomFlag[];
  readonly problem: CommandProblem | undefined;
}

/**
 * Reads `flags` of a command. A flag that the command above has too is that flag.
 * @param above flags that are inherited
 */
export function readFlags(value: Texts, above: readonly CustomFlag[], globals: GlobalFlagTable): ReadFlags {
  const written = Array.isArray(value) ? value as readonly Texts[] : [];
  const own: CustomFlag[] = [];
  let problem: CommandProblem | undefined;
  for (const [index, item] of written.entries()) {
    const found = isTextMap(item) ? readFlag(item, globals) : "a flag must be a map with a name";
    const fault = typeof found === "string" ? found : clashOf(found, { own, above, globals });
    if (fault !== undefined) {
      problem ??= { title: fault, path: ["flags", index], hints: hintsOf(fault) };
    } else if (typeof found !== "string" && !above.some(({ name }) => name === found.name)) own.push(found);
  }
  return { flags: [...above, ...own], problem };
}

function hintsOf(fault: string): readonly string[] {
  return fault.includes("unknown type") ? [`Types are ${FLAG_TYPES.join(", ")}`] : [];
}

/** A flag, or what is wrong with it. */
function readFlag(map: TextMap, globals: GlobalFlagTable): CustomFlag | string {
  const text = (key: string) => textOf(map[key] ?? null);
  const name = text("name") ?? "";
  if (name === "") return "a flag has no name";
  if (!/^[^\s=-][^\s=]*$/.test(name)) return `"${name}" cannot be the name of a flag`;
  const written = text("type") || "string", type = FLAG_TYPES.find((each) => each === written);
  if (type === undefined) return `flag --${name} has the unknown type "${written}"`;
  const standard = textsOf(map["default"] ?? null);
  const fault = standard && defaultFault(type, standard);
  if (fault) return `the default of flag --${name} must be ${fault}, not "${standard.join(",")}"`;
  return {
    name,
    short: text("shorthand") || undefined,
    description: text("description") || text("usage") || "",
    type,
    isRequired: isYes(text("required")),
    default: standard,
    values: textsOf(map["values"] ?? null) ?? [],
    semanticType: text("semantic_type") || undefined,
    isGlobal: globals.has(name),
  };
}

/** Whether a text of a setting means yes. */
export function isYes(text: string | undefined): boolean {
  return /^(?:1|t|true|yes)$/i.test(text ?? "");
}

/** Texts of a scalar or of a list of them; undefined for nothing. */
export function textsOf(value: Texts): readonly string[] | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return (value as readonly Texts[]).map((item) => textOf(item) ?? "");
  const text = textOf(value);
  return text === undefined ? undefined : [text];
}

function defaultFault(type: FlagType, texts: readonly string[]): string | undefined {
  const text = texts.join(",");
  if (type === "bool") return /^(?:true|false|1|0|t|f)?$/i.test(text) ? undefined : "true or false";
  return text === "" ? undefined : numberFault(type, text);
}

/** What a text must be that is no number of the type; undefined when it is one, and for other types. */
export function numberFault(type: FlagType, text: string): string | undefined {
  if (type === "int") return /^[+-]?\d+$/.test(text) ? undefined : "a whole number";
  if (type === "float") {
    return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? undefined : "a number";
  }
  return undefined;
}

interface Around {
  readonly own: readonly CustomFlag[];
  readonly above: readonly CustomFlag[];
  readonly globals: GlobalFlagTable;
}

function clashOf({ name, short, type }: CustomFlag, { own, above, globals }: Around): string | undefined {
  if (name === "help") return "--help is a flag of every command, no other can have its name";
  if (own.some((flag) => flag.name === name)) return `duplicate flag --${name}`;
  const inherited = above.find((flag) => flag.name === name);
  if (inherited && inherited.type !== type) {
    return `flag --${name} has the type ${type}, and the command above has it as ${inherited.type}`;
  }
  const standard = globals.get(name);
  if (standard && (standard.type === "bool") !== (type === "bool")) {
    return `flag --${name} has the type ${type}, and every command has it as ${standard.type}`;
  }
  if (short === undefined) return undefined;
  if ([...short].length > 1 || /[-=\s]/.test(short)) {
    return `the shorthand "${short}" of flag --${name} must be one letter`;
  }
  const taken = [...globals].find(([other, flag]) => flag.short === short && other !== name);
  if (taken) {
    return `the shorthand -${short} of flag --${name} is that of --${taken[0]}, a flag of every command`;
  }
  const twin = [...above, ...own].find((flag) => flag.short === short && flag.name !== name);
  return twin && `duplicate shorthand -${short} of the flags --${twin.name} and --${name}`;
}
