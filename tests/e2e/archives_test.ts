/** Every archive format on the compiled binary, and archives that must not be installed. Follows toolchain §10.4, §10.5, C3. */
import assert from "node:assert/strict";
import { type ArchiveItem, gzip, tarArchive, zipArchive } from "../support/archive.ts";
import { bzip2, xz, zstd } from "../support/compress.ts";
import { treeOf } from "../support/unpacked.ts";
import { releases, script } from "./support/releases.ts";

const PLATFORM = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };

/** A tool that finds its own library, with what archives may hold. */
const KIT: readonly ArchiveItem[] = [
  { path: "./kit-1.0.0/", kind: "directory", mode: 0o755 },
  { path: "./kit-1.0.0/bin/kit", content: script("kit", "1.0.0"), mode: 0o755 },
  { path: "./kit-1.0.0/lib/data", content: "data" },
  { path: "./kit-1.0.0/lib/again", kind: "symlink", target: "data" },
];
const tar = tarArchive(KIT);
const single = new TextEncoder().encode(script("kit", "1.0.0"));

/** Name of the asset → its bytes, as definitions with and without a format get them. */
const ASSETS: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
  "kit.tar": tar,
  "kit.tar.gz": gzip(tar),
  "kit.tgz": gzip(tar),
  "kit.tar.xz": xz(tar),
  "kit.txz": xz(tar),
  "kit.tar.bz2": bzip2(tar),
  "kit.tbz": bzip2(tar),
  "kit.tar.zst": zstd(tar),
  "kit.zip": zipArchive(KIT),
  "kit.gz": gzip(single),
  "kit.xz": xz(single),
  "kit.bz2": bzip2(single),
  "kit.zst": zstd(single),
  "kit": single,
};

/** A registry with one package for each asset, named after it. */
function registryOf(assets: Iterable<string>): string {
  const packages = [...assets].map((asset) => {
    const isTree = /tar|tgz|txz|tbz|zip/.test(asset);
    return `  - type: http
    repo_owner: acme
    repo_name: ${nameOf(asset)}
    url: https://dl.acme.test/${asset}
    ${isRaw(asset) ? "format: raw" : ""}
    files: [{name: kit${isTree ? ", src: kit-1.0.0/bin/kit" : ""}}]
`;
  });
  return `packages:\n${packages.join("")}`;
}

const isRaw = (asset: string) => asset === "kit" || asset.startsWith("raw");
const nameOf = (asset: string) => asset.replaceAll(".", "-");

async function worldOf(assets: Readonly<Record<string, Uint8Array<ArrayBuffer>>>) {
  const world = await releases({ "registry.yaml": registryOf(Object.keys(assets)) });
  for (const [asset, body] of Object.entries(assets)) world.server.route(`/dl.acme.test/${asset}`, { body });
  return world;
}

Deno.test("a program from every format runs", async () => {
  await using world = await worldOf(ASSETS);
  const { box } = world;
  const tools = Object.keys(ASSETS).map((asset) => `acme/${nameOf(asset)}@1.0.0`);
  const install = await box.run(["toolchain", "install", ...tools], { env: PLATFORM });
  assert.equal(install.code, 0, install.stderr);
  for (const tool of tools) {
    const { code, stdout, stderr } = await box.run(["toolchain", "exec", tool, "--", "a b"], {
      env: PLATFORM,
    });
    assert.equal(code, 0, `${tool}: ${stderr}`);
    assert.equal(stdout, "kit 1.0.0 a b\n", tool);
  }
});

Deno.test("what no head of a program tells: a jar, and the text of a definition that says raw", async () => {
  const text = new TextEncoder().encode("KIT=1.0.0\n");
  const jar = zipArchive([{ path: "Main.class", content: "class" }]);
  await using world = await worldOf({ "raw-text": text, "kit.jar": jar });
  const { code, stderr } = await world.box.run(["toolchain", "install", "acme/raw-text@1", "acme/kit-jar@1"]);
  assert.equal(code, 0, stderr);
  const which = await world.box.run(["toolchain", "which", "acme/kit-jar@1"]);
  assert.deepEqual(await Deno.readFile(which.stdout.trim()), jar);
});

/** What must not be installed: its bytes, what is said. */
const REFUSED: Readonly<Record<string, readonly [bytes: Uint8Array<ArrayBuffer>, says: readonly RegExp[]]>> =
  {
    "climbs.tar.gz": [gzip(tarArchive([...KIT, { path: "../../evil", content: "evil" }])), [
      /archive refused/,
      /climbs\.tar\.gz/,
      /\.\.\/\.\.\/evil/,
    ]],
    "rooted.zip": [zipArchive([...KIT, { path: "/tmp/evil", content: "evil" }]), [
      /archive refused/,
      /\/tmp\/evil/,
    ]],
    "links.tar.xz": [xz(tarArchive([{ path: "d", kind: "symlink", target: ".." }, { path: "d/evil" }])), [
      /d\/evil/,
    ]],
    "linked.tar.bz2": [
      bzip2(tarArchive([{ path: "kit-1.0.0/bin/kit", kind: "symlink", target: "/bin/sh" }])),
      [/left out kit-1\.0\.0\/bin\/kit/, /leads outside/],
    ],
    "bomb.gz": [gzip(new Uint8Array(100 * 1024 ** 2)), [/archive refused/, /100 times/]],
    "cut.tar.zst": [zstd(tar).slice(0, 100), [/archive is truncated/, /cut\.tar\.zst/]],
    "changed.zip": [zipArchive([{ path: "kit-1.0.0/bin/kit", content: "x", zip: { crc: 1 } }]), [
      /archive is corrupt/,
      /kit-1\.0\.0\/bin\/kit/,
    ]],
    "foreign.7z": [Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), [
      /unsupported archive format: 7z/,
      /can be unpacked/,
    ]],
    "page.tar.gz": [new TextEncoder().encode("<!DOCTYPE html><title>Sign in</title>"), [/an HTML page/]],
    "raw-page": [new TextEncoder().encode('{"error": "none"}'), [/a JSON document/]],
    "raw-archive": [gzip(tar), [/raw-archive is not a program/]],
    "steers.tar": [tarArchive([{ path: "../\u001b[2J" }]), [/archive refused/, /\.\.\/\\x1b\[2J/]],
  };

Deno.test("archives that do harm, are damaged or foreign are refused, and nothing is left", async () => {
  const assets = Object.entries(REFUSED);
  await using world = await worldOf(Object.fromEntries(assets.map(([asset, [bytes]]) => [asset, bytes])));
  const { box } = world;
  const before = treeOf(box.project);
  for (const [asset, [, says]] of assets) {
    const { code, stdout, stderr } = await box.run(["toolchain", "install", `acme/${nameOf(asset)}@1.0.0`], {
      env: PLATFORM,
    });
    assert.equal(code, 1, `${asset}: ${stderr}`);
    assert.equal(stdout, "", asset);
    for (const phrase of says) assert.match(stderr, phrase, asset);
    assert.doesNotMatch(stderr, /internal error|\bat .*\.(ts|js):\d/, asset);
    const left = Object.keys(treeOf(box.project)).filter((path) => !(path in before));
    assert.deepEqual(
      left.filter((path) => !/^\.tools(\/(bin|\.staging|\.locks))?(\/|$)/.test(path)),
      [],
      asset,
    );
    assert.deepEqual(left.filter((path) => /kit|evil|receipt/.test(path)), [], asset);
  }
});
