/** The flags of the list commands. Follows stacks §15.1. Invariant: each command spreads those that it heeds. */
import type { FlagSpecs } from "@/cli/command.ts";
import { LISTING_FORMATS } from "@/ui/listing.ts";

/** The form of the list. */
export const formatFlag = {
  format: {
    type: "string",
    short: "f",
    summary: LISTING_FORMATS.join(", "),
    placeholder: "format",
    choices: LISTING_FORMATS,
    default: "table",
    env: "ATMOS_LIST_FORMAT",
  },
} as const satisfies FlagSpecs;

/** What stands between cells. */
export const delimiterFlag = {
  delimiter: {
    type: "string",
    summary: "What stands between the cells of csv and tsv",
    placeholder: "text",
    env: "ATMOS_LIST_DELIMITER",
    complete: "none",
  },
} as const satisfies FlagSpecs;

/** Which columns there are, and the order of the rows. */
export const rowFlags = {
  columns: {
    type: "strings",
    summary: "Names of columns, or Title={{ template }}",
    placeholder: "column",
    env: "ATMOS_LIST_COLUMNS",
    complete: "none",
  },
  sort: {
    type: "string",
    summary: "Order of the rows, as column:asc,other:desc",
    placeholder: "order",
    env: "ATMOS_LIST_SORT",
    complete: "none",
  },
} as const satisfies FlagSpecs;
