/** A project whose tools come from a server of the test: the registry is a file, downloads are rewritten to loopback.
 *  Invariant: nothing but the server of the test is ever asked. */
import { createHash } from "node:crypto";
import { type Answer, type FixtureServer, fixtureServer } from "../../support/server.ts";
import { type Sandbox, sandbox } from "../../support/binary.ts";
import { gzip, tarArchive } from "../../support/archive.ts";

/** The registry of the tests: one package per kind of definition. */
export const REGISTRY = `packages:
  - type: github_release
    repo_owner: acme
    repo_name: widget
    asset: widget_{{trimV .Version}}_{{.OS}}_{{.Arch}}.tar.gz
    format: tar.gz
    files: [{name: widget}, {name: widgetctl, src: bin/widgetctl}]
    checksum: {type: github_release, asset: SHA256SUMS, algorithm: sha256}
  - type: http
    repo_owner: acme
    repo_name: plain
    url: https://dl.acme.test/plain/{{.Version}}/plain-{{.OS}}-{{.Arch}}
    format: raw
  - type: github_release
    repo_owner: acme
    repo_name: elsewhere
    asset: elsewhere.tar.gz
    supported_envs: [windows/amd64]
`;

/** The world of one test. */
export interface Releases extends AsyncDisposable {
  readonly box: Sandbox;
  readonly server: FixtureServer;
}

/** A program that tells its name, version and words, and exits with the number after \`exit\`. */
export function script(name: string, version: string): string {
  return `#!/bin/sh\n[ "$1" = exit ] && exit "$2"\n[ "$1" = pid ] && echo $$ && exit 0\necho ${name} ${version} "$@"\n`;
}

/** Starts a server with two versions of \`widget\` and one of \`plain\`, and a project that uses them. */
export async function releases(files: Readonly<Record<string, string>> = {}): Promise<Releases> {
  const server = fixtureServer();
  for (const version of ["1.2.0", "1.3.0"]) await addWidget(server, version);
  server.route("/dl.acme.test/plain/2.0.0/plain-linux-amd64", { body: script("plain", "2.0.0") });
  const box = await sandbox({
    "registry.yaml": REGISTRY,
    "atmos.yaml": `toolchain:
  install_path: .tools
  aliases: {widget: acme/widget, plain: acme/plain, elsewhere: acme/elsewhere}
  registries: [{name: tests, type: aqua, source: ./registry.yaml}]
  url_replacements: [{from: "https://", to: "${server.url}/"}]
`,
    ...files,
  });
  return {
    box,
    server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await box[Symbol.asyncDispose]();
    },
  };
}

/** Path on the server of a file of a release of \`widget\`. */
export function widgetPath(version: string, file = `widget_${version}_linux_amd64.tar.gz`): string {
  return `/github.com/acme/widget/releases/download/v${version}/${file}`;
}

/** The archive of a release of `widget`. */
export function widgetArchive(version: string): Uint8Array<ArrayBuffer> {
  return gzip(tarArchive([
    { path: "widget", content: script("widget", version), mode: 0o755 },
    { path: "bin/widgetctl", content: script("widgetctl", version), mode: 0o755 },
    { path: "README.md", content: "read me\n" },
  ]));
}

/** Serves a release; `answer` changes how the archive is sent. */
export async function addWidget(server: FixtureServer, version: string, answer: Answer = {}): Promise<void> {
  const archive = widgetArchive(version);
  const sum = createHash("sha256").update(archive).digest("hex");
  server.route(widgetPath(version), { body: archive, ...answer });
  server.route(widgetPath(version, "SHA256SUMS"), { body: `${sum}  widget_${version}_linux_amd64.tar.gz\n` });
}
