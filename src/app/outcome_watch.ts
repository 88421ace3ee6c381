/** Notes what a command looks at and writes, so that `io/outcome` can tell its outcome again. Follows deno §2.7.
 *  Invariant: nothing is noted of a command that failed, changed something, asked a network or another program, or looked
 *  at what no note can hold. */
import { cacheHomeOf } from "@/base/cache_home.ts";
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { filePrint, isPrintSafe } from "@/base/file_print.ts";
import { isOpenVariable } from "@/base/open_variables.ts";
import type { Locks, Net, Processes, ProcessPlan, Terminal, Threads } from "@/base/ports.ts";
import type { RepeatableCall } from "@/base/repeatable.ts";
import { watchedEnv } from "@/base/watched_env.ts";
import { type Look, watchedDisk } from "@/io/disk/watched_disk.ts";
import {
  type Absent,
  type Became,
  FOLDER,
  outcomeFile,
  type OutcomeNote,
  type Seen,
  type TerminalFacts,
} from "@/io/outcome/note.ts";
import type { Session } from "./session.ts";

/** What watches one run. */
export interface OutcomeWatch extends Pick<Session, "env" | "term"> {
  /** A Context whose user leaves his looks behind. */
  over(ctx: Context): Context;
  /** Writes the note, if there can be one. */
  keep(ctx: Context): Promise<void>;
}

interface Notes {
  readonly call: RepeatableCall;
  /** The variables, not watched. */
  readonly env: Context["env"];
  readonly startedAt: number;
  readonly variables: Map<string, string | undefined>;
  readonly terminal: { -readonly [Name in keyof TerminalFacts]: TerminalFacts[Name] };
  readonly files: Map<string, Look>;
  readonly output: ["out" | "err", string][];
  /** Somebody looked at all variables, not by name: that is to hand them on, or to search them. */
  hasAllVariables: boolean;
  isVoid: boolean;
}

/** Longer outcomes take longer to tell than to find out. */
const MOST_CHARACTERS = 64 * 1024;
/** Then it is begun anew: most are about directories that are gone. */
const MOST_NOTES = 500;

/** Begins to watch. */
export function watchOutcome(
  { env, term }: Pick<Session, "env" | "term">,
  call: RepeatableCall,
): OutcomeWatch {
  const notes: Notes = {
    call,
    env,
    startedAt: Date.now(),
    variables: new Map(),
    terminal: {},
    files: new Map(),
    output: [],
    hasAllVariables: false,
    isVoid: false,
  };
  return {
    env: watchedEnv(env, notes.variables, () => notes.hasAllVariables = true),
    term: watchedTerminal(term, notes),
    over: (ctx) => watchedContext(ctx, notes),
    keep: (ctx) => keep(ctx, notes),
  };
}

function watchedTerminal(term: Terminal, { terminal, output }: Notes): Terminal {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true }); // a mark at the beginning stays
  const noted = (stream: "out" | "err", write: (bytes: Uint8Array) => void) => (bytes: Uint8Array) => {
    const last = output.at(-1), text = decoder.decode(bytes);
    if (last?.[0] === stream) last[1] += text;
    else output.push([stream, text]);
    write(bytes);
  };
  return {
    get stdinIsTty() {
      return terminal.stdinIsTty = term.stdinIsTty;
    },
    get stdoutIsTty() {
      return terminal.stdoutIsTty = term.stdoutIsTty;
    },
    get stderrIsTty() {
      return terminal.stderrIsTty = term.stderrIsTty;
    },
    columns: () => terminal.columns = term.columns(),
    writeOut: noted("out", term.writeOut),
    writeErr: noted("err", term.writeErr),
  };
}

function watchedContext(ctx: Context, notes: Notes): Context {
  const spoils = <A extends readonly unknown[], R>(member: (...args: A) => R) => (...args: A): R => {
    notes.isVoid = true;
    return member(...args);
  };
  const { procs, net, locks, threads } = ctx;
  const ours = `${cacheHomeOf(ctx) ?? ""}/atmos/config/`;
  const disk = watchedDisk(ctx.disk, {
    files: notes.files,
    onOther: () => notes.isVoid = true,
    ignores: (path) => path.startsWith(ours), // whatever is remembered there hangs on files that are looked at too
  });
  return Object.create(ctx, {
    disk: { value: disk },
    procs: {
      value: {
        replace: async (plan) => {
          await keep(ctx, notes, plan);
          notes.isVoid = true;
          return await procs.replace(plan);
        },
        run: spoils(procs.run),
        watch: spoils(procs.watch),
        capture: spoils(procs.capture),
        find: spoils(procs.find),
      } satisfies Processes,
    },
    net: { value: { fetch: spoils(net.fetch) } satisfies Net },
    locks: { value: { acquire: spoils(locks.acquire) } satisfies Locks },
    threads: {
      value: threads &&
        { most: threads.most, warm: spoils(threads.warm), run: spoils(threads.run) } satisfies Threads,
    },
  });
}

