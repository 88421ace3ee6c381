/** Decides which GitHub is asked, and which addresses of it take its token. Pure. Follows toolchain §9.
 *  Invariant: the token of the environment is offered to GitHub's own API and raw hosts and to the hosts that the user
 *  names, never to the hosts of downloads. */

/** Where a GitHub lives; no final slashes. */
export interface GithubHost {
  /** Base of the REST API: `https://api.github.com`, `https://ghes.corp/api/v3`. */
  readonly apiUrl: string;
  /** Base of pages and release downloads: `https://github.com`. */
  readonly serverUrl: string;
}

/** What the user says about GitHub; absent members count as not said. */
export interface GithubSettings {
  /** Value of `--github-token`. */
  readonly token?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly serverUrl?: string | undefined;
  /** Tokens by host name, with a port where there is one: `ghes.corp`, `ghes.corp:8443`, `github.com`. */
  readonly hostTokens?: Readonly<Record<string, string>> | undefined;
}

const PUBLIC_NAME = "github.com";
const PUBLIC: GithubHost = { apiUrl: "https://api.github.com", serverUrl: "https://github.com" };
const PUBLIC_ORIGINS = [
  "https://api.github.com",
  "https://raw.githubusercontent.com",
  "https://uploads.github.com",
];

/** The GitHub to ask: settings, then GITHUB_API_URL and GITHUB_SERVER_URL, then the public one. With only one of the
 *  two URLs the other follows from it, as GitHub Enterprise Server lays them out. */
export function githubHost(env: Readonly<Record<string, string>>, settings: GithubSettings = {}): GithubHost {
  const apiUrl = base(settings.apiUrl || (settings.serverUrl ? "" : env["GITHUB_API_URL"]));
  const serverUrl = base(settings.serverUrl || (settings.apiUrl ? "" : env["GITHUB_SERVER_URL"]));
  if (!apiUrl && !serverUrl) return PUBLIC;
  return {
    apiUrl: apiUrl || (serverUrl === PUBLIC.serverUrl ? PUBLIC.apiUrl : `${serverUrl}/api/v3`),
    serverUrl: serverUrl || (apiUrl === PUBLIC.apiUrl ? PUBLIC.serverUrl : apiUrl.replace(/\/api\/v3$/, "")),
  };
}

/** Origins that may get the token of the environment, each with the name by which the GitHub CLI knows its host; each
 *  origin once. */
export function tokenOrigins(
  host: GithubHost,
): readonly { readonly origin: string; readonly cliHost: string }[] {
  const own = URL.parse(host.apiUrl);
  const known = PUBLIC_ORIGINS.map((origin) => ({ origin, cliHost: PUBLIC_NAME }));
  if (!own || PUBLIC_ORIGINS.includes(own.origin)) return known;
  return [...known, { origin: own.origin, cliHost: own.host }];
}

/** Origins that a token for one host is for. */
export function originsOf(hostName: string): readonly string[] {
  const name = hostName.toLowerCase();
  return name === PUBLIC_NAME ? PUBLIC_ORIGINS : [`https://${name}`];
}

function base(url: string | undefined): string {
  return (url ?? "").trim().replace(/\/+$/, "");
}
