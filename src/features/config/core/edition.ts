/** Defaults of an earlier day. Pure. Follows config §5.2.
 *  Invariant: only defaults change; whatever somebody sets counts as it is. */
import type { TextMap } from "@/base/schema/reading.ts";
import { nested } from "./fill.ts";

interface Change {
  /** First day of the new default. */
  readonly day: string;
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/** Changes of defaults, the oldest first. */
export const journal: readonly Change[] = [
  { day: "2025-02-11", key: "logs.file", from: "/dev/stdout", to: "/dev/stderr" },
  { day: "2025-09-23", key: "logs.level", from: "Info", to: "Warning" },
  { day: "2025-10-16", key: "settings.terminal.pager", from: "true", to: "false" },
  { day: "2025-12-06", key: "stacks.inherit.metadata", from: "false", to: "true" },
  { day: "2026-02-10", key: "components.helmfile.use_eks", from: "true", to: "false" },
  { day: "2026-07-06", key: "settings.terminal.help.filter", from: "false", to: "true" },
  { day: "2026-07-13", key: "list.error_mode", from: "strict", to: "warn" },
  { day: "2026-07-13", key: "describe.error_mode", from: "strict", to: "warn" },
  { day: "2026-07-16", key: "describe.provenance", from: "false", to: "true" },
  { day: "2026-07-17", key: "describe.component.filter", from: "full", to: "schema" },
];

/** The last day that an edition means, as `2026-01-31`; undefined when it is none.
 *  @example editionDay("2024-02") // "2024-02-29" */
export function editionDay(edition: string): string | undefined {
  const [, year = "", month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(edition) ?? [];
  if (year === "") return undefined;
  const last = new Date(Date.UTC(Number(year), month === undefined ? 12 : Number(month), 0));
  const wanted = day === undefined ? last : new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const text = wanted.toISOString().slice(0, 10);
  const isReal = text.startsWith(`${year}-${month ?? "12"}-${day ?? ""}`);
  return isReal ? text : undefined;
}

/** The defaults of an edition that are others today. */
export function defaultsOf(edition: string): TextMap {
  const day = editionDay(edition) ?? "9999";
  return nested(journal.filter((change) => change.day > day).map(({ key, from }) => [key, from]));
}
