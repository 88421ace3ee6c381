/** install.sh as the README tells to call it. Follows deno §8, house §9.2 (`install.sh` in dash, BusyBox and bash). */
import assert from "node:assert/strict";
import { fakeProgram, machine, mirror, PLATFORM, publish, release } from "./support/machine.ts";
import { tempFolder, writeFiles } from "../support/temp.ts";
import { installTest, program, SHELLS } from "./support/programs.ts";

const PROGRAM = ".local/bin/atmos";
const ASKED = [
  "/github.com/acme/atmos/releases/latest/download/SHA256SUMS",
  "/github.com/acme/atmos/releases/download/v0.2.0/SHA256SUMS",
  "/release-assets.githubusercontent.com/0.2.0/SHA256SUMS",
  `/github.com/acme/atmos/releases/download/v0.2.0/atmos_0.2.0_${PLATFORM}.tar.gz`,
  `/release-assets.githubusercontent.com/0.2.0/atmos_0.2.0_${PLATFORM}.tar.gz`,
];

for (const [name, shell] of Object.entries({ ...SHELLS, zsh: ["zsh"] })) {
  installTest(`install.sh in ${name}: the newest release, and nothing but it`, {
    programs: [shell[0] ?? "", "curl"],
  }, async () => {
    await using user = await machine();
    publish(user.server, "0.1.0", await release("0.1.0"));
    publish(user.server, "0.2.0", await release("0.2.0"));
    const { code, stdout, stderr } = await user.run({ shell });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "");
    assert.deepEqual(await user.tree(), {
      ".local": "folder",
      ".local/bin": "folder",
      [PROGRAM]: fakeProgram("0.2.0"),
    });
    assert.equal((await Deno.stat(`${user.home}/${PROGRAM}`)).mode, 0o100755);
    assert.deepEqual(user.server.requests.map(({ path }) => path), ASKED);
    for (
      const phrase of [
        /^Downloading atmos 0\.2\.0/m,
        /^Checked: SHA-256/m,
        /^Installed .*bin\/atmos \(0\.2\.0\)$/m,
      ]
    ) {
      assert.match(stderr, phrase);
    }
  });
}

installTest("install.sh takes the version, the folder and the mirror that variables name", {
  programs: ["dash", "curl"],
}, async () => {
  await using user = await machine();
  for (const version of ["0.1.0", "0.3.0-rc.1", "0.2.0"]) {
    publish(user.server, version, await release(version));
  }
  mirror(user.server, "/mirror.acme.test/atmos", "0.4.0", await release("0.4.0"));
  const copy = "https://mirror.acme.test/atmos";
  const cases: [env: Record<string, string>, version: string, place?: string][] = [
    [{}, "0.2.0"],
    [{ ATMOS_INSTALL_VERSION: "latest" }, "0.2.0"],
    [{ ATMOS_INSTALL_VERSION: "0.1.0" }, "0.1.0"],
    [{ ATMOS_INSTALL_VERSION: "v0.1.0" }, "0.1.0"],
    [{ ATMOS_INSTALL_VERSION: "0.3.0-rc.1" }, "0.3.0-rc.1"],
    [{ ATMOS_INSTALL_VERSION: " 0.1.0\r" }, "0.1.0"],
    [{ ATMOS_INSTALL_MIRROR: copy }, "0.4.0"],
    [{ ATMOS_INSTALL_MIRROR: `${copy}/`, ATMOS_INSTALL_VERSION: "v0.4.0" }, "0.4.0"],
    [{ ATMOS_INSTALL_DIR: `${user.home}/a b/it's $HOME` }, "0.2.0", "a b/it's $HOME/atmos"],
    [{ ATMOS_INSTALL_DIR: "-rf/" }, "0.2.0", "-rf/atmos"],
    [{ ATMOS_INSTALL_DIR: "~/tilde" }, "0.2.0", "tilde/atmos"],
  ];
  for (const [env, version, place = PROGRAM] of cases) {
    const { code, stderr } = await user.run({ env });
    const label = `${JSON.stringify(env)}: ${stderr}`;
    assert.equal(code, 0, label);
    assert.equal((await user.tree())[place], fakeProgram(version), label);
  }
});

