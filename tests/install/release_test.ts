/** What the release workflow uploads is what install.sh asks for. Follows deno §1, §3.
 *  Invariant: only files that the workflow's own glob takes are served. */
import assert from "node:assert/strict";
import { pathOf, readText } from "../../scripts/checkout.ts";
import {
  archiveName,
  checkTag,
  installScript,
  packProgram,
  releaseFiles,
  TARGETS,
} from "../../scripts/release.ts";
import { tempFolder } from "../support/temp.ts";
import { machine, PLATFORM, publish } from "./support/machine.ts";
import { installTest, program } from "./support/programs.ts";

const VERSION = "0.2.0";

/** A release of every target, each program telling its own platform. */
async function everyTarget(): Promise<ReadonlyMap<string, Uint8Array>> {
  const archives = Object.fromEntries(
    Object.values(TARGETS).map((platform) => {
      const content = new TextEncoder().encode(`#!/bin/sh\necho ${platform}\n`);
      return [platform, packProgram(platform, content)];
    }),
  );
  return releaseFiles({
    version: VERSION,
    script: await readText("install.sh"),
    repository: "acme/atmos",
    archives,
  });
}

/** The files of `dist/release` that the workflow gives to a command. */
async function uploaded(files: ReadonlyMap<string, Uint8Array>, command: RegExp): Promise<typeof files> {
  const workflow = await readText(".github/workflows/release.yml");
  const glob = command.exec(workflow)?.[1] ?? assert.fail(`release.yml has no ${command}`);
  const [folder, pattern = ""] = [glob.replace(/[^/]*$/, ""), glob.replace(/^.*\//, "")];
  assert.equal(folder, "dist/release/");
  const taken = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
  return new Map([...files].filter(([name]) => taken.test(name)));
}

Deno.test("release: everything is uploaded and attested", async () => {
  const files = await everyTarget();
  assert.deepEqual([...files.keys()], [
    "atmos_0.2.0_linux_amd64.tar.gz",
    "atmos_0.2.0_linux_arm64.tar.gz",
    "atmos_0.2.0_darwin_amd64.tar.gz",
    "atmos_0.2.0_darwin_arm64.tar.gz",
    "atmos_0.2.0_windows_amd64.zip",
    "SHA256SUMS",
    "install.sh",
  ]);
  for (const command of [/gh release create .* (\S+)$/m, /subject-path: "(.*)"/]) {
    assert.deepEqual([...(await uploaded(files, command)).keys()], [...files.keys()]);
  }
});

Deno.test("release: the tag is `v` and the version of deno.json", () => {
  checkTag("v0.2.0", "0.2.0");
  for (const tag of ["0.2.0", "v0.2.1", "v0.2.0-rc.1", ""]) {
    assert.throws(() => checkTag(tag, "0.2.0"), /0\.2\.0/);
  }
});

Deno.test("installScript() puts the repository in, and refuses a script that has no place for it", async () => {
  const script = installScript(await readText("install.sh"), "acme/atmos");
  assert.ok(script.includes("https://github.com/acme/atmos/releases/latest/download/install.sh | sh\n"));
  assert.doesNotMatch(script, /OWNER/);
  assert.throws(() => installScript("echo\n", "acme/atmos"), /no place/);
});

installTest("install.sh installs what the workflow uploads", { programs: ["dash", "curl"] }, async () => {
  await using user = await machine();
  const files = await uploaded(await everyTarget(), /gh release create .* (\S+)$/m);
  publish(user.server, VERSION, files);
  const script = new TextDecoder().decode(files.get("install.sh"));
  const os = { Darwin: "darwin", Linux: "linux" }, arch = { x86_64: "amd64", arm64: "arm64" };
  for (const [system, osName] of Object.entries(os)) {
    for (const [cpu, archName] of Object.entries(arch)) {
      const platform = `${osName}_${archName}`;
      // Another Linux has its loader elsewhere; its name is what the next test looks at.
      if (osName === "linux" && platform !== PLATFORM) continue;
      const uname = `case "$1" in -s) echo ${system} ;; -m) echo ${cpu} ;; esac`;
      const tools = await user.toolbox([], { uname, sysctl: "echo 0" });
      const { code, stderr } = await user.run({ script, env: { PATH: `${tools}:/usr/bin:/bin` } });
      assert.equal(code, 0, `${platform}: ${stderr}`);
      assert.equal((await user.tree())[".local/bin/atmos"], `#!/bin/sh\necho ${platform}\n`);
    }
  }
});

installTest("install.sh finds the line of every platform", { programs: ["dash"] }, async () => {
  await using folder = await tempFolder();
  const files = await everyTarget();
  await Deno.writeFile(`${folder.path}/SHA256SUMS`, files.get("SHA256SUMS") ?? new Uint8Array());
  const functions = (await readText("install.sh")).replace(/main "\$@"\n$/, "");
  for (const platform of Object.values(TARGETS).filter((name) => !name.startsWith("windows"))) {
    const [os, arch] = platform.split("_");
    const call =
      `os=${os} arch=${arch} version=latest work=$1\nread_sums\necho "$archive $version $expected"\n`;
    const args = ["-c", functions + call, "sh", folder.path];
    const { stdout } = await new Deno.Command(program("dash"), { args, cwd: pathOf(".") }).output();
    const name = archiveName(VERSION, platform);
    const sum = new TextDecoder().decode(files.get("SHA256SUMS")).split("\n").find((line) =>
      line.endsWith(name)
    );
    assert.equal(new TextDecoder().decode(stdout), `${name} ${VERSION} ${sum?.split(" ")[0]}\n`);
  }
});

installTest(
  "install.sh under Rosetta takes the program of the machine",
  { programs: ["dash", "curl"] },
  async () => {
    await using user = await machine();
    publish(user.server, VERSION, await everyTarget());
    const uname = 'case "$1" in -s) echo Darwin ;; -m) echo x86_64 ;; esac';
    const tools = await user.toolbox([], { uname, sysctl: "echo 1" });
    assert.equal((await user.run({ env: { PATH: `${tools}:/usr/bin:/bin`, SHELL: "/bin/bash" } })).code, 0);
    assert.equal((await user.tree())[".local/bin/atmos"], "#!/bin/sh\necho darwin_arm64\n");
  },
);
