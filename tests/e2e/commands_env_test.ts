/** Commands that put tools on PATH: env, path, which. Follows toolchain §13.6, §13.7, §13.21. */
import assert from "node:assert/strict";
import { testBinary } from "../support/binary.ts";
import { type CommandWorld, commandWorld } from "./support/commands.ts";

const TOOLS = { ".tool-versions": "widget 1.2.0\nplain 2.0.0\n" };

Deno.test("env and path: every format, by flag and by variable", async () => {
  await using world = await commandWorld(TOOLS);
  await world.cases([
    { args: ["env"], code: 1, stderr: [/no installed tools found/, /atmos toolchain install/] },
    {
      args: ["env", "--tool-versions", "none.tv"],
      code: 1,
      stderr: [/no tools configured/, /toolchain add/],
    },
    { args: ["path", "--json"], code: 1, stderr: [/no installed tools found/] },
  ]);
  await world.ok(["install"]);
  const root = `${world.box.project}/.tools/bin/acme`;
  const [widget, plain] = [`${root}/widget/1.2.0`, `${root}/plain/2.0.0`];
  const full = `${widget}:${plain}:/usr/bin:/bin`;
  const json = JSON.stringify(
    {
      tools: [{ tool: "widget", version: "1.2.0", path: widget }, {
        tool: "plain",
        version: "2.0.0",
        path: plain,
      }],
      final_path: full,
      count: 2,
    },
    null,
    2,
  ) + "\n";
  const bash = `export PATH='${full}'\n`;
  await world.cases([
    ...["bash", "sh", "zsh"].map((format) => ({ args: ["env", "--format", format], stdout: bash })),
    { args: ["env", "-f", "dotenv"], stdout: `PATH='${full}'\n` },
    { args: ["env", "-f", "fish"], stdout: `set -gx PATH '${widget}' '${plain}' '/usr/bin' '/bin'\n` },
    { args: ["env", "-f", "powershell"], stdout: `$env:PATH = "${full}"\n` },
    { args: ["env", "-f", "github"], stdout: `${widget}\n${plain}\n` },
    { args: ["env", "-f", "json"], stdout: json },
    { args: ["env"], env: { ATMOS_TOOLCHAIN_ENV_FORMAT: "json" }, stdout: json },
    { args: ["env"], env: { ATMOS_TOOLCHAIN_ENV_FORMAT: "" }, stdout: bash },
    { args: ["env", "-f", "cmd"], code: 1, stderr: [/bash, json, dotenv, fish, powershell, github/] },
    {
      args: ["env"],
      env: { ATMOS_TOOLCHAIN_ENV_FORMAT: "nope" },
      code: 1,
      stderr: [/ATMOS_TOOLCHAIN_ENV_FORMAT/],
    },
    { args: ["env"], env: { PATH: full }, stdout: bash },
    { args: ["env"], env: { PATH: `/usr/bin:${plain}:/bin` }, stdout: bash },
    {
      args: ["env", "-f", "dotenv", "--relative"],
      stdout: `PATH='.tools/bin/acme/widget/1.2.0:.tools/bin/acme/plain/2.0.0:/usr/bin:/bin'\n`,
    },
    {
      args: ["env"],
      env: { PATH: undefined },
      stdout: `export PATH='${widget}:${plain}:/usr/local/bin:/usr/bin:/bin'\n`,
    },
    { args: ["path"], stdout: `${widget}:${plain}\n` },
    { args: ["path", "--lines"], stdout: `${widget}\n${plain}\n` },
    { args: ["path", "--format", "github"], stdout: `${widget}\n${plain}\n` },
    { args: ["path", "--full"], stdout: `${full}\n` },
    { args: ["path", "--full", "--lines"], stdout: `${widget}\n${plain}\n/usr/bin\n/bin\n` },
    { args: ["path", "--json"], stdout: json },
    { args: ["path"], env: { ATMOS_TOOLCHAIN_JSON: "true" }, stdout: json },
    { args: ["path", "--lines"], env: { ATMOS_TOOLCHAIN_JSON: "1" }, stdout: `${widget}\n${plain}\n` },
    {
      args: ["path", "--format", "path"],
      env: { ATMOS_TOOLCHAIN_EXPORT: "1" },
      stdout: `${widget}:${plain}\n`,
    },
    { args: ["path", "--export"], stdout: bash },
    { args: ["path"], env: { ATMOS_TOOLCHAIN_EXPORT: "1" }, stdout: bash },
    {
      args: ["path"],
      env: { ATMOS_TOOLCHAIN_RELATIVE: "true" },
      stdout: ".tools/bin/acme/widget/1.2.0:.tools/bin/acme/plain/2.0.0\n",
    },
    { args: ["path", "--format", "bash"], code: 1, stderr: [/path, github/] },
  ]);
});