async function keep(ctx: Context, notes: Notes, plan?: ProcessPlan): Promise<void> {
  const { cwd, host, disk } = ctx, { terminal, output, call: { words } } = notes;
  const file = outcomeFile(ctx, words);
  const became = plan && becameOf(ctx, notes, plan);
  const isWhole = plan ? became !== undefined : !notes.hasAllVariables && isText(output);
  const variables = openVariables(notes);
  if (notes.isVoid || file === undefined || !isWhole || !variables) return;
  try {
    const present = await presentFiles(ctx, notes);
    const absent = present && await absentFiles(ctx, notes);
    const own = await disk.stat(host.executable);
    if (!own || !absent) return;
    const program: Seen = [host.executable, filePrint(own)];
    const facts = { program, cwd, words, variables, terminal };
    const note: OutcomeNote = { ...facts, present, absent, output, became };
    const folder = file.slice(0, file.lastIndexOf("/"));
    if ((await disk.list(folder)).length >= MOST_NOTES) await disk.remove(folder);
    await disk.writeAtomic(file, JSON.stringify(note), 0o600);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `the outcome is not kept: ${error.title}`);
  }
}

/** Undefined on Windows, where the program is a child; else unless the plan is the call's own words, for a program that
 *  was looked at, with all variables that are there and a few others, and nothing was said before. */
function becameOf(
  { cwd, host }: Context,
  { files, output, call, env }: Notes,
  plan: ProcessPlan,
): Became | undefined {
  const { program, args, argv0 } = plan;
  const isCalled = args.join("\0") === call.args.join("\0") && plan.cwd === cwd && argv0 === undefined;
  const handsOn = Object.keys(env).every((name) => Object.hasOwn(plan.env, name));
  const set = Object.entries(plan.env).filter(([name, value]) => env[name] !== value);
  const isKnown = files.get(program)?.info !== undefined && output.length === 0;
  if (
    host.os === "windows" || !isCalled || !handsOn || !isKnown || !set.every(([name]) => isOpenVariable(name))
  ) {
    return undefined;
  }
  return { program, set: Object.fromEntries(set) };
}

/** What is no text would come back as something else. */
function isText(output: Notes["output"]): boolean {
  const length = output.reduce((sum, [, text]) => sum + text.length, 0);
  return length <= MOST_CHARACTERS && !output.some(([, text]) => text.includes("\ufffd"));
}

/** What was looked at; undefined when that is nobody's business. */
function openVariables({ variables }: Notes): OutcomeNote["variables"] | undefined {
  const all = [...variables];
  if (!all.every(([name, value]) => value === undefined || isOpenVariable(name))) return undefined;
  return Object.fromEntries(all.map(([name, value]) => [name, value ?? null]));
}

/** What was there; undefined unless all of it is old enough and still what it was. */
async function presentFiles(ctx: Context, { files, startedAt }: Notes): Promise<readonly Seen[] | undefined> {
  const present: Seen[] = [];
  for (const [path, { info: seen, isRead }] of files) {
    if (seen === undefined) continue;
    if (seen.kind === "directory" && !isRead) {
      present.push([path, FOLDER]);
      continue;
    }
    const info = await ctx.disk.stat(path), print = filePrint(seen);
    if (!info || filePrint(info) !== print || !isPrintSafe(seen, startedAt)) return undefined;
    present.push([path, print]);
  }
  return present;
}

/** What was not there; undefined unless it still is not. A folder is looked at before the names in it. */
async function absentFiles(
  ctx: Context,
  { files, startedAt }: Notes,
): Promise<readonly Absent[] | undefined> {
  const names = new Map<string, string[]>();
  for (const [path, { info }] of files) {
    if (info !== undefined) continue;
    const end = path.lastIndexOf("/") + 1, folder = path.slice(0, end);
    names.set(folder, [...names.get(folder) ?? [], path.slice(end)]);
  }
  const absent: Absent[] = [];
  for (const [folder, missing] of names) {
    const info = await ctx.disk.stat(folder);
    let tells = info !== undefined && isPrintSafe(info, startedAt);
    for (const name of missing) {
      const path = folder + name;
      if (await ctx.disk.stat(path)) return undefined;
      if (await ctx.disk.lstat(path)) tells = false; // a link to what is not there yet
    }
    absent.push({ folder, print: info && tells ? filePrint(info) : undefined, names: missing });
  }
  return absent;
}
