/** `atmos config list` and `atmos list aliases` on the binary. Follows config §9.3, §9.6, stacks §15.1. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";
import { atTerminal, hasTerminals } from "./support/at_terminal.ts";

Deno.test("config list has a row for every node of every file", async () => {
  await using box = await sandbox();
  await box.write({
    "atmos.yaml": "base_path: ./\nimport: [more/*]\nlogs: {level: Loud}\nenv: {A: !exec exit 1}\n",
    "more/x.yaml": "vendor:\nstacks: {included_paths: [a]}\n",
  });
  const paths = await box.run(["config", "list"]);
  assert.deepEqual(paths, {
    code: 0,
    stdout: [
      "atmos.yaml",
      "  base_path",
      "  env",
      "  env.A",
      "  import",
      "  import[0]",
      "  logs",
      "  logs.level",
      "",
      "more/x.yaml",
      "  stacks",
      "  stacks.included_paths",
      "  stacks.included_paths[0]",
      "  vendor",
      "",
    ].join("\n"),
    stderr: "",
  });
  const cases: [string[], string][] = [
    [["env.?", "-f", "csv"], "file,path,type,value\natmos.yaml,env.A,string,!exec exit 1\n"],
    [
      ["*paths*", "-f", "tsv"],
      "file\tpath\ttype\tvalue\nmore/x.yaml\tstacks.included_paths\tarray\t[1 items]\n" +
      "more/x.yaml\tstacks.included_paths[0]\tstring\ta\n",
    ],
    [["stacks.included_paths[0]", "-f", "table"], "more/x.yaml\tstacks.included_paths[0]\tstring\ta\n"],
    [["stacks.included_paths[a]"], ""],
    [["nothing", "-f", "json"], "[]\n"],
  ];
  for (const [words, stdout] of cases) {
    assert.deepEqual(
      await box.run(["config", "list", ...words]),
      { code: 0, stdout, stderr: "" },
      words.join(" "),
    );
  }
});

Deno.test("config list names files from the base path, and those outside in full", async () => {
  await using box = await sandbox();
  await box.write({
    "conf/atmos.yaml": "base_path: conf\n",
    [`${box.home}/.atmos/atmos.yaml`]: "logs: {}\n",
  });
  const words = ["config", "list", "-f", "json", "--config", "conf/atmos.yaml"];
  const files = async (...more: string[]) =>
    JSON.parse((await box.run([...words, ...more])).stdout).map(({ file }: { file: string }) => file);
  assert.deepEqual(await files(), ["atmos.yaml"]);
  assert.deepEqual(await files("--base-path", "."), ["conf/atmos.yaml"]);
  assert.deepEqual(await files("--base-path", "other"), [`${box.project}/conf/atmos.yaml`]);
});

Deno.test("config list refuses another format, and files that cannot be read", async () => {
  await using box = await sandbox();
  await box.write({ "atmos.yaml": "a: [\n" });
  const cases: [string[], RegExp][] = [
    [["-f", "xml"], /"xml".*paths, table, json, yaml, csv, tsv/],
    [[], /atmos\.yaml:1/],
  ];
  for (const [words, says] of cases) {
    const { code, stdout, stderr } = await box.run(["config", "list", ...words]);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, says);
  }
});

Deno.test("list aliases has those of the program, of the project and of its commands", async () => {
  await using box = await sandbox();
  await box.write({
    "atmos.yaml":
      'aliases: {Mode: "config get logs.level"}\ncommands: [{name: greet, aliases: [hi], steps: [x]}]\n',
  });
  const { stdout } = await box.run(["list", "aliases", "-f", "csv"]);
  const lines = stdout.split("\n");
  for (
    const line of [
      "Alias,Command,Type",
      "Mode,config get logs.level,configured",
      "hi,greet,custom",
      "toolchain ls,toolchain list,built-in",
    ]
  ) assert.ok(lines.includes(line), `${line} in ${stdout}`);
  const chosen = ["--columns", "type,N={{ .alias }}!", "--sort", "type:desc,n:asc"];
  assert.deepEqual(
    (await box.run(["list", "aliases", ...chosen])).stdout.split("\n").slice(0, 2),
    ["custom\thi!", "configured\tMode!"],
  );
  const env = { ATMOS_LIST_FORMAT: "json", ATMOS_LIST_COLUMNS: "alias", ATMOS_LIST_SORT: "alias:asc" };
  assert.deepEqual(JSON.parse((await box.run(["list", "aliases"], { env })).stdout)[0], { Alias: "Mode" });
});

Deno.test("list aliases refuses what it does not know, exit 1", async () => {
  await using box = await sandbox();
  const cases: [string[], RegExp][] = [
    [["-f", "nope"], /"nope".*table, json, yaml, csv, tsv/],
    [["--columns", "nope"], /unknown column "nope"/],
    [["--columns", "x={{ .alias"], /unclosed action/],
    [["--sort", "alias"], /column:order/],
  ];
  for (const [words, says] of cases) {
    const { code, stdout, stderr } = await box.run(["list", "aliases", ...words]);
    assert.deepEqual([code, stdout], [1, ""], words.join(" "));
    assert.match(stderr, says);
  }
});

Deno.test({
  name: "list aliases has a head at a terminal",
  ignore: !hasTerminals(),
  async fn() {
    await using box = await sandbox();
    const { code, screen } = await atTerminal(box, ["list", "aliases"], { steps: [] });
    assert.equal(code, 0);
    assert.match(screen, /Alias +Command +Type/);
  },
});
