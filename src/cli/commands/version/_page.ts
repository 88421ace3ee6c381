/** Which part of the list the flags of `version list` mean. Pure. Follows toolchain §17.7. */
import { UsageError } from "@/base/errors.ts";

/** The flags. */
export interface PageFlags {
  readonly limit: number;
  readonly offset: number;
  readonly since: string | undefined;
  readonly "include-prereleases": boolean;
}

/** @throws Usage `self/bad-page` (exit 1) for numbers out of range and what is no day */
export function checkPage(flags: PageFlags) {
  const { limit, offset, since } = flags;
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw badPage(`--limit must be a whole number from 1 to 100, not ${limit}`);
  }
  if (!Number.isInteger(offset) || offset < 0) {
    throw badPage(`--offset must be a whole number of at least 0, not ${offset}`);
  }
  if (since !== undefined && !isDay(since)) throw badPage(`--since must be a day, not "${since}"`);
  return { limit, offset, since, includePrereleases: flags["include-prereleases"] };
}

/** A day that the calendar has. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function badPage(title: string): UsageError {
  const hints = ["For example: atmos version list --limit 20 --since 2026-01-31"];
  return new UsageError("self/bad-page", title, { hints, exitCode: 1 });
}
