/** What the publisher of the tests has released, on a loopback server. Follows house §8.2.
 *  Invariant: the same release has the same bytes on every server. */
import { gzip, tarArchive } from "../../support/archive.ts";
import { type FixtureServer, fixtureServer } from "../../support/server.ts";
import { addWidget, script } from "../../e2e/support/releases.ts";

/** A server with widget 1.2.0 and 1.3.0 (two programs, a checksum file), kit 2.0.0 (a whole tree with a link, no
 *  checksums) and plain 3.0.0 (a bare script). The newest widget is 1.3.0. */
export async function releaseServer(): Promise<FixtureServer> {
  const server = fixtureServer();
  for (const version of ["1.2.0", "1.3.0"]) await addWidget(server, version);
  server.route(KIT_PATH, { body: kitArchive("2.0.0") });
  server.route(PLAIN_PATH, { body: script("plain", "3.0.0") });
  server.route(RELEASES_PATH, {
    headers: { "content-type": "application/json" },
    body: JSON.stringify(
      ["v1.3.0", "v1.2.0"].map((tag) => ({ tag_name: tag, draft: false, prerelease: false, assets: [] })),
    ),
  });
  return server;
}

/** Where the server lists the releases of the widget. */
export const RELEASES_PATH = "/api.github.com/repos/acme/widget/releases";
/** Where the server has the kit. */
export const KIT_PATH = "/github.com/acme/kit/releases/download/2.0.0/kit-2.0.0.tar.gz";
/** Where the server has the plain program. */
export const PLAIN_PATH = "/dl.acme.test/plain-3.0.0";

/** An archive that has to stay together: a program, a link to it, and a library. */
export function kitArchive(version: string): Uint8Array<ArrayBuffer> {
  return gzip(tarArchive([
    { path: "kit/bin", kind: "directory", mode: 0o755 },
    { path: "kit/bin/kit", content: script("kit", version), mode: 0o755 },
    { path: "kit/bin/kitx", kind: "symlink", target: "kit" },
    { path: "kit/lib/data", content: `data of ${version}\n` },
  ]));
}
