/** Draws lines at the bottom of a terminal again and again, while other lines pass above them.
 *  Follows toolchain §10.3. The pure `frameText` says what to write; the region only remembers how much is drawn.
 *  Invariant: the cursor is hidden exactly while lines are drawn; `close` leaves the terminal as it was. */

/** Where a region draws and how it is woken. */
export interface LivePorts {
  write(text: string): void;
  /** Calls `run` every so many milliseconds until the answered function is called. */
  every(ms: number, run: () => void): () => void;
}

/** A region at the bottom of the terminal. */
export interface LiveRegion {
  /** Runs a write that goes above the lines: they are taken away before and drawn again after it. */
  above(write: () => void): void;
  /** Says that there may be lines now; what is drawn already is drawn again at the next tick. */
  wake(): void;
  /** Takes the lines away for good. */
  close(): void;
}

// Slow enough for remote terminals, fast enough for a spinner.
const FRAME_MS = 100;

/** Makes a region; `lines` answers one line each, none wider than the terminal. */
export function createLiveRegion(ports: LivePorts, lines: () => readonly string[]): LiveRegion {
  let drawn = 0;
  let closed = false;
  let stopTicking: (() => void) | undefined;

  const show = (next: readonly string[]) => {
    const text = frameText(drawn, next);
    drawn = next.length;
    if (text !== "") ports.write(text);
  };
  const stop = () => {
    stopTicking?.();
    stopTicking = undefined;
  };
  const draw = () => {
    if (closed) return;
    show(lines());
    if (drawn > 0) stopTicking ??= ports.every(FRAME_MS, draw);
    else stop();
  };
  return {
    above(write) {
      show([]);
      try {
        write();
      } finally {
        draw();
      }
    },
    wake() {
      if (drawn === 0) draw();
    },
    close() {
      closed = true;
      show([]);
      stop();
    },
  };
}

/** The text that replaces `drawn` lines by `next`, with the cursor below them; empty when there is nothing to do. */
export function frameText(drawn: number, next: readonly string[]): string {
  if (drawn === 0 && next.length === 0) return "";
  const erase = drawn > 0 ? `\x1b[${drawn}A\r\x1b[J` : "\x1b[?25l";
  return erase + next.map((line) => line + "\n").join("") + (next.length === 0 ? "\x1b[?25h" : "");
}
