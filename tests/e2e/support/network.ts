/** A project on a network of the test: every https host is one TLS server behind a forward proxy, with certificates of
 *  the test's own authority. Addresses are the real ones, nothing is rewritten.
 *  Invariant: no name is looked up and nothing but the servers of the test is reached. */
import { type Sandbox, sandbox } from "../../support/binary.ts";
import { type FixtureServer, fixtureServer, type Route } from "../../support/server.ts";
import { type Authority, tlsAuthority } from "../../support/tls_authority.ts";
import { type ForwardProxy, forwardProxy } from "../../support/tls_proxy.ts";
import { addWidget, REGISTRY } from "./releases.ts";

/** The world of one test. */
export interface Network extends AsyncDisposable {
  readonly box: Sandbox;
  /** Answers for every https host; its routes begin with the host. */
  readonly server: FixtureServer;
  /** Answers for every host without encryption. */
  readonly plain: FixtureServer;
  readonly proxy: ForwardProxy;
  readonly authority: Authority;
  /** The environment that leads the binary through the proxy to the server. */
  readonly env: Readonly<Record<string, string>>;
  /** Requests to the server in short: `host/path` and, if there was one, its authorization. */
  seen(): readonly string[];
}

/** What a test may choose. */
export interface NetworkOptions {
  /** Further lines of `toolchain:` in atmos.yaml. */
  readonly settings?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Routes of the hosts without encryption. */
  readonly plainRoutes?: Readonly<Record<string, Route>>;
  /** User and password that the proxy wants. */
  readonly credentials?: readonly [user: string, password: string];
}

/** Hosts that the server has a certificate for. */
const HOSTS = ["github.com", "*.github.com", "*.githubusercontent.com", "*.corp.test", "*.acme.test"];

/** Makes a project with the tool `acme/widget`, 1.2.0 and 1.3.0 of which are released on github.com. */
export async function network(
  routes: Readonly<Record<string, Route>> = {},
  options: NetworkOptions = {},
): Promise<Network> {
  const { settings = "", files = {} } = options;
  const authority = await tlsAuthority();
  const server = fixtureServer(routes, { tls: await authority.issue(HOSTS), byHost: true });
  for (const version of ["1.2.0", "1.3.0"]) await addWidget(server, version);
  for (const [key, route] of Object.entries(routes)) server.route(key, route);
  const plain = fixtureServer(options.plainRoutes, { byHost: true });
  const credentials = options.credentials === undefined ? {} : { credentials: options.credentials.join(":") };
  const proxy = forwardProxy({ tlsPort: server.port, plainPort: plain.port, ...credentials });
  const box = await sandbox({
    "registry.yaml": REGISTRY,
    "atmos.yaml": `toolchain:
  install_path: .tools
  aliases: {widget: acme/widget, plain: acme/plain}
  registries: [{name: tests, type: aqua, source: ./registry.yaml}]
  registry_fallback: false
${settings}`,
    "ca.pem": authority.certificate,
    ...files,
  });
  const login = options.credentials?.map(encodeURIComponent).join(":");
  const proxyUrl = `http://${login === undefined ? "" : `${login}@`}${proxy.host}`;
  return {
    box,
    server,
    proxy,
    authority,
    env: {
      ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64",
      HTTPS_PROXY: proxyUrl,
      HTTP_PROXY: proxyUrl,
      SSL_CERT_FILE: `${box.project}/ca.pem`,
    },
    seen: () =>
      server.requests.map(({ path, headers }) => {
        const { authorization } = headers;
        return path.slice(1) + (authorization === undefined ? "" : ` ${authorization}`);
      }),
    plain,
    async [Symbol.asyncDispose]() {
      await plain[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await box[Symbol.asyncDispose]();
    },
  };
}
