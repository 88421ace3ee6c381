/** `.tool-versions` as people, editors and other tools write it, on the binary. Follows toolchain §4, C2. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";
import { releases } from "./support/releases.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };

async function versionsOf({ project }: Sandbox): Promise<string> {
  return await Deno.readTextFile(`${project}/.tool-versions`);
}

/** What `list --format plain` prints, and what it warns of. */
async function listed(box: Sandbox): Promise<{ rows: string[]; stderr: string }> {
  const { code, stdout, stderr } = await box.run(["toolchain", "list", "--format", "plain"]);
  assert.equal(code, 0, stderr);
  return { rows: stdout.split("\n").filter(Boolean), stderr };
}

Deno.test("versions file: everything that may stand in a line", async () => {
  await using world = await releases();
  const { box } = world;
  const cases: [string | Uint8Array, string[], RegExp?][] = [
    ["", []],
    ["\n\n  \n# nothing\n", []],
    ["widget 1.2.0", ["acme/widget@1.2.0"]],
    ["widget 1.2.0 1.3.0 # lts 9.9\n", ["acme/widget@1.3.0", "acme/widget@1.2.0"]],
    ["\t widget\t1.2.0  1.3.0\t\n", ["acme/widget@1.3.0", "acme/widget@1.2.0"]],
    ["\uFEFFwidget 1.2.0\r\nplain 2.0.0\r\n", ["acme/plain@2.0.0", "acme/widget@1.2.0"]],
    ["widget 1.2.0\nacme/widget 1.3.0 v1.2.0\n", ["acme/widget@1.3.0", "acme/widget@1.2.0"]],
    ["widget 1.2.0#not-a-comment\n", ["acme/widget@1.2.0#not-a-comment"]],
    ["widget system\nplain 2.0.0\n", ["acme/plain@2.0.0"]],
    ["nodejs 20\nconstructor 1\n__proto__ 2\nplain 2.0.0\n", ["acme/plain@2.0.0"]],
    ["widget\nplain 2.0.0\n", ["acme/plain@2.0.0"], /\.tool-versions:1: "widget" has no version/],
    [
      "../../etc 1\nplain 2.0.0\n",
      ["acme/plain@2.0.0"],
      /\.tool-versions:1: "\.\.\/\.\.\/etc" is no tool name/,
    ],
    [
      bytes("widget 1.2\xff\nplain 2.0.0\n"),
      ["acme/plain@2.0.0"],
      /\.tool-versions:1: "widget" is not UTF-8/,
    ],
    [utf16("plain 2.0.0\n"), [], /\.tool-versions:1: .* is not UTF-8/],
    [bytes("# caf\xe9\nplain 2.0.0\n"), ["acme/plain@2.0.0"]],
    [`${"# a long story\n".repeat(70_000)}plain 2.0.0\n`, ["acme/plain@2.0.0"]],
  ];
  for (const [text, rows, warning] of cases) {
    await box.write({ ".tool-versions": text });
    const found = await listed(box);
    const shown = JSON.stringify(typeof text === "string" ? text.slice(-60) : [...text]);
    assert.deepEqual(found.rows, rows, shown);
    if (warning) assert.match(found.stderr, warning, shown);
    else if (rows.length > 0) assert.equal(found.stderr, "", shown);
  }
});

function bytes(latin1: string): Uint8Array {
  return Uint8Array.from(latin1, (char) => char.charCodeAt(0));
}

/** As PowerShell 5 redirects. */
function utf16(text: string): Uint8Array {
  return Uint8Array.from([0xff, 0xfe, ...Array.from(text).flatMap((char) => [char.charCodeAt(0), 0])]);
}

