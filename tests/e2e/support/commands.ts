/** A project for trying commands out: the world of `releases.ts` with lists of releases, assets for other platforms,
 *  and short ways to run and to expect. */
import assert from "node:assert/strict";
import type { BinaryOptions, BinaryResult } from "../../support/binary.ts";
import { type Releases, releases, script } from "./releases.ts";

/** A release as its API lists it; prereleases are those with a dash. */
function listed(tag: string, index: number) {
  return {
    tag_name: tag,
    name: `Release ${tag}`,
    draft: false,
    prerelease: tag.includes("-"),
    published_at: `2030-01-${String(28 - index).padStart(2, "0")}T00:00:00Z`,
    assets: [],
  };
}

/** The world of one test. */
export interface CommandWorld extends Releases {
  /** Runs `atmos toolchain …`. */
  run(args: readonly string[], options?: BinaryOptions): Promise<BinaryResult>;
  /** The same, and it must succeed. */
  ok(args: readonly string[], options?: BinaryOptions): Promise<BinaryResult>;
  /** Runs every case and checks code, streams and phrases. */
  cases(cases: readonly Case[]): Promise<void>;
  read(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** Lists releases of a repository, the newest first. */
  list(repository: string, tags: readonly string[]): void;
}

/** One call and what must come of it. Streams that are not named must be empty, stderr only on success. */
export interface Case {
  readonly args: readonly string[];
  readonly env?: BinaryOptions["env"];
  readonly code?: number;
  /** The whole text, or phrases. */
  readonly stdout?: string | readonly RegExp[];
  readonly stderr?: string | readonly RegExp[];
}

/** The platform of the assets that the server has. */
export const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };

/** Makes the world: `widget` has the releases 1.2.0, 1.3.0, 1.3.1-rc.1 and 2.0.0 (not downloadable), `plain` is for
 *  darwin too. */
export async function commandWorld(files: Readonly<Record<string, string>> = {}): Promise<CommandWorld> {
  const world = await releases(files);
  const { box, server } = world;
  server.route("/dl.acme.test/plain/2.0.0/plain-darwin-arm64", { body: script("plain", "2.0.0") });
  const list = (repository: string, tags: readonly string[]) =>
    server.route(`/api.github.com/repos/${repository}/releases`, { body: JSON.stringify(tags.map(listed)) });
  list("acme/widget", ["v2.0.0", "v1.3.1-rc.1", "v1.3.0", "v1.2.0"]);
  list("acme/plain", ["2.0.0"]);
  const run = (args: readonly string[], options: BinaryOptions = {}) =>
    box.run(["toolchain", ...args], { ...options, env: { ...PLATFORM, ...options.env } });
  return {
    ...world,
    run,
    list,
    async ok(args, options) {
      const result = await run(args, options);
      assert.equal(result.code, 0, `${args.join(" ")}: ${result.stderr}`);
      return result;
    },
    async cases(cases) {
      for (const each of cases) await check(run, each);
    },
    read: (path) => Deno.readTextFile(`${box.project}/${path}`),
    exists: (path) => Deno.stat(`${box.project}/${path}`).then(() => true, () => false),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

async function check(
  run: CommandWorld["run"],
  { args, env, code = 0, stdout = "", stderr }: Case,
): Promise<void> {
  const result = await run(args, env === undefined ? {} : { env });
  const label = `${args.join(" ")}\n${result.stdout}${result.stderr}`;
  assert.equal(result.code, code, label);
  for (
    const [actual, expected] of [[result.stdout, stdout], [
      result.stderr,
      stderr ?? (code === 0 ? "" : []),
    ]] as const
  ) {
    if (typeof expected === "string") assert.equal(actual, expected, label);
    else for (const phrase of expected) assert.match(actual, phrase, label);
  }
}
