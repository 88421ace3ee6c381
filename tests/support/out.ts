/** An Out that remembers everything. Follows house §8.1.
 *  Invariant: nothing is filtered or masked here, so that tests see what the code said, not what `ui/out` does. */
import type { Event, LogLevel, Out } from "@/base/context.ts";

/** One line of talk. */
export interface SaidLine {
  readonly level: Exclude<LogLevel, "off">;
  readonly text: string;
}

/** What the code under test gave to its user. */
export interface RecordedOut extends Out {
  /** All of `data`, joined. */
  readonly stdout: string;
  readonly said: readonly SaidLine[];
  readonly events: readonly Event[];
  /** All of `talk`, joined. */
  readonly talked: string;
  /** Texts that were registered as secrets. */
  readonly secrets: readonly string[];
  /** The texts said at one level, or at all levels. */
  lines(level?: SaidLine["level"]): readonly string[];
}

/** Makes an empty record. */
export function recordedOut(): RecordedOut {
  const data: string[] = [];
  const said: SaidLine[] = [];
  const events: Event[] = [];
  const secrets: string[] = [];
  const talked: string[] = [];
  return {
    get talked() {
      return talked.join("");
    },
    talk: (text) => void talked.push(text),
    relay: (stream) => ({
      write: (chunk) => void (stream === "stdout" ? data : talked).push(new TextDecoder().decode(chunk)),
      end: () => {},
    }),
    get stdout() {
      return data.join("");
    },
    said,
    events,
    secrets,
    lines: (level) =>
      said.filter((line) => level === undefined || line.level === level).map(({ text }) => text),
    data: (text) => void data.push(text),
    say: (level, text) => void said.push({ level, text }),
    event: (event) => void events.push(event),
    secret: (text) => void secrets.push(text),
    secretPattern: () => {},
    masked: (text) => text,
  };
}
