/** Looks at everything that lets this program work or fail, and says what helps. Follows toolchain §20, §21.
 *  Invariants: whatever is broken becomes a finding, never the end; nothing stays on the disk; the network is asked
 *  only where it may be. */
import type { Context, Out } from "@/base/context.ts";
import { AtmosError } from "@/base/errors.ts";
import type { GivenFlags } from "@/features/config/load.ts";
import { type Gathered, gatherFacts, type SupportReport } from "@/features/support/report.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";
import { hardwareArch } from "@/io/host/host.ts";
import { type Check, CHECKS, type Diagnosis, type Finding, findingOf } from "./core/finding.ts";
import { checkNetwork, checkNetworkSettings, checkTokens } from "./_network.ts";
import { checkPath, checkProxies, checkTools, checkVersion } from "./_project.ts";
import { checkStorage } from "./_storage.ts";

/** Looks at the machine and the project. Throws only for defects of ours, and when it is cancelled. */
export async function diagnose(given: Context, input: GivenFlags): Promise<Diagnosis> {
  const heard: string[] = [];
  const ctx = { ...given, out: listeningOut(given.out, (text) => heard.push(text)) };
  const gathered = await gatherFacts(ctx, input);
  const { report, toolchain } = gathered;
  const looking = [
    attempt("platform", async () => [await platformFinding(ctx, report), ...homeFindings(ctx)]),
    attempt("version", async () => toolchain ? await checkVersion(ctx) : []),
    ...toolchain ? projectChecks(ctx, toolchain) : [],
    attempt("programs", async () => [await programsFinding(ctx)]),
    attempt("tokens", async () => [checkTokens(report)]),
    attempt("network_settings", () => checkNetworkSettings(ctx, report)),
    attempt("network", () => networkFindings(ctx, toolchain)),
  ];
  const found = (await Promise.all(looking)).flat();
  const findings = [...configurationFindings(gathered, heard), ...found];
  const sorted = findings.sort((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check));
  return { ok: sorted.every(({ status }) => status !== "error"), findings: sorted };
}

/** Warnings become findings; the rest of the talk is not for this report. */
function listeningOut(out: Out, hear: (text: string) => void): Out {
  return {
    ...out,
    event() {},
    say(level, text) {
      if (level === "warning" || level === "error") hear(text);
      else if (level !== "info") out.say(level, text);
    },
  };
}

async function attempt(check: Check, look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
    return [findingOf(check, error)];
  }
}

function projectChecks(ctx: Context, toolchain: Toolchain): readonly Promise<readonly Finding[]>[] {
  return [
    attempt("tools", () => checkTools(ctx, toolchain)),
    attempt("install_root", () => checkStorage(ctx, toolchain)),
    attempt("path", () => checkPath(ctx, toolchain)),
    attempt("proxies", () => checkProxies(ctx, toolchain)),
  ];
}

async function platformFinding(ctx: Context, { platform, program }: SupportReport): Promise<Finding> {
  const { os, arch } = ctx.host;
  const hardware = await hardwareArch(ctx);
  const libc = os === "linux" ? `, ${platform["libc"] ?? "unknown C library"}` : "";
  const summary = `${os}/${arch}${libc}; atmos ${program["version"]}`;
  if (hardware === arch) return { check: "platform", status: "ok", summary };
  const fix = `Use the build of atmos for ${os}/${hardware}.`;
  return {
    check: "platform",
    status: "note",
    summary: `${summary}, translated: this machine is ${hardware}`,
    fix,
  };
}

function homeFindings({ env }: Context): readonly Finding[] {
  if (env["HOME"] || env["USERPROFILE"]) return [];
  const summary = "HOME is not set: tools go into .tools of the working directory";
  return [{ check: "home", status: "warning", summary, fix: "export HOME=/path/of/your/home" }];
}

function configurationFindings(
  { report, toolchain, errors }: Gathered,
  heard: readonly string[],
): readonly Finding[] {
  const check = "configuration";
  const warnings = [...new Set(heard)].map((summary): Finding => ({ check, status: "warning", summary }));
  const findings = [...errors.map((error) => findingOf(check, error)), ...warnings];
  if (findings.length > 0) return findings;
  const file = report.paths.find(({ what }) => what === "configuration")?.path;
  const summary = toolchain && file ? file : "no atmos.yaml, the defaults count";
  return [{ check, status: "ok", summary }];
}

/** What other steps of a project may need; nothing of it is needed to install tools. */
async function programsFinding({ procs, env }: Context): Promise<Finding> {
  const names = ["git", "tar", "unzip", "gh", "docker", "podman"];
  const path = env["PATH"] ?? "";
  const found = await Promise.all(names.map((name) => procs.find(name, path)));
  const there = names.filter((_, index) => found[index] !== undefined);
  const missing = names.filter((name) => !there.includes(name));
  const summary = [
    ...there.length > 0 ? [`found ${there.join(", ")}`] : [],
    ...missing.length > 0 ? [`not found ${missing.join(", ")}`] : [],
  ].join("; ");
  return { check: "programs", status: "ok", summary };
}

async function networkFindings(ctx: Context, toolchain: Toolchain | undefined): Promise<readonly Finding[]> {
  if (toolchain === undefined) {
    return [{ check: "network", status: "skipped", summary: "the configuration decides which hosts to ask" }];
  }
  const { openServices } = await import("@/features/toolchain/open_services.ts");
  return await checkNetwork(ctx, await openServices(ctx, toolchain));
}
