/** The tokens for GitHub that a NetPolicy carries. Follows toolchain §9.
 *  Invariant: the GitHub CLI is asked only when a request goes to a host that takes a token and no other was given,
 *  once per host, and for that host by name, so that it never answers with the token of another one. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import type { Credential } from "@/io/net/core/credentials.ts";
import { type GithubHosts, type GithubSettings, originsOf, tokenOrigins } from "./core/hosts.ts";
import { checkedToken, givenToken } from "./core/token.ts";

type CliContext = Pick<Context, "env" | "procs" | "cwd">;

const CLI_TIMEOUT_MS = 5_000;
const CLI_SOURCE = "gh auth token";
const ADVICE = "Set a token, which raises the limits of GitHub: export GITHUB_TOKEN=<token>";

/**
 * One credential per origin: tokens of single hosts, then the given one (flag, ATMOS_PRO_GITHUB_TOKEN,
 * ATMOS_GITHUB_TOKEN, GITHUB_TOKEN, GH_TOKEN), else that of `gh auth token` (ATMOS_GITHUB_CLI names the program; empty
 * means never). A host that the settings name without a token gets only what the GitHub CLI has for it.
 * @throws Auth `github/bad-token`
 */
export function githubCredentials(
  ctx: CliContext,
  hosts: Pick<GithubHosts, "trusted">,
  settings: GithubSettings = {},
): readonly Credential[] {
  const askCli = cliTokens(ctx);
  const single = Object.entries(settings.hosts ?? {}).flatMap(([name, { token: value }]) => {
    const source = `toolchain.github.hosts.${name}.token`;
    const token = value?.trim() ? checkedToken(value, source) : undefined;
    return token === undefined
      ? []
      : originsOf(name).map((origin) => ({ origin, token: async () => token, source }));
  });
  const given = givenToken(settings.token, ctx.env);
  const common = tokenOrigins(hosts).map(({ origin, cliHost }) => ({
    origin,
    token: given ? async () => given.token : () => askCli(cliHost),
    source: given?.source ?? CLI_SOURCE,
    advice: ADVICE,
  }));
  const named = Object.keys(settings.hosts ?? {}).flatMap((name) =>
    originsOf(name).map((origin) => ({
      origin,
      token: () => askCli(name),
      source: CLI_SOURCE,
      advice: `Set a token for this host: toolchain.github.hosts.${name}.token in atmos.yaml`,
    }))
  );
  return [...single, ...common, ...named];
}

/** Asks the GitHub CLI, each host at most once. */
function cliTokens(ctx: CliContext): (cliHost: string) => Promise<string | undefined> {
  const asked = new Map<string, Promise<string | undefined>>();
  return (cliHost) => {
    const known = asked.get(cliHost);
    if (known) return known;
    const token = cliToken(ctx, cliHost);
    asked.set(cliHost, token);
    return token;
  };
}

/** Undefined when there is no such program, it knows no token, or it takes too long. */
async function cliToken({ env, procs, cwd }: CliContext, cliHost: string): Promise<string | undefined> {
  const program = env["ATMOS_GITHUB_CLI"] ?? "gh";
  if (program.trim() === "") return undefined;
  const plan = { program, args: ["auth", "token", "--hostname", cliHost], env, cwd };
  try {
    const { code, stdout } = await procs.capture(plan, { timeoutMs: CLI_TIMEOUT_MS });
    return code === 0 && stdout.trim() !== "" ? checkedToken(stdout, CLI_SOURCE) : undefined;
  } catch (error) {
    if (error instanceof HostError) return undefined;
    throw error;
  }
}
