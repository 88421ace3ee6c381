/** What the lists of stacks, components and instances share: flags, formats, printing. Follows stacks §15.1. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import type { FlagSpecs } from "@/cli/command.ts";
import { commaWords } from "@/cli/comma_words.ts";
import { type Column, type ListedRows, listedRows, parseColumns } from "@/features/describe/core/columns.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import type { RenderText } from "@/features/stacks/templates.ts";
import { rowRecords, rowsText } from "@/ui/rows.ts";

const FORMATS = ["table", "json", "yaml", "csv", "tsv"];

/** Of every list. */
export const listFlags = {
  format: {
    type: "string",
    short: "f",
    summary: "table, json, yaml, csv or tsv",
    placeholder: "format",
    env: "ATMOS_LIST_FORMAT",
    complete: FORMATS,
  },
  columns: {
    type: "strings",
    summary: "Fields, or Header={{ template }}",
    placeholder: "column",
    env: "ATMOS_LIST_COLUMNS",
    complete: "none",
  },
  sort: {
    type: "string",
    summary: "As Stack:asc,Component:desc",
    placeholder: "column:order",
    env: "ATMOS_LIST_SORT",
    complete: "none",
  },
  delimiter: {
    type: "string",
    summary: "Between the cells of csv and tsv",
    placeholder: "text",
    env: "ATMOS_LIST_DELIMITER",
    complete: "none",
  },
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
    complete: "none",
  },
} as const satisfies FlagSpecs;

/** What to print. */
export interface List {
  readonly records: readonly Tree[];
  /** Where neither a flag nor a setting says more. */
  readonly columns: readonly Column[];
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
  readonly columns: readonly string[] | undefined;
  readonly sort: string | undefined;
  readonly delimiter: string | undefined;
}

/** @throws Usage `list/bad-format` (exit 1) */
export function listFormat(flag: string | undefined, settings: ListSettings | undefined): string {
  const format = flag || settings?.format || "table";
  if (FORMATS.includes(format)) return format;
  throw new UsageError("list/bad-format", `invalid format: ${format}`, {
    explanation: `It is one of ${FORMATS.join(", ")}.`,
    exitCode: 1,
  });
}

/** Prints the rows. @throws Usage of columns and sorting */
export async function printList(ctx: Context, list: List, flags: ListFlags): Promise<void> {
  const format = listFormat(flags.format, list.settings);
  const all = listedRows(list.records, {
    columns: columnsOf(list, flags.columns),
    sort: flags.sort,
    sortedBy: list.columns.map(({ header }) => header),
    render: (template, row) => list.render(template, row, { name: "column", missing: "default" }),
  });
  const rows = list.filter ? await filteredRows(all, list.filter) : all;
  if (rows.rows.length === 0) ctx.out.say("info", list.nothing);
  if (format === "json") ctx.out.data(`${JSON.stringify(rowRecords(rows), null, 2)}\n`);
  else if (format === "yaml") {
    const { renderYaml } = await import("@/lang/yaml/render.ts");
    const { sortedKeys } = await import("@/features/describe/core/sorted_keys.ts");
    ctx.out.data(rows.rows.length === 0 ? "[]\n" : renderYaml(sortedKeys(rowRecords(rows))));
  } else if (rows.rows.length > 0) {
    const width = ctx.term.stdoutIsTty ? ctx.term.columns() : undefined;
    ctx.out.data(rowsText(rows, { format: format as "table", delimiter: flags.delimiter, width }));
  }
}

async function filteredRows(all: ListedRows, filter: string): Promise<ListedRows> {
  const { compileQuery } = await import("@/lang/query/query.ts");
  const find = compileQuery(filter), records = rowRecords(all);
  return { ...all, rows: all.rows.filter((_, index) => find(records[index])[0] === true) };
}

function columnsOf({ columns, settings }: List, flag: readonly string[] | undefined): readonly Column[] {
  const words = commaWords(flag);
  if (words.length > 0) return parseColumns(words);
  const own = settings?.columns ?? [];
  return own.length === 0
    ? columns
    : own.map(({ name = "", value = "" }) => ({ header: name, template: value }));
}
