/** install.sh for a careless user and on a bare machine: each mistake is named, with the way out, before anything is
 *  downloaded. Follows deno §1 (glibc), §8.4, §8.5. */
import assert from "node:assert/strict";
import { fixtureServer } from "../support/server.ts";
import { tempFolder } from "../support/temp.ts";
import { fakeProgram, machine, mirror, publish, release, type RunOptions } from "./support/machine.ts";
import { installTest, program } from "./support/programs.ts";

const PROGRAM = ".local/bin/atmos";
/** What the script calls beside what downloads and what checks. */
const TOOLS = [
  "uname",
  "id",
  "mkdir",
  "mktemp",
  "rm",
  "rmdir",
  "mv",
  "chmod",
  "sed",
  "tar",
  "gzip",
  "getconf",
];

/** Cases that differ in one variable. */
function each(name: string, values: readonly string[], phrase: RegExp): [RunOptions, RegExp][] {
  return values.map((value) => [{ env: { [name]: value } }, phrase]);
}

installTest("install.sh names the mistake, and asks nothing of the network", {
  programs: ["dash", "curl"],
}, async () => {
  await using user = await machine();
  publish(user.server, "0.2.0", await release("0.2.0"));
  await user.write({ "file": "", "taken/atmos/x": "" });
  await using theirs = await tempFolder();
  await Deno.chmod(theirs.path, 0o755);
  if (Deno.uid() !== 0) await Deno.chmod(theirs.path, 0o555);
  const before = await user.tree();
  const nowhere = user.script.replaceAll("acme/atmos", "");
  const cases: [options: RunOptions, phrase: RegExp][] = [
    [{ env: { HOME: undefined } }, /HOME is not set\n.*ATMOS_INSTALL_DIR/],
    [{ env: { HOME: undefined, ATMOS_INSTALL_DIR: "~/bin" } }, /HOME is not set\n.*ATMOS_INSTALL_DIR/],
    [{ env: { HOME: "/nonexistent" } }, /\/nonexistent\/\.local\/bin cannot be made\n.*ATMOS_INSTALL_DIR/],
    [{ env: { PATH: "/nonexistent" } }, /uname is not on PATH \(\/nonexistent\)/],
    [{ env: { PATH: "" } }, /uname is not on PATH \(empty\)/],
    ...each("ATMOS_INSTALL_DIR", [theirs.path], /cannot be written to\n.*ATMOS_INSTALL_DIR/),
    ...each(
      "ATMOS_INSTALL_DIR",
      [`${theirs.path}/below/deep`, "file", "file/below"],
      /cannot be made/,
    ),
    ...each("ATMOS_INSTALL_DIR", ["taken", `${user.home}/taken/`], /taken\/atmos is a folder/),
    ...each("ATMOS_INSTALL_DIR", ["a:b", "bin\r"], /colon or a control character/),
    ...each(
      "ATMOS_INSTALL_VERSION",
      ["v", "1", "^1.2", "1.2", "newest", "../../x", "0.1.0; id", "$(id)", "0.1.0/../9", "--help"],
      /is no version\n.*ATMOS_INSTALL_VERSION=0\.1\.0/,
    ),
    ...each(
      "ATMOS_INSTALL_MIRROR",
      ["mirror.acme.test", "ftp://mirror.acme.test", "/srv/mirror", "--help"],
      /ATMOS_INSTALL_MIRROR does not begin with/,
    ),
    ...each(
      "ATMOS_INSTALL_REPOSITORY",
      ["acme", "acme/", "/atmos", "acme/atmos/x", "acme/at mos", "https://github.com/acme/atmos"],
      /is no owner\/repo/,
    ),
    [{ shell: ["dash", "-s", "--", "0.1.0"] }, /"0\.1\.0" is not understood\n.*ATMOS_INSTALL_VERSION=/],
    [{ script: nowhere }, /not known where the releases are\n.*ATMOS_INSTALL_REPOSITORY/],
  ];
  for (const [options, phrase] of cases) {
    const label = JSON.stringify(options.env ?? options.shell ?? "script");
    const { code, stderr } = await user.run(options);
    assert.equal(code, 1, `${label}: ${stderr}`);
    assert.match(stderr, /^atmos is not installed: /m, label);
    assert.match(stderr, phrase, label);
    assert.deepEqual(await user.tree(), before, label);
  }
  assert.deepEqual(user.server.requests, []);
});

installTest("install.sh saved with lines of Windows does nothing", {
  programs: ["dash", "bash"],
}, async () => {
  await using user = await machine();
  for (const shell of [["dash"], ["bash"]]) {
    const { code } = await user.run({ shell, script: user.script.replaceAll("\n", "\r\n") });
    assert.notEqual(code, 0);
    assert.deepEqual(await user.tree(), {});
  }
  assert.deepEqual(user.server.requests, []);
});

