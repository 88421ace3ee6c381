/** What installing twenty tools costs: cold, with nothing to do, and against other programs where they are there.
 *  Needs a stand-in for the release hosts: ATMOS_BENCH_MIRROR names a file of `export NAME='value'` lines (HTTPS_PROXY,
 *  SSL_CERT_FILE) under which all of them get the same files; mise and aqua are taken from ATMOS_BENCH_PEERS, a folder.
 *  Invariant: every program installs the same versions from the same server, in turns, with signatures off. */
import { pathOf } from "../checkout.ts";
import { type Subject, timeInTurns, timingTable } from "./measure.ts";

const ROUNDS = 7;

/** Id in the registry → version for us; the release's tag where it is not `v` and the version. */
const TOOLS: Readonly<Record<string, readonly [version: string, tag?: string]>> = {
  "hashicorp/terraform": ["1.15.9"],
  "opentofu/opentofu": ["1.12.6"],
  "hashicorp/packer": ["1.16.0"],
  "helm/helm": ["4.2.4"],
  "kubernetes/kubernetes/kubectl": ["1.25.4"],
  "jqlang/jq": ["1.7.1", "jq-1.7.1"],
  "mikefarah/yq": ["4.52.5"],
  "cli/cli": ["2.49.2"],
  "terraform-linters/tflint": ["0.35.0"],
  "aquasecurity/trivy": ["0.16.0"],
  "kubernetes-sigs/kustomize": ["5.8.1", "kustomize/v5.8.1"],
  "derailed/k9s": ["0.51.0"],
  "getsops/sops": ["3.7.3"],
  "FiloSottile/age": ["1.2.1"],
  "stern/stern": ["1.34.0"],
  "helmfile/helmfile": ["1.7.4"],
  "gruntwork-io/terragrunt": ["0.97.2"],
  "sigstore/cosign": ["1.4.1"],
  "open-policy-agent/conftest": ["0.69.0"],
  "koalaman/shellcheck": ["0.11.0"],
};

/** A program that installs the tools: its project file, its words, what makes it begin anew. */
interface Installer {
  readonly name: string;
  readonly program: string;
  readonly file: string;
  readonly text: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Two tables; a line that says what is missing when there is no mirror. */
export async function benchInstall(): Promise<string> {
  const file = Deno.env.get("ATMOS_BENCH_MIRROR");
  if (!file) return "install: not measured, ATMOS_BENCH_MIRROR names no mirror\n";
  const mirror = environmentOf(await Deno.readTextFile(file));
  const root = await Deno.makeTempDir();
  try {
    const subjects: Subject[] = [];
    for (const installer of await installers()) subjects.push(await prepare(root, installer, mirror));
    const forget = subjects.map((subject) => ({
      ...subject,
      // A shell that clears what the installer keeps and then becomes it.
      command: [
        "/bin/sh",
        "-c",
        'rm -rf "$HOME" ./*.lock*; mkdir -p "$HOME"; exec "$@"',
        "sh",
        ...subject.command,
      ],
    }));
    const cold = await timeInTurns(forget, ROUNDS);
    // What is younger is looked at anew each time.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const idle = await timeInTurns(subjects, ROUNDS * 3);
    return `${timingTable("20 tools of 8 MB, cold", cold)}\n${timingTable("20 tools, nothing to do", idle)}`;
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function installers(): Promise<readonly Installer[]> {
  const entries = Object.entries(TOOLS);
  const ours = {
    file: ".tool-versions",
    text: entries.map(([id, [version]]) => `${id} ${version}\n`).join(""),
  };
  const words = ["toolchain", "install"];
  const bundle = ["run", "-A", "--no-check", "--no-config", pathOf("build/js/main.js"), ...words];
  const all: Installer[] = [
    { ...ours, name: "atmos", program: pathOf("dist/atmos"), words, env: {} },
    {
      ...ours,
      name: `its bundle under Deno ${Deno.version.deno}`,
      program: Deno.execPath(),
      words: bundle,
      env: { DENO_DIR: pathOf(".cache/deno") },
    },
    {
      name: "mise",
      program: "mise",
      file: "mise.toml",
      text: `[tools]\n${entries.map(([id, [version]]) => `"aqua:${id}" = "${version}"\n`).join("")}`,
      words: ["install"],
      env: { MISE_YES: "1", MISE_TRUSTED_CONFIG_PATHS: "/" },
    },
  ];
  const folder = Deno.env.get("ATMOS_BENCH_PEERS");
  const present = await Promise.all(all.map(async (each) => {
    const program = each.program.startsWith("/") ? each.program : folder && `${folder}/${each.program}`;
    const info = program ? await Deno.stat(program).catch(() => undefined) : undefined;
    return info && program ? [{ ...each, program }] : [];
  }));
  return present.flat();
}

async function prepare(
  root: string,
  { name, program, file, text, words, env }: Installer,
  mirror: Readonly<Record<string, string>>,
): Promise<Subject> {
  const cwd = `${root}/${name}`;
  await Deno.mkdir(cwd);
  await Deno.writeTextFile(`${cwd}/${file}`, text);
  const own = { HOME: `${root}/home-${name}`, PATH: "/usr/bin:/bin", CI: "1" };
  return { name, command: [program, ...words], cwd, env: { ...mirror, ...own, ...env } };
}

/** Reads `export NAME='value'` lines. */
function environmentOf(text: string): Readonly<Record<string, string>> {
  const lines = [...text.matchAll(/^export (\w+)='(.*)'$/gm)];
  return Object.fromEntries(lines.map(([, name = "", value = ""]) => [name, value]));
}