Deno.test("versions file: an edit changes its line and nothing else", async () => {
  await using world = await releases();
  const { box } = world;
  const cases: [string, string[], string][] = [
    ["widget 1.2.0\n", ["add", "widget@v1.2.0"], "widget 1.2.0\n"],
    ["widget v1.2.0\n", ["add", "acme/widget@1.2.0"], "widget v1.2.0\n"],
    ["widget 1.3.0 1.2.0\n", ["set", "widget", "v1.2.0"], "widget v1.2.0 1.3.0\n"],
    ["widget 1.3.0 v1.2.0 # x\n", ["remove", "widget@1.2.0"], "widget 1.3.0 # x\n"],
    ["a 1\n# c\n\twidget  1.2.0\t# why", ["add", "widget@1.3.0"], "a 1\n# c\n\twidget  1.2.0 1.3.0\t# why"],
    ["# last line", ["add", "widget@1.2.0"], "# last line\nwidget 1.2.0\n"],
    ["\uFEFFa 1\r\n\r\n", ["add", "widget@1.2.0"], "\uFEFFa 1\r\n\r\nwidget 1.2.0\r\n"],
    [
      "widget 1.2.0 # a\nx 1\nacme/widget 1.3.0 # b\n",
      ["set", "--only", "widget", "2"],
      "widget 2 # a\nx 1\n",
    ],
    ["widget 1.2.0\nx 1\n", ["remove", "acme/widget"], "x 1\n"],
    ["nodejs ref:abc\n", ["add", "widget@1.2.0"], "nodejs ref:abc\nwidget 1.2.0\n"],
  ];
  for (const [text, args, expected] of cases) {
    await box.write({ ".tool-versions": text });
    const { code, stdout, stderr } = await box.run(["toolchain", ...args]);
    assert.deepEqual([code, stdout], [0, ""], `${args.join(" ")}: ${stderr}`);
    assert.equal(await versionsOf(box), expected, args.join(" "));
    if (text === expected) assert.match(stderr, /Nothing to change in \.tool-versions/);
  }
});

Deno.test("versions file: what cannot be written back unchanged is not edited", async () => {
  await using world = await releases();
  const { box } = world;
  for (const text of ["# caf\xe9\nplain 2.0.0\n", "plain 2.0.0\nwid\xff 1\n"].map(bytes)) {
    await box.write({ ".tool-versions": text });
    const { code, stderr } = await box.run(["toolchain", "add", "widget@1.2.0"]);
    assert.equal(code, 1);
    assert.match(stderr, /\.tool-versions:[12]:1/);
    assert.match(stderr, /UTF-8/);
    assert.deepEqual(await Deno.readFile(`${box.project}/.tool-versions`), text);
  }
});

Deno.test("versions file: links stay links, modes stay, also of a file that is not there yet", async () => {
  await using world = await releases();
  const { box } = world;
  await box.write({ "shared/versions": "widget 1.2.0\n" });
  await Deno.chmod(`${box.project}/shared/versions`, 0o640);
  await Deno.symlink("shared/versions", `${box.project}/.tool-versions`);
  assert.equal((await box.run(["toolchain", "add", "widget@1.3.0"])).code, 0);
  assert.equal(await Deno.readLink(`${box.project}/.tool-versions`), "shared/versions");
  assert.equal(await Deno.readTextFile(`${box.project}/shared/versions`), "widget 1.2.0 1.3.0\n");
  assert.equal(((await Deno.stat(`${box.project}/shared/versions`)).mode ?? 0) & 0o777, 0o640);
  await Deno.remove(`${box.project}/shared/versions`);
  assert.equal((await box.run(["toolchain", "add", "plain@2.0.0"])).code, 0);
  assert.equal(await Deno.readTextFile(`${box.project}/shared/versions`), "plain 2.0.0\n");
  const left = Array.from(Deno.readDirSync(`${box.project}/shared`), ({ name }) => name);
  assert.deepEqual(left, ["versions"]);
});

Deno.test("versions file: tools of others are skipped, mistakes are told before anything is downloaded", async () => {
  await using world = await releases({ ".tool-versions": "nodejs 20\nplain 2.0.0\n" });
  const { box, server } = world;
  const config = await Deno.readTextFile(`${box.project}/atmos.yaml`);
  await box.write({ "atmos.yaml": `${config}  registry_fallback: false\n` });
  const skipped = await box.run(["toolchain", "install"], { env: PLATFORM });
  assert.equal(skipped.code, 0, skipped.stderr);
  assert.match(skipped.stderr, /\.tool-versions:1: no registry knows "nodejs", it is skipped/);
  assert.match(skipped.stderr, /Installed acme\/plain@2\.0\.0/);
  const asked = server.requests.length;
  await box.write({ ".tool-versions": "widget 1.2.0 ../../../escaped\n" });
  const refused = await box.run(["toolchain", "install"], { env: PLATFORM });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /\.tool-versions:1:1/);
  assert.equal(server.requests.length, asked);
  await assert.rejects(Deno.stat(`${box.project}/escaped`), Deno.errors.NotFound);
});

