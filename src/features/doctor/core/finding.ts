/** What the doctor says about one thing. Pure. Follows toolchain §20, house §5.2 (hints are whole commands).
 *  Invariant: keys are those of the JSON; an `error` must be fixed, and says how. */
import type { AtmosError } from "@/base/errors.ts";

/** What is looked at, in the order of the report. */
export const CHECKS = [
  "platform",
  "home",
  "configuration",
  "version",
  "tools",
  "lock_file",
  "install_root",
  "path",
  "proxies",
  "programs",
  "tokens",
  "network_settings",
  "network",
] as const;

/** Name of a check. */
export type Check = (typeof CHECKS)[number];

/** `note`: worth knowing, nothing is wrong; `skipped`: could not be looked at. */
export type Status = "ok" | "note" | "skipped" | "warning" | "error";

/** One finding. */
export interface Finding {
  readonly check: Check;
  readonly status: Status;
  /** One line without a final full stop. */
  readonly summary: string;
  readonly details?: readonly string[];
  /** `file:line:column`. */
  readonly place?: string;
  /** Code of the error behind it. */
  readonly code?: string;
  /** The command, or the change, that helps. */
  readonly fix?: string;
}

/** The report of the doctor. */
export interface Diagnosis {
  /** Whether nothing must be fixed. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

/** A finding about an error: its title, place and most useful hint. */
export function findingOf(check: Check, error: AtmosError, status: Status = "error"): Finding {
  const { title, explanation, code, at, hints: [fix] } = error;
  const place = at && [at.file, at.line, at.column].filter((part) => part !== undefined).join(":");
  return {
    check,
    status,
    summary: title,
    ...explanation ? { details: explanation.split("\n") } : {},
    ...place ? { place } : {},
    code,
    ...fix ? { fix } : {},
  };
}
