/** Interfaces to the outside world. `io` implements them, `app/wiring.ts` puts them into the Context.
 *  Paths are absolute and use forward slashes on every system. I/O failures are HostErrors with the path in `facts`
 *  (`disk/not-found`, `disk/exists`, `disk/permission`, `disk/no-space`, `disk/read-only`, `disk/cross-device`,
 *  `disk/failed`),
 *  apart from the members that say that they answer undefined for what does not exist. */

/** What is at a path. `mode` and `inode` are 0 where the system has none. Times are epoch milliseconds; `changedAt` is of
 *  the last change of content, name or permissions, which nobody can set. */
export interface FileInfo {
  readonly kind: "file" | "directory" | "symlink" | "other";
  readonly sizeBytes: number;
  readonly mode: number;
  readonly modifiedAt: number;
  readonly changedAt: number;
  readonly inode: number;
}

/** A member of a directory. */
export interface DirEntry {
  readonly name: string;
  readonly kind: FileInfo["kind"];
}

/** A file that is being written. `close` flushes it to the device when `sync` was asked for. */
export interface FileWriter {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Random access to a file that is being read. */
export interface FileReader {
  readonly sizeBytes: number;
  /** Reads up to `into.length` bytes at `offset`; answers how many; 0 at the end. */
  read(into: Uint8Array, offset: number): Promise<number>;
  close(): void;
}

/** Files and directories. The members from `makeDir` on change the disk: fault tests count those. */
export interface Disk {
  /** Undefined when nothing is there. Follows symbolic links. */
  stat(path: string): Promise<FileInfo | undefined>;
  /** Undefined when nothing is there. Does not follow a final symbolic link. */
  lstat(path: string): Promise<FileInfo | undefined>;
  /** Undefined when nothing is there; other failures throw. UTF-8; invalid bytes become U+FFFD. A BOM is kept. */
  readText(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** Throws `disk/not-found`. */
  openRead(path: string): Promise<FileReader>;
  /** Members sorted by name; empty when the directory does not exist. */
  list(path: string): Promise<readonly DirEntry[]>;
  readLink(path: string): Promise<string | undefined>;
  /** The path with every symbolic link resolved; undefined when nothing is there. */
  realPath(path: string): Promise<string | undefined>;

  /** Makes a directory and its parents; no error when it is there. */
  makeDir(path: string): Promise<void>;
  /** Replaces the content of a file in one step: temporary sibling, flush if there is an old one, rename. Keeps the mode of an existing
   *  file unless one is given, follows a symbolic link to its target, makes missing parents. */
  writeAtomic(path: string, content: string | Uint8Array, mode?: number): Promise<void>;
  /** Makes a new file for writing; throws `disk/exists` when something is there, unless `replace` (which removes it
   *  first) or `append` (which continues it). The system's umask applies to `mode`. */
  create(
    path: string,
    options?: { mode?: number; replace?: boolean; append?: boolean; sync?: boolean },
  ): Promise<FileWriter>;
  /** Replaces files and empty directories; `disk/exists` when a full one is there, `disk/cross-device` when the
   *  paths are on different devices. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, link or whole tree; no error when nothing is there. Never follows links. */
  remove(path: string): Promise<void>;
  /** Removes a directory only when it is empty; answers whether it did. */
  removeEmptyDir(path: string): Promise<boolean>;
  symlink(target: string, path: string): Promise<void>;
  hardLink(existing: string, path: string): Promise<void>;
  chmod(path: string, mode: number): Promise<void>;
  /** Sets the modification time, epoch milliseconds. */
  touch(path: string, modifiedAt: number): Promise<void>;
}

/** A program to run. `program` is an absolute path or a bare name looked up on PATH of `env`. */
export interface ProcessPlan {
  readonly program: string;
  /** Arguments after the program's own name. */
  readonly args: readonly string[];
  /** The whole environment of the child: nothing is inherited beside it. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Name that the program sees as its own; default `program`. */
  readonly argv0?: string | undefined;
}

/** How a child ended; `code` is 128+n after signal n. */
export interface ProcessResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a child is listened to. */
export interface CaptureOptions {
  /** Nothing at all unless given. */
  readonly stdin?: string;
  readonly limitBytes?: number;
  /** Kills the child when it prints more: HostError `process/too-much-output`. Otherwise the rest is dropped. */
  readonly strictLimit?: boolean;
  /** What the child says on stderr is also seen on ours, at once. */
  readonly showStderr?: boolean;
  /** Kills the child after that time: HostError `process/timeout`. */
  readonly timeoutMs?: number;
  /** Kills the child when it aborts; the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}

/** How a child is watched that is run. */
export interface WatchOptions {
  /** Every piece of output at once, in the order in which each stream has it. */
  onOutput(stream: "stdout" | "stderr", chunk: Uint8Array): void;
  /** Text for its stdin; our own stdin unless given. */
  readonly stdin?: string | undefined;
  /** Of each stream at most that much is kept. */
  readonly limitBytes?: number;
  /** After that time the child gets SIGTERM, ten seconds later SIGKILL; its code is 124 then. */
  readonly timeoutMs?: number | undefined;
  /** Ends the child in the same way when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** Where the streams of a child go that is run. */
export interface RunOptions {
  /** What it prints goes to our stderr, because our stdout is for something else. */
  readonly stdoutToStderr?: boolean;
}

/** Other programs. */
export interface Processes {
  /** Becomes the program: same process id. Returns only by throwing HostError `process/not-found` (exit 127),
   *  `process/not-executable` (126); where the system cannot replace a process it runs a child with inherited
   *  streams and forwarded signals and answers its exit code. */
  replace(plan: ProcessPlan): Promise<number>;
  /** Runs a child on our own streams, forwards signals, answers its exit code. */
  run(plan: ProcessPlan, options?: RunOptions): Promise<number>;
  /** Runs a child on our stdin and hands on what it prints while it is kept; forwards signals. */
  watch(plan: ProcessPlan, options: WatchOptions): Promise<ProcessResult>;
  /** Runs a child and keeps what it prints, at most `limitBytes` a stream (1 MiB unless given). */
  capture(plan: ProcessPlan, options?: CaptureOptions): Promise<ProcessResult>;
  /** Absolute path of the first executable file of that name on a PATH text; undefined when there is none. */
  find(name: string, path: string): Promise<string | undefined>;
}

/** HTTP. Everything above (retries, tokens, rewriting, caching) is `io/net`. */
export interface Net {
  /** As the standard `fetch`, but the body is never decoded by content-encoding unless the caller asks by header. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** Time. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness for names of temporary files and jitter. */
export interface Random {
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** 0 ≤ x < 1. */
  number(): number;
}

/** Locks between processes; the system drops them when the holder dies. */
export interface Locks {
  /** Waits for the exclusive lock on a file (made when missing, with its parents; never removed) and answers the
   *  function that releases it. Throws HostError `lock/timeout` after `timeoutMs` (10 minutes unless given).
   *  `onWait` is called once when the lock is still held by somebody after 2 s; `holder` is `process <pid>` or
   *  `another process`. */
  acquire(
    path: string,
    options?: { timeoutMs?: number; onWait?: (holder: string) => void; signal?: AbortSignal },
  ): Promise<() => Promise<void>>;
}

/** The three standard streams; only `ui/out` uses it. */
export interface Terminal {
  readonly stdinIsTty: boolean;
  readonly stdoutIsTty: boolean;
  readonly stderrIsTty: boolean;
  /** Columns of the terminal at stderr; 80 when unknown or 0. */
  columns(): number;
  writeOut(bytes: Uint8Array): void;
  writeErr(bytes: Uint8Array): void;
}

/** Other threads of this process, for work that would keep this one from everything else. What runs there has the
 *  system's disk and nothing else of the Context. */
export interface Threads {
  /** The most tasks that run at the same time; further ones wait. */
  readonly most: number;
  /** Has a thread ready for the first task. */
  warm(): void;
  /**
   * Runs a task on a thread that is free, or waits for one; input and answer are plain data. A task that is told to stop
   * has ended when this rejects with the signal's reason.
   * @param task a name that `io/threads/_thread.ts` knows
   * @throws what the task throws, as the same kind of error; a defect when its thread died
   */
  run(task: string, input: unknown, signal: AbortSignal): Promise<unknown>;
}
