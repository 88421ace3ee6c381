/** A stand-in for the release hosts of the example: small scripts in real archives, served on the loopback interface.
 *  Invariant: file names and checksum files are those that the registry's definitions ask for. */
import { createHash } from "node:crypto";
import { gzip, tarArchive, zipArchive } from "../../tests/support/archive.ts";

/** The running mirror. Addresses are `<url>/<host>/<path>`. */
export interface Mirror {
  readonly url: string;
  /** Changes one byte of every file whose address ends so. */
  tamper(ending: string): void;
  stop(): Promise<void>;
}

type Files = Map<string, Uint8Array<ArrayBuffer>>;

/** Makes the releases of the example's tools for this machine and serves them. */
export async function startMirror(os: string, arch: string): Promise<Mirror> {
  const files: Files = new Map();
  for (const version of ["1.9.8", "1.5.7"]) await addTerraform(files, version, `${os}_${arch}`);
  await addOpentofu(files, "1.10.3", `${os}_${arch}`);
  addJq(files, "1.7.1", `${os === "darwin" ? "macos" : os}-${arch}`);
  await addKustomize(files, "5.6.0", `${os}_${arch}`);
  await addTreeSitter(
    files,
    "0.24.7",
    `${os === "darwin" ? "macos" : os}-${arch === "amd64" ? "x64" : arch}`,
  );
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const body = files.get(decodeURIComponent(new URL(request.url).pathname.slice(1)));
    return body ? new Response(body) : new Response("not here\n", { status: 404 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    tamper(ending) {
      for (const [address, body] of files) {
        if (address.endsWith(ending)) files.set(address, body.with(body.length - 1, (body.at(-1) ?? 0) ^ 1));
      }
    },
    stop: () => server.shutdown(),
  };
}

/** A program that tells its name, version and words. */
function program(name: string, version: string): string {
  return `#!/bin/sh\necho "${name} ${version}" "$@"\n`;
}

async function addTerraform(files: Files, version: string, platform: string): Promise<void> {
  const base = `releases.hashicorp.com/terraform/${version}`, asset = `terraform_${version}_${platform}.zip`;
  const content = program("terraform", version);
  const archive = await zipArchive([{ path: "terraform", content, mode: 0o755 }, {
    path: "LICENSE.txt",
    content: "demo\n",
  }]);
  files.set(`${base}/${asset}`, bytes(archive));
  files.set(`${base}/terraform_${version}_SHA256SUMS`, sums({ [asset]: archive }));
}

async function addOpentofu(files: Files, version: string, platform: string): Promise<void> {
  const base = `github.com/opentofu/opentofu/releases/download/v${version}`,
    asset = `tofu_${version}_${platform}.tar.gz`;
  const archive = await gzip(tarArchive([{ path: "tofu", content: program("tofu", version), mode: 0o755 }]));
  files.set(`${base}/${asset}`, bytes(archive));
  files.set(`${base}/tofu_${version}_SHA256SUMS`, sums({ [asset]: archive }));
}

function addJq(files: Files, version: string, platform: string): void {
  const base = `github.com/jqlang/jq/releases/download/jq-${version}`, asset = `jq-${platform}`;
  const script = new TextEncoder().encode(program("jq", version));
  files.set(`${base}/${asset}`, script);
  files.set(`${base}/sha256sum.txt`, sums({ [asset]: script }));
}

async function addKustomize(files: Files, version: string, platform: string): Promise<void> {
  const base = `github.com/kubernetes-sigs/kustomize/releases/download/kustomize/v${version}`;
  const content = program("kustomize", version);
  const archive = await gzip(tarArchive([{ path: "kustomize", content, mode: 0o755 }]));
  files.set(`${base}/kustomize_v${version}_${platform}.tar.gz`, bytes(archive));
}

async function addTreeSitter(files: Files, version: string, platform: string): Promise<void> {
  const base = `github.com/tree-sitter/tree-sitter/releases/download/v${version}`;
  const script = new TextEncoder().encode(program("tree-sitter", version));
  files.set(`${base}/tree-sitter-${platform}.gz`, bytes(await gzip(script)));
}

/** A checksum file as `sha256sum` writes it. */
function sums(assets: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const lines = Object.entries(assets).map(([name, body]) =>
    `${createHash("sha256").update(body).digest("hex")}  ${name}\n`
  );
  return new TextEncoder().encode(lines.join(""));
}

function bytes(body: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(body);
}
