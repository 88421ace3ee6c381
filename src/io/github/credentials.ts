/** The tokens for GitHub that a NetPolicy carries. Follows toolchain §9.
 *  Invariant: the GitHub CLI is asked only when a request goes to a host that takes a token and no other was given,
 *  once per host, and for that host by name, so that it never answers with the token of another one. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import type { Credential } from "@/io/net/core/credentials.ts";
import { type GithubHost, type GithubSettings, originsOf, tokenOrigins } from "./core/hosts.ts";
import { checkedToken, givenToken } from "./core/token.ts";

type CliContext = Pick<Context, "env" | "procs" | "cwd">;

const CLI_TIMEOUT_MS = 5_000;
const ADVICE = "Set a token, which raises the limits of GitHub: export GITHUB_TOKEN=<token>";

/**
 * One credential per origin: tokens of single hosts, then the given one (flag, ATMOS_PRO_GITHUB_TOKEN,
 * ATMOS_GITHUB_TOKEN, GITHUB_TOKEN, GH_TOKEN), else that of `gh auth token` (ATMOS_GITHUB_CLI names the program; empty
 * means never).
 * @throws Auth `github/bad-token`
 */
export function githubCredentials(
  ctx: CliContext,
  host: GithubHost,
  settings: GithubSettings = {},
): readonly Credential[] {
  const single = Object.entries(settings.hostTokens ?? {}).flatMap(([name, value]) => {
    const source = `toolchain.github.hosts.${name}.token`;
    const token = checkedToken(value, source);
    return originsOf(name).map((origin) => ({ origin, token: () => Promise.resolve(token), source }));
  });
  const given = givenToken(settings.token, ctx.env);
  const askCli = cliTokens(ctx);
  const common = tokenOrigins(host).map(({ origin, cliHost }) => ({
    origin,
    token: given ? () => Promise.resolve(given.token) : () => askCli(cliHost),
    source: given?.source ?? "gh auth token",
    advice: ADVICE,
  }));
  return [...single, ...common];
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
    return code === 0 && stdout.trim() !== "" ? checkedToken(stdout, "gh auth token") : undefined;
  } catch (error) {
    if (error instanceof HostError) return undefined;
    throw error;
  }
}
