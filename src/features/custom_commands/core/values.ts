/** What was typed becomes what templates see. Pure. Follows workflows §12.3, §12.4.
 *  Invariant: values are data, whatever they look like; nothing in them is ever a template. */
import { UsageError } from "@/base/errors.ts";
import { quoteShWord } from "@/base/text/quote.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { CustomArgument, CustomCommand } from "./definition.ts";
import { type CustomFlag, isYes, numberFault } from "./flags.ts";

/** Words of a call. */
export interface CommandInput {
  /** By name; undefined for what was not given. */
  readonly args: Readonly<Record<string, string | undefined>>;
  /** Texts by name, of bool flags truth values, of lists texts. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Flags that were given. */
  readonly given: ReadonlySet<string>;
  /** Words after `--`. */
  readonly trailing: readonly string[];
}

/** What templates see of a call. */
export interface CommandData {
  readonly Arguments: Readonly<Record<string, string>>;
  readonly Flags: Readonly<Record<string, unknown>>;
  readonly TrailingArgs: string;
}

/** @throws Usage `commands/missing-flags`, `commands/bad-value` (exit 1) */
export function commandData(command: CustomCommand, input: CommandInput): CommandData {
  const missing = missingFlags(command, input);
  if (missing.length > 0) {
    const listed = missing.map(({ name }) => `"${name}"`).sort().join(", ");
    throw mistake(command, "missing-flags", `required flag(s) ${listed} not set`);
  }
  return {
    Arguments: Object.fromEntries(command.args.map((arg) => [arg.name, argumentValue(command, arg, input)])),
    Flags: Object.fromEntries(command.flags.map((flag) => [flag.name, flagValue(command, flag, input)])),
    TrailingArgs: input.trailing.map((word) => word === "" ? "''" : quoteShWord(word)).join(" "),
  };
}

/** Required flags that were not given and have no default. */
export function missingFlags({ flags }: CustomCommand, { given }: CommandInput): readonly CustomFlag[] {
  return flags.filter((flag) => flag.isRequired && flag.default === undefined && !given.has(flag.name));
}

/** Whether an argument must be typed. */
export function isNeeded(arg: CustomArgument): boolean {
  return arg.isRequired && arg.default === undefined;
}

function argumentValue(command: CustomCommand, arg: CustomArgument, { args }: CommandInput): string {
  const value = args[arg.name] ?? arg.default;
  if (value !== undefined) checkValue(command, value, { what: `argument ${arg.name}`, values: arg.values });
  return value ?? "";
}

function flagValue(command: CustomCommand, flag: CustomFlag, { flags, given }: CommandInput): unknown {
  const { name, type, values } = flag, what = `flag --${name}`;
  const typed = given.has(name) ? flags[name] : undefined;
  if (type === "bool") return typed ?? isYes(flag.default?.[0]);
  if (type === "list") {
    const items = Array.isArray(typed) ? typed.map(String) : flag.default ?? [];
    for (const item of items) checkValue(command, item, { what, values });
    return items;
  }
  const text = typed === undefined ? flag.default?.join(",") : String(typed);
  if (text === undefined) return "";
  checkValue(command, text, { what, values });
  const fault = numberFault(type, text);
  if (fault !== undefined) {
    throw mistake(command, "bad-value", `invalid value "${text}" for ${what}: use ${fault}`);
  }
  if (type === "string" || text === "") return text;
  const number = Number(text);
  return type === "int" && !Number.isSafeInteger(number) ? BigInt(text) : number;
}

function checkValue(
  command: CustomCommand,
  value: string,
  { what, values }: { readonly what: string; readonly values: readonly string[] },
): void {
  if (values.length === 0 || values.includes(value)) return;
  const title = `invalid value "${value}" for ${what} (valid values: ${values.join(", ")})`;
  throw mistake(
    command,
    "bad-value",
    title,
    nearestNames(value, values).map((near) => `Did you mean ${near}?`),
  );
}

function mistake(
  { names }: CustomCommand,
  what: string,
  title: string,
  hints: readonly string[] = [],
): UsageError {
  const help = `Run \`atmos ${names.join(" ")} --help\` for usage`;
  return new UsageError(`commands/${what}`, title, { exitCode: 1, hints: [...hints, help] });
}
