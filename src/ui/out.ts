/** The only way to the user's eyes: levels, the mask over secrets, and the order of talk, events and live lines.
 *  Follows house §2.9 and §5.1, toolchain §14.
 *  Invariant: every byte passes `masked`; stdout carries what `data` was given and nothing else. */
import type { Event, LogLevel, Out } from "@/base/context.ts";
import type { Terminal } from "@/base/ports.ts";
import { createLiveRegion, type LivePorts } from "./live.ts";
import type { RunningReport } from "@/ui/report/report.ts";
import { reports } from "@/ui/report/table.ts";
import { type Style, styleOf } from "./style.ts";
import { harmless } from "./text.ts";

/** How talk is shown. */
export interface OutOptions {
  readonly term: Terminal;
  readonly level: LogLevel;
  /** Colours on stderr. */
  readonly color: boolean;
  /** Whether lines may be drawn again and again: a terminal, not an automatic run. */
  readonly live: boolean;
  /** Epoch milliseconds. */
  now(): number;
  readonly every: LivePorts["every"];
}

/** Out, and how to end it. */
export interface ClosableOut extends Out {
  /** From now on another level counts, and what is told goes line by line to a log too, if one is given; then only
   *  warnings, errors and what the user asked to see are still shown on stderr. */
  listen(level: LogLevel, log?: (line: string) => void): void;
  /** Writes lines to stderr whatever the level: the last words of a command that failed. `title` is for the log. */
  page(lines: readonly string[], title: string): void;
  /** Takes live lines away and shows the cursor again; to be called before the program ends. */
  close(): void;
}

const RANK: Readonly<Record<LogLevel, number>> = {
  trace: 0,
  debug: 1,
  info: 2,
  warning: 3,
  error: 4,
  off: 5,
};
const PREFIX: Readonly<Record<Exclude<LogLevel, "off">, (style: Style) => string>> = {
  trace: (style) => style.dim("TRCE "),
  debug: (style) => style.dim("DEBU "),
  info: () => "",
  warning: (style) => style.yellow("⚠ "),
  error: (style) => style.red("✗ "),
};
const NAMES: Readonly<Record<Exclude<LogLevel, "off">, string>> = {
  trace: "TRCE",
  debug: "DEBU",
  info: "INFO",
  warning: "WARN",
  error: "ERRO",
};
// Shorter texts would also hide innocent letters.
const LEAST_SECRET = 4;

/** Makes the program's Out. */
export function createOut(options: OutOptions): ClosableOut {
  const { term } = options;
  let { level } = options, log: ((line: string) => void) | undefined;
  const style = styleOf(options.color);
  const secrets = new Set<string>();
  const patterns: RegExp[] = [];
  const running = new Map<string, RunningReport>();
  const encoder = new TextEncoder();

  const sink = (write: (bytes: Uint8Array) => void) => (text: string) =>
    write(encoder.encode(masked(text, secrets)));
  const writeOut = sink((bytes) => term.writeOut(bytes));
  const writeErr = sink((bytes) => term.writeErr(bytes));
  const look = () => ({ style, width: term.stderrIsTty ? term.columns() : undefined, now: options.now() });
  const region = createLiveRegion(
    { write: writeErr, every: options.every },
    () => [...running.values()].flatMap((report) => report.live(look())),
  );
  const isLive = () => options.live && RANK[level] > RANK.debug && level !== "off";
  const above = (write: () => void) => isLive() ? region.above(write) : write();

  return {
    data: (text) => above(() => writeOut(text)),
    say(at, text) {
      if (!isShown(at, level)) return;
      if (log && RANK[at] >= RANK[level]) log(masked(`${NAMES[at]} ${harmless(text)}\n`, secrets));
      if (log && RANK[at] < RANK.info) return;
      above(() => writeErr(`${PREFIX[at](style)}${at === "info" ? text : harmless(text)}\n`));
    },
    talk: (text) => above(() => writeErr(text)),
    relay(stream) {
      const write = stream === "stdout" ? writeOut : writeErr, decoder = new TextDecoder();
      let held = "";
      const hand = (text: string) => text !== "" && above(() => write(withoutPatterns(text, patterns)));
      return {
        write(chunk) {
          held += decoder.decode(chunk, { stream: true });
          const cut = held.length - heldBack(held, secrets, patterns.length > 0);
          hand(held.slice(0, cut));
          held = held.slice(cut);
        },
        end: () => void hand(held + decoder.decode()),
      };
    },
    event(event) {
      const report = reportOf(event, running);
      if (!report || level === "off") return;
      const lines = report.add(event, look());
      if (lines.length > 0) above(() => writeErr(lines.map((line) => line + "\n").join("")));
      else if (isLive()) region.wake();
    },
    secret(text) {
      if (text.length < LEAST_SECRET) return;
      secrets.add(text);
      secrets.add(JSON.stringify(text).slice(1, -1));
      secrets.add(encodeURIComponent(text));
      secrets.add(encoder.encode(text).toBase64());
    },
    secretPattern: (pattern) => void patterns.push(pattern),
    masked: (text) => withoutPatterns(masked(text, secrets), patterns),
    page(lines, title) {
      log?.(masked(`${NAMES.error} ${harmless(title)}\n`, secrets));
      above(() => writeErr(lines.map((line) => line + "\n").join("")));
    },
    listen(wanted, into) {
      level = wanted;
      log = into;
    },
    close: () => region.close(),
  };
}

/** Whether a level of talk is shown. `info` is what the user asked to see: only `off` silences it. */
export function isShown(at: Exclude<LogLevel, "off">, level: LogLevel): boolean {
  return at === "info" ? level !== "off" : RANK[at] >= RANK[level];
}

/** As long may a word be that a pattern could still fit. */
const MOST_HELD = 128;

/** How many letters at the end of a text may be the beginning of a secret; with patterns the last word may be. */
function heldBack(text: string, secrets: ReadonlySet<string>, hasPatterns: boolean): number {
  const word = hasPatterns ? /\S*$/.exec(text.slice(-MOST_HELD))?.[0].length ?? 0 : 0;
  let most = word < MOST_HELD ? word : 0;
  for (const secret of secrets) {
    for (let length = Math.min(secret.length - 1, text.length); length > most; length--) {
      if (text.endsWith(secret.slice(0, length))) most = length;
    }
  }
  return most;
}

/** Replaces every secret by `<MASKED>`, the longest first, so that no end of one stays readable. */
function masked(text: string, secrets: ReadonlySet<string>): string {
  let safe = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    safe = safe.replaceAll(secret, "<MASKED>");
  }
  return safe;
}

function withoutPatterns(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((safe, pattern) => safe.replace(pattern, "<MASKED>"), text);
}

function reportOf(event: Event, running: Map<string, RunningReport>): RunningReport | undefined {
  const family = event.kind.slice(0, event.kind.indexOf("/"));
  const known = running.get(family);
  if (known) return known;
  const report = Object.hasOwn(reports, family) ? reports[family]?.() : undefined;
  if (report) running.set(family, report);
  return report;
}
