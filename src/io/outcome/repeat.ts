/** Tells the outcome of an earlier run again, when nothing has changed that it came from. Follows deno §2.7.
 *  Invariants: a note that cannot be read, or is not true in every point, says nothing; all looks stay on the thread,
 *  because this is to cost less than loading what would find out anew. */
import { CACHE_VARIABLES } from "@/base/cache_home.ts";
import { CancelledError } from "@/base/errors.ts";
import { filePrint } from "@/base/file_print.ts";
import type { FileInfo } from "@/base/ports.ts";
import { fileInfo } from "@/io/disk/file_info.ts";
import type { RepeatableCall } from "@/base/repeatable.ts";
import { systemEnvironment } from "@/io/host/environment.ts";
import { systemHost } from "@/io/host/host.ts";
import { systemTerminal } from "@/io/host/terminal.ts";
import { systemWorkingDir } from "@/io/host/working_dir.ts";
import { type Absent, FOLDER, outcomeFile, type OutcomeNote, type Seen, type TerminalFacts } from "./note.ts";

/**
 * Writes what a call led to before, and becomes the program that it became.
 * @returns the exit code; undefined when the outcome has to be found out
 */
export async function repeatOutcome({ words, args }: RepeatableCall): Promise<number | undefined> {
  const note = findNote(words);
  if (note === undefined) return undefined;
  if (note.became) return await become(note, args);
  const terminal = systemTerminal(), encoder = new TextEncoder();
  try {
    for (const [stream, text] of note.output) {
      if (stream === "out") terminal.writeOut(encoder.encode(text));
      else terminal.writeErr(encoder.encode(text));
    }
    return 0;
  } catch (error) {
    return error instanceof CancelledError ? error.exitCode : undefined; // the command meets the same and tells it
  }
}

/** Returns only when the system refuses; the command meets the same and tells it. */
async function become({ became, cwd }: OutcomeNote, args: readonly string[]): Promise<undefined> {
  if (!became) return;
  const { execve } = await import("@/io/process/execve.ts");
  const { program: path, set } = became;
  execve({ path, argv: [path, ...args], env: { ...systemEnvironment(), ...set }, cwd });
}

/** The note about these words here, when it is still true. */
function findNote(words: readonly string[]): OutcomeNote | undefined {
  try {
    const cwd = systemWorkingDir();
    const env = Object.fromEntries(CACHE_VARIABLES.map((name) => [name, Deno.env.get(name) ?? ""]));
    const file = outcomeFile({ cwd, env, host: Deno.build }, words);
    const note: OutcomeNote = JSON.parse(Deno.readTextFileSync(file ?? ""));
    const isAboutThis = note.program[0] === systemHost().executable && isUnchanged(note.program) &&
      note.cwd === cwd && note.words.join("\0") === words.join("\0");
    return isAboutThis && isTrue(note) ? note : undefined;
  } catch {
    return undefined; // none, or not ours
  }
}

function isTrue({ variables, terminal, present, absent }: OutcomeNote): boolean {
  return Object.entries(variables).every(([name, value]) => (Deno.env.get(name) ?? null) === value) &&
    isSame(terminal) && present.every(isUnchanged) && absent.every(isAbsent);
}

function isSame({ stdinIsTty, stdoutIsTty, stderrIsTty, columns }: TerminalFacts): boolean {
  return (stdinIsTty ?? Deno.stdin.isTerminal()) === Deno.stdin.isTerminal() &&
    (stdoutIsTty ?? Deno.stdout.isTerminal()) === Deno.stdout.isTerminal() &&
    (stderrIsTty ?? Deno.stderr.isTerminal()) === Deno.stderr.isTerminal() &&
    (columns === undefined || columns === systemTerminal().columns());
}

function isUnchanged([path, print]: Seen): boolean {
  const info = fileInfo(Deno.statSync(path));
  return print === FOLDER ? info.kind === "directory" : filePrint(info) === print;
}

/** To look for a name that is not there costs three times as much as to look at the folder. */
function isAbsent({ folder, print, names }: Absent): boolean {
  const info = print === undefined ? undefined : look(folder);
  const isAsItWas = info !== undefined && filePrint(info) === print;
  return isAsItWas || names.every((name) => look(folder + name) === undefined);
}

/** Undefined when nothing is there. The stack of the runtime's error is a third of its price. */
function look(path: string): FileInfo | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return fileInfo(Deno.statSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
