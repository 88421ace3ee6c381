/** Decides which GitHub is asked, and which addresses of it take its token. Pure. Follows toolchain §9.
 *  Invariant: the token of the environment is offered to GitHub's own API and raw hosts and to the hosts that the user
 *  names, never to the hosts of downloads. */

/** Where a GitHub lives; no final slashes. */
export interface GithubHost {
  /** Base of the REST API: `https://api.github.com`, `https://ghes.corp/api/v3`. */
  readonly apiUrl: string;
  /** Base of pages and release downloads: `https://github.com`. */
  readonly serverUrl: string;
  /** Base of single files: `https://raw.githubusercontent.com`. */
  readonly rawUrl: string;
}

/** What the user says about GitHub; absent members count as not said. */
export interface GithubSettings {
  /** Value of `--github-token`. */
  readonly token?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly serverUrl?: string | undefined;
  readonly rawUrl?: string | undefined;
  /** Further servers by host name, with a port where there is one: `ghes.corp`, `ghes.corp:8443`, `github.com`. */
  readonly hosts?: Readonly<Record<string, { readonly token: string | undefined }>> | undefined;
}

const PUBLIC_NAME = "github.com";
const PUBLIC: GithubHost = {
  apiUrl: "https://api.github.com",
  serverUrl: "https://github.com",
  rawUrl: "https://raw.githubusercontent.com",
};
const PUBLIC_ORIGINS = [PUBLIC.apiUrl, PUBLIC.rawUrl, "https://uploads.github.com"];

/** The servers that a project may have to do with. */
export interface GithubHosts {
  /** Where the project's own definitions belong: by the settings, else by the environment, else the public one. */
  readonly main: GithubHost;
  /** Where the public registry is: by the settings, else the public one. A CI system that exports the address of its
   *  own server does not mean that public tools are there. */
  readonly home: GithubHost;
  /** Those that the token of the environment is for, beside the public one. */
  readonly trusted: readonly GithubHost[];
  /** All of them, each server once. */
  readonly known: readonly GithubHost[];
}

/** Weighs settings, GITHUB_API_URL and GITHUB_SERVER_URL. What is not said of a server follows from the rest, as GitHub
 *  Enterprise Server lays out its addresses. */
export function githubHosts(
  env: Readonly<Record<string, string>>,
  settings: GithubSettings = {},
): GithubHosts {
  const said = hostFrom(settings);
  const around = hostFrom({ apiUrl: env["GITHUB_API_URL"], serverUrl: env["GITHUB_SERVER_URL"] });
  const others = Object.keys(settings.hosts ?? {}).map((name) =>
    name === PUBLIC_NAME ? PUBLIC : hostFrom({ serverUrl: `https://${name.toLowerCase()}` })
  );
  const trusted = [said, around].filter((host) => host !== undefined);
  const all = [...trusted, ...others.filter((host) => host !== undefined), PUBLIC];
  return {
    main: said ?? around ?? PUBLIC,
    home: said ?? PUBLIC,
    trusted,
    known: all.filter(({ serverUrl }, index) =>
      all.findIndex((other) => other.serverUrl === serverUrl) === index
    ),
  };
}

function hostFrom(
  { apiUrl, serverUrl, rawUrl }: Pick<GithubSettings, "apiUrl" | "serverUrl" | "rawUrl">,
): GithubHost | undefined {
  const api = base(apiUrl), raw = base(rawUrl);
  const server = base(serverUrl) || (api.endsWith("/api/v3") ? api.slice(0, -"/api/v3".length) : "");
  if (api === "" && raw === "" && server === "") return undefined;
  if (server === "" || server === PUBLIC.serverUrl) {
    return { apiUrl: api || PUBLIC.apiUrl, serverUrl: PUBLIC.serverUrl, rawUrl: raw || PUBLIC.rawUrl };
  }
  return { apiUrl: api || `${server}/api/v3`, serverUrl: server, rawUrl: raw || `${server}/raw` };
}

/** Origins that may get the token of the environment, each with the name by which the GitHub CLI knows its host; each
 *  origin once. */
export function tokenOrigins(
  { trusted }: Pick<GithubHosts, "trusted">,
): readonly { readonly origin: string; readonly cliHost: string }[] {
  const own = trusted.flatMap(({ apiUrl, rawUrl, serverUrl }) =>
    [apiUrl, rawUrl].flatMap((url) => {
      const origin = URL.parse(url)?.origin;
      return origin === undefined ? [] : [{ origin, cliHost: URL.parse(serverUrl)?.host ?? PUBLIC_NAME }];
    })
  );
  const all = [...PUBLIC_ORIGINS.map((origin) => ({ origin, cliHost: PUBLIC_NAME })), ...own];
  return all.filter(({ origin }, index) => all.findIndex((other) => other.origin === origin) === index);
}

/** Origins that a token for one host is for. */
export function originsOf(hostName: string): readonly string[] {
  const name = hostName.toLowerCase();
  return name === PUBLIC_NAME ? PUBLIC_ORIGINS : [`https://${name}`];
}

function base(url: string | undefined): string {
  return (url ?? "").trim().replace(/\/+$/, "");
}
