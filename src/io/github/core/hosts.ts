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
  /** Tokens by host name, with a port where there is one: `ghes.corp`, `ghes.corp:8443`, `github.com`. */
  readonly hostTokens?: Readonly<Record<string, string>> | undefined;
}

const PUBLIC_NAME = "github.com";
const PUBLIC: GithubHost = {
  apiUrl: "https://api.github.com",
  serverUrl: "https://github.com",
  rawUrl: "https://raw.githubusercontent.com",
};
const PUBLIC_ORIGINS = [PUBLIC.apiUrl, PUBLIC.rawUrl, "https://uploads.github.com"];

/** The GitHub to ask: settings, then GITHUB_API_URL and GITHUB_SERVER_URL, then the public one. What is not said
 *  follows from the rest, as GitHub Enterprise Server lays out its addresses. */
export function githubHost(env: Readonly<Record<string, string>>, settings: GithubSettings = {}): GithubHost {
  const isSaid = settings.apiUrl || settings.serverUrl;
  const api = base(isSaid ? settings.apiUrl : env["GITHUB_API_URL"]);
  const server = base(isSaid ? settings.serverUrl : env["GITHUB_SERVER_URL"]) ||
    (api === PUBLIC.apiUrl ? "" : api.replace(/\/api\/v3$/, ""));
  const raw = base(settings.rawUrl);
  if (server === "" || server === PUBLIC.serverUrl) {
    return { apiUrl: api || PUBLIC.apiUrl, serverUrl: PUBLIC.serverUrl, rawUrl: raw || PUBLIC.rawUrl };
  }
  return { apiUrl: api || `${server}/api/v3`, serverUrl: server, rawUrl: raw || `${server}/raw` };
}

/** Origins that may get the token of the environment, each with the name by which the GitHub CLI knows its host; each
 *  origin once. */
export function tokenOrigins(
  host: GithubHost,
): readonly { readonly origin: string; readonly cliHost: string }[] {
  const server = URL.parse(host.serverUrl)?.host;
  const own = [host.apiUrl, host.rawUrl].flatMap((url) => URL.parse(url)?.origin ?? []);
  return [...new Set([...PUBLIC_ORIGINS, ...own])].map((origin) => ({
    origin,
    cliHost: PUBLIC_ORIGINS.includes(origin) ? PUBLIC_NAME : server ?? PUBLIC_NAME,
  }));
}

/** Origins that a token for one host is for. */
export function originsOf(hostName: string): readonly string[] {
  const name = hostName.toLowerCase();
  return name === PUBLIC_NAME ? PUBLIC_ORIGINS : [`https://${name}`];
}

function base(url: string | undefined): string {
  return (url ?? "").trim().replace(/\/+$/, "");
}