Deno.test("env --output: appends each line once, whatever ends the file", async () => {
  await using world = await commandWorld(TOOLS);
  await world.ok(["install"]);
  const root = `${world.box.project}/.tools/bin/acme`;
  const dirs = [`${root}/widget/1.2.0`, `${root}/plain/2.0.0`];
  await world.box.write({ "path.txt": `/before\n${dirs[1]}`, "rc": "# mine\n" });
  const GITHUB_PATH = `${world.box.project}/path.txt`;
  await world.cases([
    { args: ["env", "-f", "github"], env: { GITHUB_PATH }, stderr: `Appended PATH to ${GITHUB_PATH}\n` },
    { args: ["env", "-f", "github"], env: { GITHUB_PATH }, stderr: [/^PATH is in .*path\.txt already/] },
    { args: ["env", "-o", "rc"], stderr: "Appended PATH to rc\n" },
    { args: ["env"], env: { ATMOS_TOOLCHAIN_ENV_OUTPUT: "rc" }, stderr: "PATH is in rc already\n" },
    { args: ["env", "-f", "json", "-o", "path.json"], stderr: "Wrote PATH to path.json\n" },
    { args: ["env", "-f", "json", "-o", "path.json"], stderr: "Wrote PATH to path.json\n" },
    { args: ["env", "-o", "."], code: 1, stderr: [/directory|cannot/i] },
  ]);
  assert.equal(await world.read("path.txt"), `/before\n${dirs[1]}\n${dirs.join("\n")}\n`);
  assert.deepEqual(JSON.parse(await world.read("path.json")).final_path?.split(":").slice(0, 2), dirs);
  assert.equal(await world.read("rc"), `# mine\nexport PATH='${dirs.join(":")}:/usr/bin:/bin'\n`);
});

Deno.test("env: what a shell makes of it is what was meant, also applied twice", async () => {
  await using world = await commandWorld(TOOLS);
  await world.ok(["install"]);
  const odd = `/it's "odd"/$HOME/\`x\`/a b/\\n/é`;
  const PATH = `${odd}:/usr/bin:/bin`;
  const { stdout } = await world.ok(["path", "--full"], { env: { PATH } });
  const shells: [name: string, format: string, script: (lines: string) => string][] = [
    ["bash", "bash", (lines) => `${lines}${lines}printf '%s\\n' "$PATH"`],
    ["dash", "sh", (lines) => `${lines}${lines}printf '%s\\n' "$PATH"`],
    ["zsh", "zsh", (lines) => `${lines}${lines}printf '%s\\n' "$PATH"`],
    ["fish", "fish", (lines) => `${lines}${lines}string join : $PATH`],
    ["pwsh", "powershell", (lines) => `${lines}${lines}[Console]::Out.Write($env:PATH + "\`n")`],
  ];
  let tried = 0;
  for (const [shell, format, script] of shells) {
    const program = await findShell(shell);
    if (program === undefined) continue;
    tried++;
    const lines = (await world.ok(["env", "-f", format], { env: { PATH } })).stdout;
    assert.equal(await runShell(world, program, script(lines)), stdout, shell);
  }
  assert.ok(tried > 0, "no shell to try");
  const evaluated = await runShell(
    world,
    await findShell("bash") ?? "sh",
    dedent(`
    PATH='${odd.replaceAll("'", "'\\''")}':/usr/bin:/bin
    eval "$("$ATMOS" toolchain env)"; eval "$("$ATMOS" toolchain env)"
    printf '%s\\n' "$PATH"`),
  );
  assert.equal(evaluated, stdout);
});

