/** A fresh root file system of Debian with curl and nothing else, made by debootstrap from the mirror that apt of this
 *  machine has. Making it takes about a minute, so it is kept below .cache.
 *  Invariants: no address of a mirror is known here; what is mounted is seen by nobody else. */
import { run } from "../../../scripts/build/program.ts";
import { isThere, pathOf } from "../../../scripts/checkout.ts";
import { program, withMounts } from "./programs.ts";

/** Where packages come from. */
interface Mirror {
  readonly address: string;
  readonly suite: string;
}

/** What ended in the root. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The PATH of a fresh Debian. */
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Unpacks the root into a new folder; makes it first when it is not kept. Needs root. */
export async function unpackDebian(folder: string): Promise<void> {
  const { address, suite } = await aptMirror(), kept = pathOf(`.cache/install-root-${suite}.tar`);
  if (!await isThere(kept)) await makeRoot({ address, suite }, kept);
  await Deno.mkdir(folder);
  await run(program("tar"), ["-xpf", kept, "--numeric-owner", "-C", folder]);
}

/** Runs lines of `sh` in the root, with /proc and no other variable than those given. */
export async function runInside(
  root: string,
  lines: string,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const [first = "", ...args] = [
    ...withMounts(),
    program("sh"),
    "-c",
    'mount -t proc proc "$1/proc" && exec chroot "$1" /bin/sh -c "$2"',
    "sh",
    root,
    lines,
  ];
  const options = { args, env: { PATH: SYSTEM_PATH, ...env }, clearEnv: true, cwd: "/" };
  const { code, stdout, stderr } = await new Deno.Command(first, options).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

async function makeRoot({ address, suite }: Mirror, kept: string): Promise<void> {
  const work = await Deno.makeTempDir({ prefix: "atmos-debian-" }), root = `${work}/root`;
  try {
    const [first = "", ...args] = [
      ...withMounts(),
      program("debootstrap"),
      "--variant=minbase",
      "--include=curl",
      suite,
      root,
      address,
    ];
    await run(first, args, { env: { PATH: `${Deno.env.get("PATH")}:${SYSTEM_PATH}` } });
    const lists = ["./var/cache/apt/archives/*", "./var/lib/apt/lists/*", "./usr/share/doc/*"];
    await run(program("tar"), [
      "-C",
      root,
      "-cf",
      `${kept}.new`,
      ...lists.map((path) => `--exclude=${path}`),
      ".",
    ]);
    await Deno.rename(`${kept}.new`, kept);
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

/** The first mirror of apt that has a whole suite, not only updates of one. */
async function aptMirror(): Promise<Mirror> {
  const format = "$(REPO_URI) $(RELEASE) $(COMPONENT)";
  const lines = await run(program("apt-get"), ["indextargets", "--format", format, "Identifier: Packages"]);
  for (const line of lines.split("\n")) {
    const [address = "", suite = "", component] = line.split(" ");
    if (component === "main" && /^[a-z]+$/.test(suite)) return { address, suite };
  }
  throw new Error(`apt of this machine names no mirror of Debian:\n${lines}`);
}
