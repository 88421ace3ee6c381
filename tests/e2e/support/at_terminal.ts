/** Runs the binary at a terminal: `script` of util-linux makes one without columns, as some containers do. */
import { type Sandbox, testBinary } from "../../support/binary.ts";
import { quoteSh } from "@/base/text/quote.ts";

const SCRIPT = "/usr/bin/script";
const LIMIT_MS = 30_000;

/** Whether there is a program that makes terminals; without one such tests are skipped. */
export function hasTerminals(): boolean {
  try {
    return Deno.build.os === "linux" && Deno.statSync(SCRIPT).isFile;
  } catch {
    return false;
  }
}

/** What somebody types once a text has appeared. */
export type Step = readonly [appears: string, type: string];

/** How it ended, and everything that the screen was sent, without colours and cursor movements. */
export interface Session {
  readonly code: number;
  readonly screen: string;
}

/** Runs `atmos …` and plays the steps in their order. Throws when it takes longer than half a minute. */
export async function atTerminal(
  box: Sandbox,
  args: readonly string[],
  { steps, env = {} }: { readonly steps: readonly Step[]; readonly env?: Readonly<Record<string, string>> },
): Promise<Session> {
  const command = [testBinary(), ...args].map(quoteSh).join(" ");
  const child = new Deno.Command(SCRIPT, {
    args: ["-qefc", command, "/dev/null"],
    cwd: box.project,
    env: { ...box.env, TERM: "xterm", SHELL: "/bin/sh", ...env },
    clearEnv: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
  const keyboard = child.stdin.getWriter(), waiting = [...steps];
  let screen = "", seen = 0;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    screen += text;
    const step = waiting[0];
    if (step === undefined || !plain(screen.slice(seen)).includes(step[0])) continue;
    waiting.shift();
    seen = screen.length;
    await keyboard.write(new TextEncoder().encode(step[1]));
  }
  clearTimeout(timer);
  await keyboard.close().catch(() => {}); // it went away with its program
  const { code } = await child.status;
  if (waiting.length > 0) throw new Error(`"${waiting[0]?.[0]}" never appeared:\n${plain(screen)}`);
  return { code, screen: plain(screen) };
}

function plain(text: string): string {
  // deno-lint-ignore no-control-regex -- they are what is taken out
  return text.replace(/\x1b\[[0-9;?]*[A-Za-z]|\r/g, "");
}
