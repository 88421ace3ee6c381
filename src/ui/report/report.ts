/** How a family of events becomes lines: the lines that stay, and the lines of the live region.
 *  Follows house §4 (`ui/report`). Invariant: a report is two pure functions over a state; nothing in it writes. */
import type { Event } from "@/base/context.ts";
import type { Style } from "@/ui/style.ts";

/** What a report may know about the terminal. */
export interface ReportLook {
  readonly style: Style;
  /** Columns of the terminal; undefined when it is none. */
  readonly width: number | undefined;
  /** Epoch milliseconds, for spinners. */
  readonly now: number;
}

/** The words for one family of events. */
export interface Report<State, Told extends Event> {
  readonly start: State;
  /** What an event changes, and the lines that stay. */
  step(
    state: State,
    event: Told,
    look: ReportLook,
  ): { readonly state: State; readonly lines: readonly string[] };
  /** The lines of the live region at this moment, none wider than the width; empty when nothing goes on. */
  live(state: State, look: ReportLook): readonly string[];
}

/** A report with its state inside. */
export interface RunningReport {
  add(event: Event, look: ReportLook): readonly string[];
  live(look: ReportLook): readonly string[];
}

/** Starts a report; it must only be handed events of its own family. */
export function startReport<State, Told extends Event>(report: Report<State, Told>): RunningReport {
  let state = report.start;
  return {
    add(event, look) {
      const next = report.step(state, event as Told, look);
      state = next.state;
      return next.lines;
    },
    live: (look) => report.live(state, look),
  };
}
