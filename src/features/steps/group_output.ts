/** Shows what children of a control step print while others run. Follows workflows §11.6.
 *  Invariant: lines of two children never mix; what children say passes the mask of the real Out. */
import type { Out } from "@/base/context.ts";
import type { GroupOutput } from "./core/group.ts";

type Stream = "stdout" | "stderr";
type Piece = readonly [stream: Stream, text: string];

/** Where a child prints to. */
export interface ChildOutput {
  readonly out: Out;
  /** To be called once, when it has ended. */
  end(status: string): void;
}

/** Outputs of children in the order of their definition. */
export interface GroupView {
  open(name: string, prefix: string): ChildOutput;
  /** A child that never ran. */
  skip(name: string): void;
}

/** `names` are all children in their order. */
export function groupView(out: Out, { mode, order }: GroupOutput, names: readonly string[]): GroupView {
  const waiting = new Map<string, () => void>(), left = [...names];
  const settle = (name: string, show: () => void) => {
    if (order === "completion" || mode !== "grouped") return show();
    waiting.set(name, show);
    for (let next = left[0]; next !== undefined && waiting.has(next); next = left[0]) {
      waiting.get(next)?.();
      left.shift();
    }
  };
  return {
    open(name, prefix) {
      if (mode === "prefixed") return prefixed(out, prefix);
      const pieces: Piece[] = [];
      const end = (status: string) => {
        if (mode === "grouped") {
          out.say("info", `[${name}] ${status}`);
          for (const piece of pieces) put(out, piece);
        } else if (status === "failed") {
          for (const piece of pieces) if (piece[0] === "stderr") put(out, piece);
        }
      };
      return {
        out: collector(out, (...piece) => void pieces.push(piece)),
        end: (status) => settle(name, () => end(status)),
      };
    },
    skip: (name) => settle(name, () => mode === "grouped" && out.say("info", `[${name}] skipped`)),
  };
}

function put(out: Out, [stream, text]: Piece): void {
  if (stream === "stdout") out.data(text);
  else out.talk(text);
}

function prefixed(out: Out, prefix: string): ChildOutput {
  const held: Record<Stream, string> = { stdout: "", stderr: "" };
  const show = (stream: Stream, text: string) => {
    const lines = (held[stream] + text).split("\n");
    held[stream] = lines.pop() ?? "";
    for (const line of lines) put(out, [stream, `[${prefix}] ${line}\n`]);
  };
  const flush = (stream: Stream) => held[stream] === "" || show(stream, "\n");
  return { out: collector(out, show), end: () => void [flush("stdout"), flush("stderr")] };
}

/** An Out that hands everything on as text. Relays decode by themselves, so that no letter is cut in two. */
function collector(out: Out, add: (stream: Stream, text: string) => void): Out {
  return {
    ...out,
    data: (text) => add("stdout", out.masked(text)),
    talk: (text) => add("stderr", out.masked(text)),
    say: (level, text) => level === "info" ? add("stderr", `${out.masked(text)}\n`) : out.say(level, text),
    relay(stream) {
      const decoder = new TextDecoder();
      let text = ""; // masked as a whole: a secret may come in pieces
      return {
        write: (chunk) => {
          text += decoder.decode(chunk, { stream: true });
          const cut = text.lastIndexOf("\n") + 1;
          if (cut > 0) add(stream, out.masked(text.slice(0, cut)));
          text = text.slice(cut);
        },
        end() {
          text += decoder.decode();
          if (text !== "") add(stream, out.masked(text));
        },
      };
    },
  };
}
