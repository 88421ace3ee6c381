/** The system call that replaces this process by another program, through the C library.
 *  Follows deno §5 (proved there on three runtimes) and toolchain §17.6, trap 38.
 *  Invariant: called only when nothing remains to be done here; returns only when the system refused. */

/** What the process becomes; all is given, nothing inherited but the three streams. */
export interface Image {
  readonly path: string;
  /** With the program's own name first. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Which call the system refused, and its error number. */
export interface Refusal {
  readonly call: "chdir" | "execve";
  readonly errno: number;
}

const SIGPIPE = 13;
const LIBC = Deno.build.os === "darwin" ? "/usr/lib/libSystem.B.dylib" : "libc.so.6";

/** Becomes the program. Answers why not; undefined where the C library cannot be called. */
export function execve(image: Image): Refusal | undefined {
  const libc = openLibc();
  if (!libc) return undefined;
  try {
    return attempt(libc.symbols, image);
  } finally {
    libc.close();
  }
}

function attempt(libc: Libc["symbols"], image: Image): Refusal {
  const before = currentDirectory();
  if (before !== image.cwd) {
    const errno = changeDirectory(image.cwd);
    if (errno !== 0) return { call: "chdir", errno };
  }
  const argv = cStrings(image.argv);
  const env = cStrings(Object.entries(image.env).map(([name, value]) => `${name}=${value}`));
  const path = cStrings([image.path]);
  const become = () => libc.execve(path.pointers.subarray(0, 1), argv.pointers, env.pointers);
  // The runtime ignores SIGPIPE, and the new program would inherit that: `… | head` would not end it.
  const handler = libc.signal(SIGPIPE, new BigUint64Array(1));
  become();
  // To know why it was refused, ask again with the error number at hand, which a success need not wait for.
  const errno = withErrno((read) => (become(), read()));
  libc.signal(SIGPIPE, new BigUint64Array([handler]));
  if (before !== undefined && before !== image.cwd) changeDirectory(before);
  keepAlive(path.bytes, argv.bytes, env.bytes);
  return { call: "execve", errno };
}

function currentDirectory(): string | undefined {
  try {
    return Deno.cwd();
  } catch {
    return undefined; // removed meanwhile: there is no way back
  }
}

type Libc = NonNullable<ReturnType<typeof openLibc>>;

/** A pointer as the only member of a structure, which C passes in the same register. For calls without structures the
 *  runtime compiles a fast way in, a third of a millisecond each, and these are made once. */
const POINTER = { struct: ["pointer"] } as const;

/** The calls that a success needs. */
function openLibc() {
  try {
    const libc = Deno.dlopen(LIBC, {
      execve: { parameters: [POINTER, "buffer", "buffer"], result: "i32" },
      signal: { parameters: ["i32", POINTER], result: "usize" },
    });
    return { ...libc, close: () => libc.close() };
  } catch {
    return undefined; // another C library, or foreign calls are forbidden
  }
}

/** Changes the directory of the process; answers the error number, 0 for success. */
function changeDirectory(path: string): number {
  const libc = Deno.dlopen(LIBC, { chdir: { parameters: ["buffer"], result: "i32" } });
  try {
    return withErrno((read) => libc.symbols.chdir(cString(path)) === 0 ? 0 : read());
  } finally {
    libc.close();
  }
}

/** Runs a call that may set the error number, with a way to read it right after. */
function withErrno(call: (read: () => number) => number): number {
  const name = Deno.build.os === "darwin" ? "__error" : "__errno_location";
  const libc = Deno.dlopen(LIBC, { place: { name, parameters: [], result: "pointer" } });
  try {
    return call(() => {
      const place = libc.symbols.place();
      return place ? new Deno.UnsafePointerView(place).getInt32() : 0;
    });
  } finally {
    libc.close();
  }
}

function cString(text: string) {
  return new TextEncoder().encode(`${text}\0`);
}

/** An array of C strings: the pointers end with null and point into `bytes`, which must outlive the call. */
function cStrings(list: readonly string[]) {
  const parts = list.map(cString);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  const pointers = new BigUint64Array(parts.length + 1);
  const base = bytes.length === 0 ? 0n : BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes)));
  let offset = 0;
  for (const [index, part] of parts.entries()) {
    bytes.set(part, offset);
    pointers[index] = base + BigInt(offset);
    offset += part.length;
  }
  return { pointers, bytes };
}

/** Uses the values after the call, so that the collector cannot take them before. */
function keepAlive(...values: Uint8Array[]): number {
  return values.length;
}
