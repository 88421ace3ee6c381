/** Notes what a command looks at and writes, so that `io/outcome` can tell its outcome again. Follows deno §2.7.
 *  Invariant: nothing is noted of a command that failed, changed something, asked a network or another program, or looked
 *  at what no note can hold. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { filePrint, isPrintSafe } from "@/base/file_print.ts";
import type { Locks, Net, Processes, Terminal, Threads } from "@/base/ports.ts";
import { type Look, watchedDisk } from "@/io/disk/watched_disk.ts";
import { watchedEnv } from "@/base/watched_env.ts";
import { cacheHomeOf } from "@/base/cache_home.ts";
import {
  type Absent,
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
  readonly startedAt: number;
  readonly variables: Map<string, string | undefined>;
  readonly terminal: { -readonly [Name in keyof TerminalFacts]: TerminalFacts[Name] };
  readonly files: Map<string, Look>;
  readonly output: ["out" | "err", string][];
  isVoid: boolean;
}

/** Longer outcomes take longer to tell than to find out. */
const MOST_CHARACTERS = 64 * 1024;
/** Then it is begun anew: most are about directories that are gone. */
const MOST_NOTES = 500;
/** Names of variables whose values are nobody's business. */
const MAY_BE_SECRET = /token|secret|password|credential|(^|_)key$|auth/i;

/** Begins to watch. */
export function watchOutcome({ env, term }: Pick<Session, "env" | "term">): OutcomeWatch {
  const notes: Notes = {
    startedAt: Date.now(),
    variables: new Map(),
    terminal: {},
    files: new Map(),
    output: [],
    isVoid: false,
  };
  return {
    env: watchedEnv(env, notes.variables, () => notes.isVoid = true),
    term: watchedTerminal(term, notes),
    over: (ctx) => watchedContext(ctx, notes),
    keep: (ctx) => keep(ctx, notes),
  };
}

function watchedTerminal(term: Terminal, { terminal, output }: Notes): Terminal {
  const decoder = new TextDecoder();
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
        replace: spoils(procs.replace),
        run: spoils(procs.run),
        capture: spoils(procs.capture),
        find: spoils(procs.find),
      } satisfies Processes,
    },
    net: { value: { fetch: spoils(net.fetch) } satisfies Net },
    locks: { value: { acquire: spoils(locks.acquire) } satisfies Locks },
    threads: {
      value: threads && { warm: spoils(threads.warm), run: spoils(threads.run) } satisfies Threads,
    },
  });
}

async function keep(ctx: Context, notes: Notes): Promise<void> {
  const { cwd, argv: words, host, disk } = ctx;
  const file = outcomeFile(ctx, words);
  if (notes.isVoid || file === undefined || !isText(notes.output)) return;
  try {
    notes.files.set(host.executable, { info: await disk.stat(host.executable), isRead: false });
    const absent = await absentFiles(ctx, notes), present = await presentFiles(ctx, notes);
    if (absent === undefined || present === undefined) return;
    const { terminal, output } = notes;
    const { executable: program } = host;
    const note: OutcomeNote = {
      program,
      cwd,
      words,
      ...variablesOf(notes),
      terminal,
      present,
      absent,
      output,
    };
    const folder = file.slice(0, file.lastIndexOf("/"));
    if ((await disk.list(folder)).length >= MOST_NOTES) await disk.remove(folder);
    await disk.writeAtomic(file, JSON.stringify(note), 0o600);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    ctx.out.say("debug", `the outcome is not kept: ${error.title}`);
  }
}

/** What is no text would come back as something else. */
function isText(output: Notes["output"]): boolean {
  const length = output.reduce((sum, [, text]) => sum + text.length, 0);
  return length <= MOST_CHARACTERS && !output.some(([, text]) => text.includes("\ufffd"));
}

function variablesOf({ variables }: Notes): Pick<OutcomeNote, "variables" | "secrets"> {
  const all = [...variables], isSecret = ([name]: readonly [string, unknown]) => MAY_BE_SECRET.test(name);
  const open = all.filter((each) => !isSecret(each)).map(([name, value]) => [name, value ?? null] as const);
  const secret = all.filter(isSecret).map(([name, value]) => [name, value !== undefined] as const);
  return { variables: Object.fromEntries(open), secrets: Object.fromEntries(secret) };
}

/** What was there; undefined unless all of it is old enough and still what it was. */
async function presentFiles(ctx: Context, { files, startedAt }: Notes): Promise<readonly Seen[] | undefined> {
  const present: Seen[] = [];
  for (const [path, { info: seen }] of files) {
    if (seen === undefined) continue;
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
    const end = path.lastIndexOf("/"), folder = path.slice(0, end);
    names.set(folder, [...names.get(folder) ?? [], path.slice(end + 1)]);
  }
  const absent: Absent[] = [];
  for (const [folder, missing] of names) {
    const info = await ctx.disk.stat(folder === "" ? "/" : folder);
    let tells = info !== undefined && isPrintSafe(info, startedAt);
    for (const name of missing) {
      const path = `${folder}/${name}`;
      if (await ctx.disk.stat(path)) return undefined;
      if (await ctx.disk.lstat(path)) tells = false; // a link to what is not there yet
    }
    absent.push({ folder, print: info && tells ? filePrint(info) : undefined, names: missing });
  }
  return absent;
}