installTest("install.sh reads a mirror that is a folder", { programs: ["dash", "curl"] }, async () => {
  await using user = await machine();
  const files = await release("0.4.0");
  await using shared = await tempFolder();
  await Deno.chmod(shared.path, 0o755);
  for (const folder of ["latest/download", "download/v0.4.0"]) {
    for (const [name, body] of files) await writeFiles(shared.path, { [`${folder}/${name}`]: body });
  }
  const { code, stderr } = await user.run({ env: { ATMOS_INSTALL_MIRROR: `file://${shared.path}` } });
  assert.equal(code, 0, stderr);
  assert.equal((await user.tree())[PROGRAM], fakeProgram("0.4.0"));
  assert.deepEqual(user.server.requests, []);
});

installTest("install.sh is quiet when asked", { programs: ["dash", "curl"] }, async () => {
  await using user = await machine();
  publish(user.server, "0.2.0", await release("0.2.0"));
  assert.deepEqual(await user.run({ env: { ATMOS_INSTALL_QUIET: "1" } }), {
    code: 0,
    stdout: "",
    stderr: "",
  });
  const { code, stderr } = await user.run({
    env: { ATMOS_INSTALL_QUIET: "1", ATMOS_INSTALL_VERSION: "9.9.9" },
  });
  assert.equal(code, 1);
  assert.match(stderr, /^atmos is not installed: .*v9\.9\.9\/SHA256SUMS cannot be had$/m);
});

installTest("install.sh replaces an old program, also a link to one, even while it runs", {
  programs: ["dash", "curl"],
}, async () => {
  await using user = await machine();
  publish(user.server, "0.2.0", await release("0.2.0"));
  const running = await Deno.readFile(program("sleep"));
  await user.write({ "packaged": "of another program\n" });
  await Deno.mkdir(`${user.home}/.local/bin`, { recursive: true });
  await Deno.writeFile(`${user.home}/${PROGRAM}`, running, { mode: 0o755 });
  await user.write({});
  const child = new Deno.Command(`${user.home}/${PROGRAM}`, { args: ["60"] }).spawn();
  assert.equal((await user.run()).code, 0);
  child.kill();
  await child.status;
  assert.equal((await user.tree())[PROGRAM], fakeProgram("0.2.0"));
  await Deno.remove(`${user.home}/${PROGRAM}`);
  await Deno.symlink(`${user.home}/packaged`, `${user.home}/${PROGRAM}`);
  assert.equal((await user.run()).code, 0);
  assert.equal((await user.tree())[PROGRAM], fakeProgram("0.2.0"));
  assert.equal((await user.tree())["packaged"], "of another program\n");
});

installTest("install.sh has the builder checked by a gh that can, and by no other", {
  programs: ["dash", "curl"],
}, async () => {
  await using user = await machine();
  publish(user.server, "0.2.0", await release("0.2.0"));
  const says = 'echo "$*" >>"$HOME/gh.log"';
  const cases: [gh: string, code: number, phrase: RegExp, calls: number][] = [
    [`${says}`, 0, /the release workflow of acme\/atmos built it/, 3],
    [`${says}; [ "$1" != attestation ]`, 0, /was not checked/, 1],
    [`${says}; [ "$1" != auth ]`, 0, /was not checked/, 2],
    [
      `${says}; case "$*" in *--repo*) exit 1; esac`,
      1,
      /not proved that the release workflow of acme\/atmos built/,
      3,
    ],
  ];
  for (const [gh, expected, phrase, calls] of cases) {
    await user.write({ "gh.log": "", [PROGRAM]: "old" });
    const tools = await user.toolbox([], { gh });
    const { code, stderr } = await user.run({ env: { PATH: `${tools}:/usr/bin:/bin` } });
    assert.equal(code, expected, stderr);
    assert.match(stderr, phrase);
    const tree = await user.tree(), log = tree["gh.log"]?.trimEnd().split("\n") ?? [];
    assert.equal(log.length, calls, log.join("\n"));
    if (calls === 3) {
      assert.match(
        log[2] ?? "",
        /^attestation verify \/.*\.tar\.gz --repo acme\/atmos --signer-workflow acme\/atmos\/\.github\/workflows\/release\.yml$/,
      );
    }
    assert.equal(tree[PROGRAM], code === 0 ? fakeProgram("0.2.0") : "old");
  }
});