Deno.test("versions file: path: is a folder of the project, beside its bin or as it is", async () => {
  await using world = await releases({
    ".tool-versions": "widget path:opt/widget\nplain path:flat\n",
    "opt/widget/bin/widget": "#!/bin/sh\necho my widget $1\n",
    "flat/plain": "#!/bin/sh\necho my plain\n",
  });
  const { box, server } = world;
  await Deno.chmod(`${box.project}/opt/widget/bin/widget`, 0o755);
  await Deno.chmod(`${box.project}/flat/plain`, 0o755);
  const { project } = box;
  assert.equal(
    (await box.run(["toolchain", "which", "widget"])).stdout,
    `${project}/opt/widget/bin/widget\n`,
  );
  assert.equal((await box.run(["toolchain", "path"])).stdout, `${project}/opt/widget/bin:${project}/flat\n`);
  assert.equal((await box.run(["toolchain", "exec", "widget", "x"])).stdout, "my widget x\n");
  assert.equal((await box.run(["toolchain", "install"])).code, 0);
  assert.deepEqual(server.requests, []);
});

Deno.test("versions file: latest and latest:1.2 are looked up once, pinned by the lock file, and looked through", async () => {
  await using world = await releases({ ".tool-versions": "widget latest latest:1.2\n" });
  const { box, server } = world;
  const tags = ["v1.4.0-rc.1", "v1.3.0", "v1.2.0", "v1.20.0-nope"];
  const api = "/api.github.com/repos/acme/widget/releases";
  server.route(api, {
    body: JSON.stringify(tags.map((tag) => ({ tag_name: tag, prerelease: tag.includes("-") }))),
  });
  const first = await box.run(["toolchain", "install"], { env: PLATFORM });
  assert.equal(first.code, 0, first.stderr);
  const dir = `${box.project}/.tools/bin/acme/widget`;
  assert.deepEqual(
    Array.from(Deno.readDirSync(dir), ({ name }) => name).sort(),
    ["1.2.0", "1.3.0", "latest"],
  );
  assert.match(
    await Deno.readTextFile(`${box.project}/toolchain.lock.yaml`),
    /acme\/widget:\n\s+latest: 1\.3\.0\n/,
  );
  assert.equal((await box.run(["toolchain", "which", "widget"])).stdout, `${dir}/1.3.0/widget\n`);
  assert.equal((await box.run(["toolchain", "exec", "widget"])).stdout, "widget 1.3.0\n");
  await box.write({ ".tool-versions": "widget latest:1.2\n" });
  assert.equal((await box.run(["toolchain", "which", "widget"])).stdout, `${dir}/1.2.0/widget\n`);
  await box.write({ ".tool-versions": "widget latest\n" });

  // Another machine, after a newer release: the lock file decides, also with --locked.
  server.route(api, { body: JSON.stringify([{ tag_name: "v9.0.0" }]) });
  await Deno.remove(`${box.project}/.tools`, { recursive: true });
  const asked = server.requests.length;
  const again = await box.run(["toolchain", "install", "--locked"], { env: PLATFORM });
  assert.equal(again.code, 0, again.stderr);
  assert.equal((await box.run(["toolchain", "which", "widget"])).stdout, `${dir}/1.3.0/widget\n`);
  assert.deepEqual(server.requests.slice(asked).filter(({ path }) => path.startsWith("/api.")), []);
});

Deno.test("versions file: readers need neither a writable project nor a home; edits need no writable home", async () => {
  await using box = await sandbox({ ".tool-versions": "terraform 1.9.8\n" });
  const env = { HOME: "/dev/null/home", XDG_CACHE_HOME: undefined };
  const list = await box.run(["toolchain", "list", "--format", "plain"], { env });
  assert.deepEqual([list.code, list.stdout, list.stderr], [0, "hashicorp/terraform@1.9.8\n", ""]);
  const add = await box.run(["toolchain", "add", "terraform@1.5.7"], { env });
  assert.equal(add.code, 0, add.stderr);
  assert.equal(await versionsOf(box), "terraform 1.9.8 1.5.7\n");
});

Deno.test("add tells a version once, however often it is named", async () => {
  await using made = await releases();
  const { code, stderr } = await made.box.run([
    "toolchain",
    "add",
    "widget@1.2.0",
    "plain@2.0.0",
    "acme/widget@1.2.0",
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(stderr.trimEnd().split("\n"), [
    "Added widget 1.2.0 to .tool-versions",
    "Added plain 2.0.0 to .tool-versions",
  ]);
});
