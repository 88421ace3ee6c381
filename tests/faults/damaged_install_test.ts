/** Installed versions that somebody or something has damaged. Follows toolchain §3.2 (a directory without the executable
 *  is garbage and is replaced), traps 5 and 46. */
import assert from "node:assert/strict";
import { writeFiles } from "../support/temp.ts";
import { makeProject, type Project } from "./support/project.ts";
import { releaseServer } from "./support/releases.ts";

const KIT = ".tools/bin/acme/kit/2.0.0";
const PROGRAM = `${KIT}/.pkg/kit/bin/kit`;

const damages: Readonly<Record<string, (path: (name: string) => string) => Promise<unknown>>> = {
  "the program is gone": (path) => Deno.remove(path(PROGRAM)),
  "one of its programs is gone": (path) => Deno.remove(path(`${KIT}/.pkg/kit/bin/kitx`)),
  "a folder is in the place of the program": async (path) => {
    await Deno.remove(path(PROGRAM));
    await Deno.mkdir(path(PROGRAM));
  },
  "everything but the receipt is gone": async (path) => {
    for (const name of [".pkg", "kit", "kitx"]) {
      await Deno.remove(path(`${KIT}/${name}`), { recursive: true });
    }
  },
  "the directory is empty": async (path) => {
    await Deno.remove(path(KIT), { recursive: true });
    await Deno.mkdir(path(KIT));
  },
  "a file is in the place of the directory": async (path) => {
    await Deno.remove(path(KIT), { recursive: true });
    await Deno.writeTextFile(path(KIT), "");
  },
  "the receipt and the programs are gone": async (path) => {
    for (const name of [".atmos-install.json", "kit", "kitx"]) await Deno.remove(path(`${KIT}/${name}`));
  },
};

for (const [name, damage] of Object.entries(damages)) {
  Deno.test(`an install is not there, and comes back, when ${name}`, async () => {
    await using server = await releaseServer();
    const files = { ".tool-versions": "kit 2.0.0\n" };
    await using project = await makeProject(server, { files, settings: "  lock: off\n" });
    await project.run(["install"]);
    const whole = await project.state();
    await damage((path) => `${project.dir}/${path}`);
    await assert.rejects(project.run(["which", "kit"]), { code: "toolchain/not-installed" });
    await project.run(["install"]);
    assert.deepEqual(await project.state(), whole);
    assert.equal(await project.run(["which", "kit"]), `${project.dir}/${PROGRAM}\n`);
    assert.deepEqual(await project.staged(), []);
  });
}

Deno.test("an install without a receipt, or with a spoiled one, counts while its programs are there", async () => {
  for (const receipt of [undefined, "", "{", '{"schema": 1}', "[]"]) {
    await using server = await releaseServer();
    await using project = await makeProject(server, { files: { ".tool-versions": "plain 3.0.0\n" } });
    await project.run(["install"]);
    const path = `${project.dir}/.tools/bin/acme/plain/3.0.0/.atmos-install.json`;
    if (receipt === undefined) await Deno.remove(path);
    else await Deno.writeTextFile(path, receipt);
    assert.match(await project.run(["which", "plain"]), /3\.0\.0\/plain\n$/);
  }
});

Deno.test("a pointer to the latest version that points to nothing is made again", async () => {
  for (const latest of ["9.9.9", "", "../../../../etc", "1.2.0\n1.3.0\n"]) {
    await using server = await releaseServer();
    await using project = await makeProject(server, { files: { ".tool-versions": "widget latest\n" } });
    await writeFiles(project.dir, { ".tools/bin/acme/widget/latest": latest });
    await assertNotThere(project);
    await project.run(["install", "widget@latest", "--no-save"]);
    assert.match(await project.run(["which", "widget"]), /widget\/1\.3\.0\/widget\n$/);
  }
});

async function assertNotThere(project: Project): Promise<void> {
  await assert.rejects(project.run(["which", "widget"]), { code: "toolchain/not-installed" });
}
