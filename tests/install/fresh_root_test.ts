/** From a Debian with curl and nothing else to a project's own release of atmos and its tools: the compiled program,
 *  packed as a release, over TLS with the certificates of a test. Follows toolchain §17, deno §8.
 *  Invariant: there is no Deno, no Node and no other network in there. */
import assert from "node:assert/strict";
import { readText } from "../../scripts/checkout.ts";
import { packProgram } from "../../scripts/release.ts";
import { addWidget } from "../e2e/support/releases.ts";
import { testBinary } from "../support/binary.ts";
import { fixtureServer } from "../support/server.ts";
import { tempFolder, writeFiles } from "../support/temp.ts";
import type { Authority } from "../support/tls_authority.ts";
import { runInside, unpackDebian } from "./support/debian_root.ts";
import { machine, mirror, PLATFORM, publish, release } from "./support/machine.ts";
import { installTest, program } from "./support/programs.ts";

const LATER = "99.0.0";
const REGISTRY = `packages:
  - type: github_release
    repo_owner: acme
    repo_name: atmos
    asset: atmos_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
    checksum: {type: github_release, asset: SHA256SUMS, algorithm: sha256}
  - type: github_release
    repo_owner: acme
    repo_name: widget
    asset: widget_{{trimV .Version}}_linux_amd64.tar.gz
    files: [{name: widget}]
    checksum: {type: github_release, asset: SHA256SUMS, algorithm: sha256}
`;

/** A project whose release of atmos is `LATER`, and whose one tool is `acme/widget`. */
function project(settings = ""): Record<string, string> {
  return {
    ".tool-versions": "widget 1.2.0\n",
    "registry.yaml": REGISTRY,
    "atmos.yaml": `version: {use: ${LATER}, source: acme/atmos}
toolchain:
  aliases: {widget: acme/widget}
  registries: [{name: tests, type: aqua, source: ./registry.yaml}]
  registry_fallback: false
${settings}`,
  };
}

/** Files of a release, by name. */
type Files = ReadonlyMap<string, Uint8Array>;

/** The two releases, this very program under two versions; the older one last. */
async function bothReleases(): Promise<readonly (readonly [version: string, files: Files])[]> {
  const { version } = JSON.parse(await readText("deno.json"));
  const archive = packProgram(PLATFORM, await Deno.readFile(testBinary()), 1);
  return [[LATER, await release(LATER, { archive })], [version, await release(version, { archive })]];
}

const INSTALL = "curl -fsSL https://github.com/acme/atmos/releases/latest/download/install.sh";

installTest("a fresh Debian with curl: install.sh, the project's release of atmos, its tools", {
  programs: ["apt-get", "busybox", "chroot", "debootstrap", "tar"],
  root: true,
  mounts: true,
}, async () => {
  await using user = await machine();
  await using folder = await tempFolder();
  const root = `${folder.path}/root`;
  await unpackDebian(root);
  const releases = await bothReleases(), version = releases[1]?.[0] ?? "";
  for (const one of releases) publish(user.server, ...one);
  await addWidget(user.server, "1.2.0");
  await writeFiles(root, { "ca.pem": user.authority.certificate });
  const env = {
    HOME: "/root",
    HTTPS_PROXY: `http://${user.proxy.host}`,
    CURL_CA_BUNDLE: "/ca.pem",
    SSL_CERT_FILE: "/ca.pem",
  };
  const inside = async (lines: string, more: Readonly<Record<string, string>> = {}) => {
    const { code, stdout, stderr } = await runInside(root, `set -e\n${lines}`, { ...env, ...more });
    assert.equal(code, 0, `${lines}: ${stdout}${stderr}`);
    return { stdout, stderr };
  };
  await inside("for name in deno node npm wget python3 gh; do if command -v $name; then exit 1; fi; done");

  const fresh = "touch /begin";
  const { stdout: added } = await inside(
    `${fresh}; ${INSTALL} | sh; find / -xdev -cnewer /begin ! -path '/proc*'`,
  );
  assert.deepEqual(added.trim().split("\n").sort(), ["/usr/local/bin", "/usr/local/bin/atmos"]);
  assert.match(
    (await inside("cd /; atmos --version")).stdout,
    new RegExp(`^Atmos ${version.replaceAll(".", "\\.")} `),
  );

  await writeFiles(`${root}/project`, project());
  const switched = new RegExp(`Switching to Atmos version \`${LATER}\``);
  const installed = await inside("cd /project; atmos toolchain install");
  assert.match(installed.stderr, switched);
  assert.match(installed.stderr, /acme\/widget@1\.2\.0/);
  const ran = await inside("cd /project; atmos toolchain exec widget -- a 'b c'");
  assert.equal(ran.stdout, "widget 1.2.0 a b c\n");
  assert.match(ran.stderr, switched);
  assert.equal((await inside('cd /project; eval "$(atmos toolchain env)"; widget')).stdout, "widget 1.2.0\n");
  assert.match(await Deno.readTextFile(`${root}/project/toolchain.lock.yaml`), /checksum_algorithm: sha256/);

  await Deno.copyFile(program("busybox"), `${root}/usr/local/bin/busybox`);
  for (const shell of ["dash", "bash", "busybox ash"]) {
    const dir = { ATMOS_INSTALL_DIR: `/opt/${shell}` };
    await inside(`${INSTALL} | ${shell}; "$ATMOS_INSTALL_DIR/atmos" --version`, dir);
  }

  const before = user.server.requests.length;
  await airGapped(root, user.authority, releases);
  assert.equal(user.server.requests.length, before);
});

/** The same without github.com: one mirror inside the network has a copy of everything. */
async function airGapped(
  root: string,
  authority: Authority,
  releases: readonly (readonly [string, Files])[],
): Promise<void> {
  await using inner = fixtureServer({}, { tls: await authority.issue(["127.0.0.1"]) });
  const page = "/github.com/acme/atmos/releases";
  for (const one of releases) mirror(inner, page, ...one);
  await addWidget(inner, "1.2.0");
  await writeFiles(
    `${root}/inner`,
    project(`  url_replacements: [{from: "https://", to: "${inner.url}/"}]\n`),
  );
  const lines = `curl -fsSL ${inner.url}${page}/latest/download/install.sh | sh
cd /inner; /opt/inner/atmos toolchain exec widget -- air-gapped`;
  const { code, stdout, stderr } = await runInside(root, lines, {
    ATMOS_INSTALL_DIR: "/opt/inner",
    ATMOS_INSTALL_MIRROR: `${inner.url}${page}`,
    HOME: "/opt",
    SSL_CERT_FILE: "/ca.pem",
  });
  assert.equal(code, 0, stderr);
  assert.equal(stdout, "widget 1.2.0 air-gapped\n");
  assert.match(stderr, new RegExp(`Switching to Atmos version \`${LATER}\``));
}
