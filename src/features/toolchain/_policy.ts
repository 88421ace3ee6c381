/** The network policy of a project: mirrors, tokens, offline mode. Follows toolchain §9.
 *  Invariant: a token goes into the mask before anything could print it. */
import { version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import type { ToolchainConfig } from "@/features/config/toolchain_config.ts";
import { type GithubHosts, githubHosts } from "@/io/github/core/hosts.ts";
import { githubCredentials } from "@/io/github/credentials.ts";
import { type CompileRegexp, compileReplacements, needsRegexp } from "@/io/net/core/rewrite.ts";
import { defaultNetPolicy, type NetPolicy } from "@/io/net/policy.ts";
import type { Toolchain } from "./settings.ts";

/** @throws Config `net/bad-replacement`, `regexp/syntax`; Auth `github/bad-token` */
export async function openPolicy(
  ctx: Context,
  { config, githubToken }: Pick<Toolchain, "config" | "githubToken">,
): Promise<{ readonly policy: NetPolicy; readonly github: GithubHosts }> {
  const settings = { ...config.github, token: githubToken };
  const github = githubHosts(ctx.env, settings);
  const compile = needsRegexp(config.urlReplacements) ? await wholeMatch() : neverAsked;
  const credentials = githubCredentials(ctx, github, settings).map((credential) => ({
    ...credential,
    token: async () => {
      const token = await credential.token();
      if (token !== undefined) ctx.out.secret(token);
      return token;
    },
  }));
  const replacements = config.urlReplacements.flatMap((entry, index) =>
    located(config, index, () => compileReplacements([entry], compile))
  );
  return {
    policy: { ...defaultNetPolicy(version), offline: config.offline, replacements, credentials },
    github,
  };
}

/** Adds to an error about an item of url_replacements where it stands. */
function located<T>({ positionOf }: ToolchainConfig, index: number, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { code, title, explanation, hints, facts } = error;
    throw new ConfigError(code, `url_replacements[${index}].from: ${title}`, {
      explanation,
      hints: hints.length > 0 ? hints : ["Write an RE2 that matches the whole address after regex:."],
      facts,
      at: positionOf(["url_replacements", index, "from"]),
    });
  }
}

/** Compiles expressions that must match a whole address. */
async function wholeMatch(): Promise<CompileRegexp> {
  const { compileRe2 } = await import("@/lang/regexp/re2.ts");
  return (pattern) => {
    const compiled = compileRe2(`\\A(?:${pattern})\\z`);
    return (text) => compiled.findSubmatch(text);
  };
}

const neverAsked: CompileRegexp = () => {
  throw new Error("an expression where none was announced");
};
