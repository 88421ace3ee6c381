/** Proxies of tools that are not installed: the first call installs, as `toolchain exec` does. Follows toolchain §16. */
import assert from "node:assert/strict";
import { releases } from "./support/releases.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };

Deno.test("proxy: what is missing is installed by the first call, and by the first one after an edit", async () => {
  await using world = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = world;
  const shims = `${box.project}/.tools/bin/proxy`;
  const call = async (name: string, env: Readonly<Record<string, string>> = {}) => {
    const command = new Deno.Command(`${shims}/${name}`, {
      args: ["x"],
      cwd: box.project,
      env: { ...box.env, ...PLATFORM, ...env },
      clearEnv: true,
    });
    const { code, stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  };
  const made = await box.run(["toolchain", "proxy", "install", "widget"]);
  assert.equal(made.code, 0, made.stderr);
  const first = await call("widget");
  assert.equal(first.stdout, "widget 1.2.0 x\n", first.stderr);
  assert.match(first.stderr, /widget@1\.2\.0 is not installed\. Installing/);
  assert.deepEqual(await call("widget"), { code: 0, stdout: "widget 1.2.0 x\n", stderr: "" });

  assert.equal((await box.run(["toolchain", "proxy", "install", "--all"])).code, 0);
  await box.write({ ".tool-versions": "widget 1.3.0\n" });
  assert.equal((await call("widgetctl")).stdout, "widgetctl 1.3.0 x\n");
  assert.equal(await Deno.readTextFile(`${box.project}/.tool-versions`), "widget 1.3.0\n");

  await box.run(["toolchain", "uninstall", "widget@1.3.0"]);
  const config = await Deno.readTextFile(`${box.project}/atmos.yaml`);
  await box.write({ "atmos.yaml": config.replace("toolchain:\n", "toolchain:\n  auto_install: off\n") });
  const off = await call("widget");
  assert.equal(off.code, 1);
  assert.match(off.stderr, /widget@1\.3\.0' is not installed/);
  assert.match(off.stderr, /atmos toolchain install/);
});

Deno.test("proxy: an install puts the proxies of new programs in place", async () => {
  await using world = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box } = world;
  const shims = async () =>
    (await Array.fromAsync(Deno.readDir(`${box.project}/.tools/bin/proxy`))).map(({ name }) => name)
      .filter((name) => !name.startsWith(".")).sort();
  assert.equal((await box.run(["toolchain", "proxy", "install", "--all"])).code, 0);
  assert.deepEqual(await shims(), ["widget"]);
  assert.equal((await box.run(["toolchain", "install"], { env: PLATFORM })).code, 0);
  assert.deepEqual(await shims(), ["widget", "widgetctl"]);
});