const ODD = 'a b/it\'s "x" $HOME `y` \\z';

/** How a shell is told to put a folder on PATH for good, and how a new one of its kind starts. */
const HINTS: Readonly<Record<string, readonly [hint: RegExp, fresh: readonly string[]]>> = {
  bash: [/echo .* >>~\/\.bashrc$/, ["bash", "-ic"]],
  zsh: [/echo .* >>~\/\.zshrc$/, ["zsh", "-ic"]],
  fish: [/fish_add_path /, ["fish", "-c"]],
};

for (const [name, [form, fresh]] of Object.entries(HINTS)) {
  installTest(`install.sh tells a line for ${name} that puts any folder on PATH`, {
    programs: ["dash", "curl", "bash", name],
  }, async () => {
    await using user = await machine();
    publish(user.server, "0.2.0", await release("0.2.0"));
    for (const folder of [`${user.home}/.local/bin`, `${user.home}/${ODD}`]) {
      const env = { ATMOS_INSTALL_DIR: folder, SHELL: program(name) };
      const { stderr } = await user.run({ env });
      const line = /^Put it on PATH: (.*)$/m.exec(stderr)?.[1] ?? "";
      assert.match(line, form, stderr);
      const shell = async (words: readonly string[], command: string) => {
        const [first = "", ...args] = [...words, command];
        const options = { env: user.env, clearEnv: true, cwd: user.home };
        const { stdout } = await new Deno.Command(program(first), { args, ...options }).output();
        return new TextDecoder().decode(stdout);
      };
      assert.equal(await shell([name, "-c"], line), "");
      assert.equal(await shell(fresh, "command -v atmos"), `${folder}/atmos\n`, line);
      await Deno.remove(`${user.home}/${form.source.includes("rc$") ? `.${name}rc` : ".config"}`, {
        recursive: true,
      });
    }
  });
}

installTest("install.sh tells the line for the shell that called it, or for any", {
  programs: ["dash", "curl", "bash"],
}, async () => {
  await using user = await machine();
  publish(user.server, "0.2.0", await release("0.2.0"));
  const cases: [shell: readonly string[], env: Record<string, string>, hint: string][] = [
    [
      ["bash", "-c", "dash; true"],
      { SHELL: "/usr/bin/fish" },
      `Put it on PATH: echo 'export PATH="${user.home}/.local/bin:$PATH"' >>~/.bashrc`,
    ],
    [["dash"], { SHELL: "/usr/bin/elvish" }, `Put it on PATH: export PATH="${user.home}/.local/bin:$PATH"`],
    [["dash"], {}, `Put it on PATH: export PATH="${user.home}/.local/bin:$PATH"`],
    [["dash"], { PATH: `${user.home}/.local/bin:/usr/bin:/bin` }, ""],
  ];
  for (const [shell, env, hint] of cases) {
    const { stderr } = await user.run({ shell, env });
    assert.equal(stderr.split("\n").find((line) => /PATH/.test(line)) ?? "", hint);
  }
  const other = await user.toolbox([], { atmos: "" });
  const { stderr } = await user.run({ env: { PATH: `${other}:${user.home}/.local/bin:/usr/bin:/bin` } });
  assert.match(stderr, new RegExp(`^Another one comes first on PATH: ${other}/atmos$`, "m"));
});
