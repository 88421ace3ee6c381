/** What the lists about stacks share: flags, formats, printing. Follows stacks §15.1. */
import type { Context } from "@/base/context.ts";
import { ConfigError, UsageError } from "@/base/errors.ts";
import type { FlagSpecs } from "@/cli/command.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { RenderText } from "@/features/stacks/templates.ts";
import { type ListColumn, listingOf, readColumns } from "@/ui/list_columns.ts";
import { type Listing, LISTING_FORMATS, type ListingFormat, listingText } from "@/ui/listing.ts";
import { compileCells } from "./_compile_cells.ts";
import { delimiterFlag, rowFlags } from "./_flags.ts";

/** The form; where no flag names one, atmos.yaml may. */
export const listFormatFlag = {
  format: {
    type: "string",
    short: "f",
    summary: LISTING_FORMATS.join(", "),
    placeholder: "format",
    env: "ATMOS_LIST_FORMAT",
    complete: LISTING_FORMATS,
  },
} as const satisfies FlagSpecs;

/** Of every list of rows. */
export const listFlags = {
  ...listFormatFlag,
  ...rowFlags,
  ...delimiterFlag,
  tags: {
    type: "strings",
    summary: "Only with one of these tags",
    placeholder: "tag",
    env: "ATMOS_COMPONENT_TAGS",
    complete: "none",
  },
  labels: {
    type: "strings",
    summary: "Only with all of these labels",
    placeholder: "name=value",
    env: "ATMOS_COMPONENT_LABELS",
    complete: "none",
  },
} as const satisfies FlagSpecs;

/** A pattern of stacks. */
export const stackFlag = {
  stack: {
    type: "string",
    short: "s",
    summary: "Only stacks of this name or pattern",
    placeholder: "pattern",
    env: "ATMOS_STACK",
    complete: "stack",
  },
} as const satisfies FlagSpecs;

/** What to print. */
export interface List {
  readonly records: readonly Tree[];
  /** Title → field, where neither a flag nor a setting says more. */
  readonly columns: Readonly<Record<string, string>>;
  /** Of atmos.yaml. */
  readonly settings: ListSettings | undefined;
  /** Said when there is nothing. */
  readonly nothing: string;
  readonly render: RenderText;
  /** Of yq, on the record of a row. */
  readonly filter?: string | undefined;
}

/** `list.<name>` of atmos.yaml. */
export interface ListSettings {
  readonly format?: string | undefined;
  readonly columns?:
    | readonly { readonly name?: string | undefined; readonly value?: string | undefined }[]
    | undefined;
}

interface ListFlags {
  readonly format: string | undefined;
  readonly columns: readonly string[];
  readonly sort: string | undefined;
  readonly delimiter: string | undefined;
}

/** Fields of rows that `--columns` knows by name. */
const FIELDS = [
  ..."component stack type component_type enabled locked status status_text tags labels".split(" "),
  ..."stack_count vars settings metadata component_folder data".split(" "),
];

/** @throws Usage `list/bad-format` (exit 1) */
export function listFormat(flag: string | undefined, settings: ListSettings | undefined): ListingFormat {
  const format = flag || settings?.format || "table";
  const found = LISTING_FORMATS.find((each) => each === format);
  if (found !== undefined) return found;
  throw new UsageError("list/bad-format", `invalid format: ${format}`, {
    explanation: `It is one of ${LISTING_FORMATS.join(", ")}.`,
    exitCode: 1,
  });
}

/** Prints the rows. @throws Usage of columns and sorting */
export async function printList(ctx: Context, list: List, flags: ListFlags): Promise<void> {
  const format = listFormat(flags.format, list.settings);
  const columns = columnsOf(list, flags.columns);
  // Without a wish the usual columns decide, as far as they are there.
  const usual = columns.map(({ title }) => title).filter((title) => Object.hasOwn(list.columns, title));
  const all = listingOf(list.records, columns, flags.sort || usual.map((title) => `${title}:asc`).join(","));
  const listing = list.filter ? await filtered(all, list.filter) : all;
  if (listing.rows.length === 0) ctx.out.say("info", list.nothing);
  const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
  ctx.out.data(await listingText(listing, { format, delimiter: flags.delimiter, width }));
}

async function filtered(listing: Listing, filter: string): Promise<Listing> {
  const { compileQuery } = await import("@/lang/query/query.ts");
  const find = compileQuery(filter), { head } = listing;
  const isKept = (row: readonly string[]) =>
    find(Object.fromEntries(head.map((title, index) => [title, row[index]])))[0] === true;
  return { ...listing, rows: listing.rows.filter(isKept) };
}

function columnsOf(list: List, words: readonly string[]): readonly ListColumn<Tree>[] {
  const compile = compileCells<Tree>(list.render);
  const fieldColumn = (title: string, field: string): ListColumn<Tree> => ({
    title,
    cell: (row) => cellText(row[field], () => compile(`{{ .${field} }}`)(row)),
  });
  const fields = Object.fromEntries(FIELDS.map((field) => [field, fieldColumn(field, field)]));
  const chosen = readColumns(words, { fields, compile });
  if (chosen.length > 0) return chosen;
  const own = list.settings?.columns ?? [];
  return own.length > 0
    ? own.map(({ name = "", value = "" }, index) => ({
      title: name,
      cell: compile(checkedValue(name, value, index), name),
    }))
    : Object.entries(list.columns).map(([title, field]) => fieldColumn(title, field));
}

/** A column of atmos.yaml says both. */
function checkedValue(name: string, value: string, index: number): string {
  if (name !== "" && value !== "") return value;
  const what = name === ""
    ? "column name cannot be empty"
    : `column ${JSON.stringify(name)} has an empty value`;
  throw new ConfigError("list/bad-column", what, {
    explanation: `It is column ${index + 1} of the list in atmos.yaml.`,
    hints: ["Give it both: {name: Stack, value: '{{ .stack }}'}"],
  });
}

/** A scalar needs no template engine. */
function cellText(value: unknown, render: () => string): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : render();
}
