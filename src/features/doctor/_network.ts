/** Whether the hosts that tools come from answer, and what is set about the way to them. Follows toolchain §9, §21.
 *  Invariants: every question has a short time limit and is asked once; no value of a token is shown. */
import type { Context } from "@/base/context.ts";
import { AtmosError, NetworkError } from "@/base/errors.ts";
import type { SupportReport } from "@/features/support/report.ts";
import type { InstallServices } from "@/features/toolchain/services.ts";
import { githubHosts } from "@/io/github/core/hosts.ts";
import { request } from "@/io/net/client.ts";
import type { NetPolicy } from "@/io/net/policy.ts";
import { type Finding, findingOf } from "./core/finding.ts";

const LIMIT_MS = 3000;
const FEW_REQUESTS = 10;

/** Asks each host once, all at the same time. */
export async function checkNetwork(ctx: Context, services: InstallServices): Promise<readonly Finding[]> {
  const { config } = services.toolchain;
  if (config.offline) {
    const summary = "offline mode is on, no host was asked";
    return [{ check: "network", status: "skipped", summary }];
  }
  const { policy: usual } = await services.network();
  const policy = { ...usual, attempts: 1, connectTimeoutMs: LIMIT_MS, idleTimeoutMs: LIMIT_MS };
  const { home, main } = githubHosts(ctx.env, config.github);
  const sources = config.registries.flatMap(({ source }) => source?.includes("://") ? [source] : []);
  const urls = [home, main].flatMap(({ serverUrl, rawUrl }) => [serverUrl, rawUrl]).concat(sources);
  const origins = new Set(urls.flatMap((url) => URL.parse(url)?.origin ?? []));
  const apis = new Set([home.apiUrl, main.apiUrl]);
  const findings = await Promise.all([
    ...[...apis].map((api) => checkApi(ctx, policy, api)),
    ...[...origins].map((origin) => checkHost(ctx, policy, origin)),
  ]);
  return summedUp(findings);
}

/** Where nobody answers, the way into the network is what must be fixed, not each host. */
function summedUp(findings: readonly Finding[]): readonly Finding[] {
  const [first] = findings;
  if (first === undefined || !findings.every(({ summary }) => summary.endsWith(SILENT))) return findings;
  const details = findings.flatMap(({ details = [] }) => details);
  return [{ ...first, summary: `none of ${findings.length} hosts answers`, details }];
}

const SILENT = "does not answer";

/** Any answer will do: what is asked for need not exist. */
async function checkHost(ctx: Context, policy: NetPolicy, origin: string): Promise<Finding> {
  const started = ctx.clock.now();
  try {
    await request(ctx, policy, `${origin}/robots.txt`);
  } catch (error) {
    if (!isAnswer(error)) return unreachable(origin, error);
  }
  return { check: "network", status: "ok", summary: `${hostOf(origin)} answers${took(ctx, started)}` };
}

/** Asks how many requests are left, which costs none and tells whether the token is taken. */
async function checkApi(ctx: Context, policy: NetPolicy, apiUrl: string): Promise<Finding> {
  const started = ctx.clock.now();
  try {
    const response = await request(ctx, policy, `${apiUrl}/rate_limit`);
    const { remaining, limit } = rateOf(await response.text());
    const summary = `${hostOf(apiUrl)} answers${took(ctx, started)}`;
    if (remaining === undefined) return { check: "network", status: "ok", summary };
    const left = `${remaining} of ${limit} requests are left this hour`;
    if (remaining >= FEW_REQUESTS) return { check: "network", status: "ok", summary: `${summary}, ${left}` };
    return { check: "network", status: "warning", summary: `${hostOf(apiUrl)}: ${left}`, fix: SET_TOKEN };
  } catch (error) {
    if (!isAnswer(error)) return unreachable(apiUrl, error);
    if (error.code === "net/unauthorized") return findingOf("network", error);
    if (error.code === "net/rate-limited") {
      return { ...findingOf("network", error, "warning"), fix: SET_TOKEN };
    }
    return { check: "network", status: "ok", summary: `${hostOf(apiUrl)} answers${took(ctx, started)}` };
  }
}

const SET_TOKEN = "export GITHUB_TOKEN=<token>";

/** Whether a failed request was answered all the same. */
function isAnswer(error: unknown): error is NetworkError {
  return error instanceof NetworkError && !UNANSWERED.includes(error.code);
}

const UNANSWERED = ["net/unreachable", "net/tls", "net/timeout", "net/offline", "net/bad-url"];

function unreachable(url: string, error: unknown): Finding {
  if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
  return {
    ...findingOf("network", error),
    summary: `${hostOf(url)} ${SILENT}`,
    details: [error.title],
  };
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? "";
}

function took(ctx: Context, started: number): string {
  return ` in ${Math.max(0, Math.round(ctx.clock.now() - started))} ms`;
}

function rateOf(text: string): { readonly remaining?: number; readonly limit?: number } {
  try {
    const { remaining, limit } = JSON.parse(text).resources.core;
    return Number.isInteger(remaining) && Number.isInteger(limit) ? { remaining, limit } : {};
  } catch {
    return {}; // an API without limits, or a mirror
  }
}

/** Which token requests carry, by its source. */
export function checkTokens({ tokens }: SupportReport): Finding {
  const check = "tokens", [source] = tokens.filter(({ set }) => set).map((token) => token.source);
  if (source !== undefined) {
    return { check, status: "ok", summary: `requests to GitHub carry that of ${source}` };
  }
  const summary = "none is set: GitHub answers only few requests an hour without one";
  return { check, status: "note", summary, fix: SET_TOKEN };
}

/** Variables that decide about the way into the network. */
export async function checkNetworkSettings(
  ctx: Pick<Context, "disk" | "env">,
  { network }: SupportReport,
): Promise<readonly Finding[]> {
  const check = "network_settings", findings: Finding[] = [];
  for (const [name, shown] of Object.entries(network)) {
    const value = ctx.env[name];
    if (value === undefined) continue;
    if (/^(https?|all)_proxy$/i.test(name)) findings.push(proxyFinding(name, value, String(shown)));
    else if (name.toUpperCase() === "SSL_CERT_FILE") {
      findings.push(await certificateFinding(ctx, name, value));
    } else findings.push({ check, status: "ok", summary: `${name} is ${shown}` });
  }
  return findings;
}

function proxyFinding(name: string, value: string, shown: string): Finding {
  const check = "network_settings";
  const { protocol } = URL.parse(value.includes("://") ? value : `http://${value}`) ?? { protocol: "" };
  if (/^(https?|socks5h?):$/.test(protocol)) return { check, status: "ok", summary: `${name} is ${shown}` };
  const summary = `${name} is no address of a proxy: ${shown}`;
  return { check, status: "error", summary, fix: `export ${name}=http://proxy.example:3128` };
}

async function certificateFinding(
  { disk }: Pick<Context, "disk">,
  name: string,
  path: string,
): Promise<Finding> {
  const check = "network_settings";
  const text = await disk.readText(path).catch((error) => {
    if (error instanceof AtmosError) return undefined;
    throw error;
  });
  if (text?.includes("-----BEGIN CERTIFICATE-----")) {
    return { check, status: "ok", summary: `${name} is ${path}` };
  }
  const summary = `${name} is ${path}, which holds no readable certificates`;
  return { check, status: "error", summary, fix: `unset ${name}` };
}
