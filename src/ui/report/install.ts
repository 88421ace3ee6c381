/** What the user sees of installing tools: one line per finished tool, a spinner line per running one, a summary.
 *  Pure. Follows toolchain §10.3. Invariant: every tool gets exactly one line that stays. */
import type { InstallEvent, InstallPhase } from "@/base/events.ts";
import { sizeText } from "@/base/text/size.ts";
import { cutText, displayWidth, harmless, padText } from "@/ui/text.ts";
import type { Report, ReportLook } from "./report.ts";

interface Running {
  readonly phase: InstallPhase;
  readonly bytes?: number | undefined;
  readonly total?: number | undefined;
}

type Outcome = Extract<InstallEvent, { kind: "install/done" }>["outcome"];

interface State {
  readonly planned: number;
  readonly running: ReadonlyMap<string, Running>;
  readonly counts: Readonly<Record<Outcome, number>>;
}

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const SPIN_MS = 100;
// More would scroll small terminals and tell nobody anything.
const MOST_LINES = 8;

const START: State = { planned: 0, running: new Map(), counts: { installed: 0, skipped: 0, failed: 0 } };

/** The report of the family `install`. */
export const installReport: Report<State, InstallEvent> = {
  start: START,

  step(state, event, look) {
    switch (event.kind) {
      case "install/planned":
        return { state: { ...START, planned: event.tools }, lines: [] };
      case "install/started":
        return { state: withTool(state, event.tool, { phase: "resolving" }), lines: [] };
      case "install/progress": {
        const { tool, phase, bytes, total } = event;
        return { state: withTool(state, tool, { phase, bytes, total }), lines: [] };
      }
      case "install/done": {
        const counts = { ...state.counts, [event.outcome]: state.counts[event.outcome] + 1 };
        return {
          state: { ...withTool(state, event.tool, undefined), counts },
          lines: [doneLine(event, look)],
        };
      }
      case "install/finished":
        return { state: START, lines: summaryLines(state, look) };
    }
  },

  live(state, look) {
    if (state.running.size === 0) return [];
    const width = (look.width ?? 80) - 1; // a full last column wraps on some terminals
    const tools = [...state.running].slice(0, MOST_LINES).map(([tool, at]) =>
      runningLine(tool, at, width, look)
    );
    const { installed, skipped, failed } = state.counts;
    const done = installed + skipped + failed;
    const bar = `${done}/${
      Math.max(state.planned, done + state.running.size)
    } complete, ${state.running.size} running`;
    return state.planned > 1 ? [...tools, look.style.dim(cutText(bar, width))] : tools;
  },
};

function withTool(state: State, tool: string, at: Running | undefined): State {
  const running = new Map(state.running);
  if (at) running.set(tool, at);
  else running.delete(tool);
  return { ...state, running };
}

function doneLine(event: Extract<InstallEvent, { kind: "install/done" }>, { style }: ReportLook): string {
  const tool = harmless(event.tool);
  const reason = event.reason === undefined ? undefined : harmless(event.reason);
  switch (event.outcome) {
    case "installed": {
      const to = event.path === undefined ? "" : ` to ${harmless(event.path)}`;
      const size = event.sizeBytes === undefined ? "" : style.dim(` (${sizeText(event.sizeBytes)})`);
      return `${style.green("✓")} Installed ${style.bold(tool)}${to}${size}`;
    }
    case "skipped":
      return `${style.green("✓")} Skipped ${style.bold(tool)}${reason === undefined ? "" : ` (${reason})`}`;
    case "failed":
      return `${style.red("✗")} Install failed ${style.bold(tool)}${
        reason === undefined ? "" : `: ${reason}`
      }`;
  }
}

/** A summary of two and more; of a single tool its own line says all. */
function summaryLines({ counts }: State, { style }: ReportLook): string[] {
  const { installed, failed, skipped } = counts;
  const all = installed + failed + skipped;
  if (all < 2) return [];
  const parts = [["installed", installed], ["failed", failed], ["skipped", skipped]] as const;
  const text = parts.filter(([, count]) => count > 0).map(([word, count], index) =>
    index > 0
      ? `${word} ${count}`
      : `${word.slice(0, 1).toUpperCase()}${word.slice(1)} ${count} ${count === 1 ? "tool" : "tools"}`
  ).join(", ");
  return [`${failed > 0 ? style.red("✗") : style.green("✓")} ${text}`];
}

function runningLine(tool: string, at: Running, width: number, { style, now }: ReportLook): string {
  const spinner = SPINNER[Math.floor(now / SPIN_MS) % SPINNER.length] ?? "";
  const phase = at.phase.slice(0, 1).toUpperCase() + at.phase.slice(1);
  const size = at.bytes === undefined ? "" : bytesText(at.bytes, at.total);
  const room = width - displayWidth(spinner) - 1;
  const left = cutText(`${phase} ${harmless(tool)}`, size === "" ? room : room - size.length - 1);
  return `${style.cyan(spinner)} ${size === "" ? left : padText(left, room - size.length) + style.dim(size)}`;
}

function bytesText(bytes: number, total: number | undefined): string {
  return total === undefined ? sizeText(bytes) : `${sizeText(bytes)} / ${sizeText(total)}`;
}