installTest("install.sh reads checksums with lines of Windows, of binary mode, without an end", {
  programs: ["dash", "curl"],
}, async () => {
  await using user = await machine();
  const files = await release("0.2.0"), sums = new TextDecoder().decode(files.get("SHA256SUMS"));
  const texts = [
    sums.replaceAll("\n", "\r\n"),
    sums.replaceAll("  ", " *"),
    sums.trimEnd(),
    `\n# sums\n${sums}`,
  ];
  for (const body of texts) {
    publish(user.server, "0.2.0", files, { SHA256SUMS: { body } });
    const { code, stderr } = await user.run();
    assert.equal(code, 0, stderr);
  }
});

/** What a machine has beside TOOLS, and what is a script there, with the exit code of install.sh and what it says. */
const MACHINES: [tools: string[], scripts: Record<string, string>, code: number, phrase: RegExp][] = [
  [["curl", "openssl"], {}, 0, /Checked: SHA-256/],
  [["curl"], { shasum: '[ "$*" = "-a 256" ] && exec "$SHA256SUM"' }, 0, /Checked: SHA-256/],
  [["curl"], {}, 1, /nothing is there to check the download with\n.*openssl/],
  [["wget", "sha256sum"], {}, 0, /Installed/],
  [["wget", "sha256sum"], { curl: "echo cannot be started >&2; exit 127" }, 0, /Installed/],
  [["sha256sum"], {}, 1, /neither curl nor GNU wget/],
  [["sha256sum"], { curl: "exit 127", wget: "echo BusyBox >&2; exit 1" }, 1, /neither curl nor GNU wget/],
  [["sha256sum"], { curl: '[ "$1" = --version ] || exit 7' }, 1, /SHA256SUMS cannot be had\n.*the network/],
  [["curl", "sha256sum"], { tar: "exit 2" }, 1, /cannot be unpacked/],
  [["curl", "sha256sum"], { mv: "exit 1" }, 1, /bin\/atmos cannot be replaced/],
  [["curl"], { sha256sum: "echo" }, 1, /is not what SHA256SUMS says/],
  [["curl"], { sha256sum: "exit 1" }, 1, /cannot be read/],
  [["curl", "sha256sum"], { uname: "echo FreeBSD" }, 1, /no release for FreeBSD/],
  [
    ["curl", "sha256sum"],
    { uname: "echo MINGW64_NT-10.0" },
    1,
    /no release for MINGW64[^]*windows_amd64\.zip/,
  ],
  [
    ["curl", "sha256sum"],
    { uname: '[ "$1" = -s ] && echo Linux || echo riscv64' },
    1,
    /no release for riscv64/,
  ],
  [
    ["curl", "sha256sum"],
    { getconf: "echo glibc 2.17" },
    1,
    /glibc 2\.27 or newer is needed, this system has 2\.17/,
  ],
  [["curl", "sha256sum"], { getconf: "echo glibc 3.1" }, 0, /Installed/],
  [["curl", "sha256sum"], { getconf: "echo odd" }, 0, /Installed/],
];

installTest("install.sh takes what a machine has", {
  programs: ["dash", "curl", "wget", "openssl", "sha256sum"],
}, async () => {
  await using user = await machine();
  publish(user.server, "0.2.0", await release("0.2.0"));
  for (const [tools, scripts, expected, phrase] of MACHINES) {
    const own = TOOLS.filter((name) => !(name in scripts));
    const env = { PATH: await user.toolbox([...own, ...tools], scripts), SHA256SUM: program("sha256sum") };
    const { code, stderr } = await user.run({ env });
    const label = `${tools.join(" ")} ${JSON.stringify(scripts)}: ${stderr}`;
    assert.equal(code, expected, label);
    assert.match(stderr, phrase, label);
    assert.equal((await user.tree())[PROGRAM], code === 0 ? fakeProgram("0.2.0") : undefined, label);
    if (code === 0) await Deno.remove(`${user.home}/.local`, { recursive: true });
    assert.deepEqual(await user.tree(), {}, label);
  }
});

