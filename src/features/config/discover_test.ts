import assert from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { testContext } from "../../../tests/support/context.ts";
import { discover } from "./discover.ts";

interface Case {
  readonly name: string;
  /** Relative to the folder of the test; those that end in `/` are directories. */
  readonly files: readonly string[];
  readonly cwd?: string;
  /** `<top>` is the folder of the test. */
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: readonly string[];
  readonly configPath?: readonly string[];
  readonly root: string;
  readonly file?: string;
  readonly sources?: readonly string[];
}

const cases: readonly Case[] = [
  { name: "nothing", files: [], root: "a/b" },
  { name: "git root", files: [".git/"], root: "" },
  { name: "git file of a worktree", files: [".git/", "a/.git"], root: "a" },
  { name: "git switched off", files: [".git/"], env: { ATMOS_GIT_ROOT_BASEPATH: "false" }, root: "a/b" },
  {
    name: "working directory",
    files: ["a/b/atmos.yaml", "a/atmos.yaml"],
    root: "a/b",
    file: "a/b/atmos.yaml",
  },
  {
    name: "order of names",
    files: ["a/b/.atmos.yml", "a/b/.atmos.yaml", "a/b/atmos.yml"],
    root: "a/b",
    file: "a/b/atmos.yml",
  },
  { name: "hidden name", files: ["a/b/.atmos.yml"], root: "a/b", file: "a/b/.atmos.yml" },
  {
    name: "directory of that name",
    files: ["a/b/atmos.yaml/", "a/atmos.yaml"],
    root: "a",
    file: "a/atmos.yaml",
  },
  {
    name: "nearest above",
    files: ["atmos.yaml", "a/.atmos.yaml"],
    root: "a",
    file: "a/.atmos.yaml",
    sources: ["a/.atmos.yaml"],
  },
  {
    name: "the git root counts more than what is nearer",
    files: [".git/", "atmos.yml", "a/.atmos.yaml"],
    root: "",
    file: "atmos.yml",
    sources: ["a/.atmos.yaml", "atmos.yml"],
  },
  {
    name: "the user's own file is the lowest",
    files: ["home/.atmos/atmos.yaml", "a/b/atmos.yaml"],
    env: { HOME: "<top>/home" },
    root: "a/b",
    file: "a/b/atmos.yaml",
    sources: ["home/.atmos/atmos.yaml", "a/b/atmos.yaml"],
  },
  {
    name: "the user's own file alone",
    files: ["home/.atmos/atmos.yaml", ".git/"],
    env: { HOME: "<top>/home" },
    root: "",
    sources: ["home/.atmos/atmos.yaml"],
  },
  {
    name: "files before directories",
    files: ["x.yaml", "c/atmos.yaml", "a/b/atmos.yaml"],
    config: ["<top>/x.yaml"],
    configPath: ["<top>/c"],
    root: "a/b",
    file: "c/atmos.yaml",
    sources: ["x.yaml", "c/atmos.yaml"],
  },
  { name: "yml above is not seen", files: ["a/atmos.yml", "atmos.yaml"], root: "", file: "atmos.yaml" },
  { name: "yml at the git root is", files: ["a/.git/", "a/atmos.yml"], root: "a", file: "a/atmos.yml" },
  { name: "indicator ends the search", files: ["a/b/.atmos.d/", "atmos.yaml", ".git/"], root: "" },
  {
    name: "directory by variable",
    files: ["a/b/atmos.yaml", "conf/atmos.yaml", ".git/"],
    env: { ATMOS_CLI_CONFIG_PATH: "../../conf" },
    root: "a/b",
    file: "conf/atmos.yaml",
    sources: ["a/b/atmos.yaml", "conf/atmos.yaml"],
  },
  {
    name: "file by variable",
    files: ["conf/own.yaml"],
    env: { ATMOS_CLI_CONFIG_PATH: "<top>/conf/own.yaml" },
    root: "a/b",
    file: "conf/own.yaml",
  },
  {
    name: "directory above by variable",
    files: ["a/atmos.yaml", ".git/"],
    env: { ATMOS_CLI_CONFIG_PATH: "<top>/a" },
    root: "a",
    file: "a/atmos.yaml",
  },
  {
    name: "variable without a file: no search above",
    files: ["atmos.yaml", ".git/"],
    env: { ATMOS_CLI_CONFIG_PATH: "<top>/gone" },
    root: "",
  },
  {
    name: "explicit file",
    files: ["a/b/atmos.yaml", "x.yaml"],
    config: ["../../x.yaml"],
    root: "",
    file: "x.yaml",
  },
  {
    name: "flag over variable",
    files: ["x.yaml", "y.yaml"],
    config: ["<top>/x.yaml"],
    env: { ATMOS_CONFIG: "<top>/y.yaml" },
    root: "",
    file: "x.yaml",
  },
  {
    name: "explicit directory",
    files: ["c/.atmos.yml"],
    configPath: ["<top>/c"],
    root: "a/b",
    file: "c/.atmos.yml",
  },
  {
    name: "empty variables",
    files: ["atmos.yaml"],
    env: { ATMOS_CONFIG: " , ", ATMOS_CLI_CONFIG_PATH: "" },
    root: "",
    file: "atmos.yaml",
  },
];

