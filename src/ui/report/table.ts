/** The families of events that have a report. One line each: the part of `kind` before the slash → its report.
 *  Follows house §9.3. */
import { installReport } from "./install.ts";
import { type RunningReport, startReport } from "./report.ts";

/** Makes the report of a family. */
export const reports: Readonly<Record<string, () => RunningReport>> = {
  install: () => startReport(installReport),
};