installTest("install.sh goes through proxies, or past them", {
  programs: ["dash", "curl", "wget", "sha256sum"],
}, async () => {
  await using user = await machine();
  const files = await release("0.2.0");
  publish(user.server, "0.2.0", files);
  await using plain = fixtureServer();
  mirror(user.server, `/127.0.0.1:${user.server.port}`, "0.2.0", files);
  mirror(plain, "", "0.2.0", files);
  const dead = "http://127.0.0.1:1", own = { ATMOS_INSTALL_MIRROR: user.server.url };
  const unproxied = { ATMOS_INSTALL_MIRROR: plain.url, HTTPS_PROXY: undefined };
  const cases: [env: Readonly<Record<string, string | undefined>>, code: number, tunnels: number][] = [
    [{}, 0, 5],
    [{ HTTPS_PROXY: undefined, https_proxy: `http://${user.proxy.host}` }, 0, 5],
    [{ HTTPS_PROXY: dead }, 1, 0],
    [{ ...own, HTTPS_PROXY: dead, NO_PROXY: "127.0.0.1" }, 0, 0],
    [{ ...own, HTTPS_PROXY: undefined }, 0, 0],
    [unproxied, 0, 0],
    [{ ...unproxied, http_proxy: dead }, 1, 0],
  ];
  for (const PATH of ["/usr/bin:/bin", await user.toolbox([...TOOLS, "wget", "sha256sum"])]) {
    for (const [env, expected, tunnels] of cases) {
      const before = user.proxy.requests.length;
      const { code, stderr } = await user.run({ env: { PATH, ...env } });
      const label = `${PATH} ${JSON.stringify(env)}: ${stderr}`;
      assert.equal(code, expected, label);
      if (code !== 0) assert.match(stderr, /cannot be had\n.*HTTPS_PROXY/, label);
      assert.equal(user.proxy.requests.length - before, tunnels, label);
    }
  }
});

installTest("install.sh never tells the password of a mirror", {
  programs: ["dash", "curl", "wget", "sha256sum"],
}, async () => {
  await using user = await machine();
  const env = { ATMOS_INSTALL_MIRROR: "https://me:hunter2@mirror.acme.test/atmos" };
  for (const PATH of ["/usr/bin:/bin", await user.toolbox([...TOOLS, "wget", "sha256sum"])]) {
    const { code, stderr } = await user.run({ env: { ...env, PATH } });
    assert.equal(code, 1);
    assert.match(stderr, /https:\/\/mirror\.acme\.test\/atmos\/latest\/download\/SHA256SUMS cannot be had/);
    assert.doesNotMatch(stderr, /hunter2/);
  }
  assert.equal(user.server.requests[0]?.headers["authorization"], `Basic ${btoa("me:hunter2")}`);
});

installTest("install.sh is not led astray by variables of the program", {
  programs: ["dash", "curl"],
}, async () => {
  await using user = await machine();
  const strict = '#!/bin/sh\n[ "$ATMOS_REEXEC_DEPTH" = 1 ] || exit 1\n';
  publish(user.server, "0.2.0", await release("0.2.0", strict));
  const { code, stderr } = await user.run({ env: { ATMOS_USE_VERSION: "9.9.9" } });
  assert.equal(code, 0, stderr);
});

/** A root with nothing but BusyBox, where a call of curl would leave a mark. */
async function bareRoot(root: string): Promise<void> {
  for (const folder of ["bin", "dev"]) await Deno.mkdir(`${root}/${folder}`);
  await Deno.writeTextFile(`${root}/dev/null`, "");
  await Deno.copyFile(program("busybox"), `${root}/bin/busybox`);
  for (const name of ["sh", "sha256sum", ...TOOLS.filter((tool) => tool !== "getconf")]) {
    await Deno.symlink("busybox", `${root}/bin/${name}`);
  }
  const curl = '#!/bin/sh\n[ "$1" = --version ] || echo called >>/called\n';
  await Deno.writeTextFile(`${root}/bin/curl`, curl, { mode: 0o755 });
}

installTest("install.sh tells a system without glibc before it downloads", {
  programs: ["busybox"],
  root: true,
}, async () => {
  await using user = await machine();
  await using root = await tempFolder();
  await bareRoot(root.path);
  const inside = async () => {
    const child = new Deno.Command(program("chroot"), {
      args: [root.path, "/bin/sh"],
      env: { PATH: "/bin", HOME: "/" },
      clearEnv: true,
      stdin: "piped",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const feeding = new Blob([user.script]).stream().pipeTo(child.stdin).catch(() => {});
    const [{ code, stderr }] = await Promise.all([child.output(), feeding]);
    return { code, said: new TextDecoder().decode(stderr) };
  };
  const none = await inside();
  assert.equal(none.code, 1, none.said);
  assert.match(
    none.said,
    /this system has no glibc \(\/lib.*is not there\)\n.*Debian image in place of Alpine/,
  );
  const loader = Deno.build.arch === "aarch64" ? "lib/ld-linux-aarch64.so.1" : "lib64/ld-linux-x86-64.so.2";
  for (const folder of ["lib", "lib64"]) await Deno.mkdir(`${root.path}/${folder}`);
  for (const path of [loader, `lib/ld-musl-${Deno.build.arch}.so.1`]) {
    await Deno.writeTextFile(`${root.path}/${path}`, "");
  }
  const disguised = await inside();
  assert.equal(disguised.code, 1, disguised.said);
  assert.match(disguised.said, /musl in place of glibc/);
  for (const path of ["called", "usr"]) {
    await assert.rejects(Deno.stat(`${root.path}/${path}`), Deno.errors.NotFound);
  }
});