Deno.test("which: tools, programs, versions, every match, the PATH of the shell", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0 1.3.0\n" });
  await world.ok(["install"]);
  await world.ok(["install", "plain@2.0.0", "--no-save"]);
  const root = `${world.box.project}/.tools/bin/acme`;
  const [older, newer] = [`${root}/widget/1.2.0`, `${root}/widget/1.3.0`];
  await world.cases([
    { args: ["which", "widget"], stdout: `${older}/widget\n` },
    { args: ["which", "widgetctl"], stdout: `${older}/widgetctl\n` },
    { args: ["which", "widget@v1.3.0"], stdout: `${newer}/widget\n` },
    { args: ["which", "widgetctl@1.3.0"], stdout: `${newer}/widgetctl\n` },
    { args: ["which", "widgetctl@9.9.9"], code: 1, stderr: [/no version 9\.9\.9 installed/] },
    { args: ["which", "plain@2.0.0"], stdout: `${root}/plain/2.0.0/plain\n` },
    { args: ["which", "widget", "--all"], stdout: `${older}/widget\n${newer}/widget\n` },
    { args: ["which", "-a", "widgetctl"], stdout: `${older}/widgetctl\n${newer}/widgetctl\n` },
    { args: ["which", "-a", "widget@1.3.0"], stdout: `${newer}/widget\n` },
    { args: ["which", "-a", "acme/plain"], stdout: `${root}/plain/2.0.0/plain\n` },
    { args: ["which", "-a", "nothere"], code: 1, stderr: [/not configured in \.tool-versions/] },
    { args: ["which", "sh"], code: 1, stderr: [/not configured/, /bin\/sh/, /--allow-path/] },
    { args: ["which", "sh", "--allow-path"], stdout: [/^\/(usr\/)?bin\/sh\n$/] },
    { args: ["which", "-a", "widget", "--allow-path"], stdout: `${older}/widget\n${newer}/widget\n` },
    { args: ["which", "widget@9"], code: 1, stderr: [/no version 9 installed/, /install widget@9/] },
    { args: ["which", "widget@1@2"], code: 2, stderr: [/widget@1@2/] },
    { args: ["which"], code: 1, stderr: [/arg/] },
  ]);
});

async function findShell(name: string): Promise<string | undefined> {
  for (const dir of ["/bin", "/usr/bin", "/usr/local/bin", "/opt/microsoft/powershell/7"]) {
    if (await Deno.stat(`${dir}/${name}`).then(() => true, () => false)) return `${dir}/${name}`;
  }
  return undefined;
}

async function runShell({ box }: CommandWorld, program: string, script: string): Promise<string> {
  const args = program.endsWith("pwsh") ? ["-NoProfile", "-Command", script] : ["-c", script];
  const env = { ...box.env, ATMOS: testBinary() };
  const options = { args, cwd: box.project, env, clearEnv: true } as const;
  return new TextDecoder().decode((await new Deno.Command(program, options).output()).stdout);
}

function dedent(text: string): string {
  return text.split("\n").map((line) => line.trim()).join("\n");
}

Deno.test("env --install: what is missing is installed first, and nothing else is said or done", async () => {
  await using world = await commandWorld({ ".tool-versions": "widget 1.2.0 1.3.0\nplain 2.0.0\n" });
  await world.ok(["install", "plain@2.0.0", "--no-save"]);
  const root = `${world.box.project}/.tools/bin/acme`;
  const stdout = `export PATH='${root}/widget/1.2.0:${root}/plain/2.0.0:/usr/bin:/bin'\n`;
  const first = await world.ok(["env", "--install"]);
  assert.equal(first.stdout, stdout);
  assert.match(first.stderr, /Installed acme\/widget@1\.2\.0/);
  assert.doesNotMatch(first.stderr, /plain|1\.3\.0/);
  await world.cases([{ args: ["env", "--install"], env: { ATMOS_TOOLCHAIN_OFFLINE: "true" }, stdout }]);
  await world.box.write({ ".tool-versions": "widget 9.9.9\nplain 2.0.0\n" });
  await world.cases([{ args: ["env", "--install"], code: 1, stderr: [/widget@9\.9\.9/] }]);
});