Deno.test("discover() finds file and root", async (t) => {
  for (const each of cases) {
    await t.step(each.name, async () => {
      await using ctx = await testContext();
      const { place, top } = await find(ctx, each);
      const expected = { root: each.root, file: each.file };
      const shorten = (path: string | undefined) => path?.slice(top.length).replace(/^\//, "");
      assert.deepEqual({ root: shorten(place.root), file: shorten(place.file) }, expected);
      if (each.sources) assert.deepEqual(place.sources.map(({ path }) => shorten(path)), each.sources);
    });
  }
});

Deno.test("discover() insists on what the user named", async () => {
  const wrong: [code: string, Partial<Case>, title: RegExp, exitCode?: number][] = [
    ["config/no-file", { config: ["gone.yaml"] }, /--config file 'gone.yaml' does not exist/],
    ["config/no-file", { config: ["."] }, /--config requires a file but found a directory at '.'/],
    [
      "config/no-file",
      { env: { ATMOS_CONFIG: "gone.yaml" } },
      /ATMOS_CONFIG file 'gone.yaml' does not exist/,
    ],
    ["config/no-file", { configPath: ["gone"] }, /--config-path directory 'gone' does not exist/],
    [
      "config/no-file",
      { configPath: ["../../x.yaml"] },
      /--config-path requires a directory but found a file at '..\/..\/x.yaml'/,
    ],
    ["config/no-file", { configPath: ["."] }, /configuration file not found in directory '.'/],
    [
      "config/empty-entry",
      { configPath: [",../../c"] },
      /--config-path requires a non-empty directory path: ',/,
      2,
    ],
    [
      "config/empty-entry",
      { env: { ATMOS_CONFIG: "x.yaml, " } },
      /ATMOS_CONFIG requires a non-empty file path/,
      2,
    ],
  ];
  for (const [code, options, title, exitCode = 1] of wrong) {
    await using ctx = await testContext();
    await assert.rejects(find(ctx, { name: "", files: ["x.yaml"], root: "", ...options }), (error) => {
      assert.ok(error instanceof AtmosError);
      assert.deepEqual([error.code, error.exitCode], [code, exitCode]);
      assert.match(error.title, title);
      return true;
    });
  }
});

async function find(
  ctx: Awaited<ReturnType<typeof testContext>>,
  { files, env = {}, config, configPath }: Case,
) {
  const top = ctx.cwd;
  const cwd = `${top}/a/b`;
  for (const name of [...files, "a/b/"]) {
    const path = `${top}/${name}`;
    if (name.endsWith("/")) await ctx.disk.makeDir(path.slice(0, -1));
    else await ctx.disk.writeAtomic(path, "{}");
  }
  const replaced = (text: string) => text.replace("<top>", top);
  const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, replaced(value)]));
  const flags = {
    ...ctx.flags,
    ...config && { config: config.map(replaced) },
    ...configPath && { configPath: configPath.map(replaced) },
  };
  const place = await discover({ cwd, disk: ctx.disk, env: variables, host: ctx.host, flags });
  return { place, top };
}
