/** The recipes of docs/ci.md and the setup action, line for line, on the network of a test. Follows toolchain §13.6.
 *  Invariant: a recipe that is changed in the document is what runs here. */
import assert from "node:assert/strict";
import { readText } from "../../scripts/checkout.ts";
import { packProgram } from "../../scripts/release.ts";
import { addWidget, widgetPath } from "../e2e/support/releases.ts";
import { testBinary } from "../support/binary.ts";
import { fillIn, mapAt, mapsAt, readYaml, runSteps, textsAt } from "./support/jobs.ts";
import { type Ending, type Machine, machine, PLATFORM, publish, release } from "./support/machine.ts";
import { installTest } from "./support/programs.ts";

const NEEDS = { programs: ["dash", "bash", "curl"] };
const ACTION = ".github/actions/setup/action.yml";

/** A repository whose one tool has the program `terraform`; acme/widget stands for it. */
const CHECKOUT = {
  ".tool-versions": "terraform 1.2.0\n",
  "registry.yaml": `packages:
  - type: github_release
    repo_owner: acme
    repo_name: widget
    asset: widget_{{trimV .Version}}_linux_amd64.tar.gz
    files: [{name: terraform, src: widget}]
    checksum: {type: github_release, asset: SHA256SUMS, algorithm: sha256}
`,
  "atmos.yaml": `toolchain:
  aliases: {terraform: acme/widget}
  registries: [{name: tests, type: aqua, source: ./registry.yaml}]
  registry_fallback: false
`,
};

/** A runner with a checkout of the repository, its lock file included, and the release that the recipes name. */
async function runner(): Promise<Machine> {
  const user = await machine();
  const archive = packProgram(PLATFORM, await Deno.readFile(testBinary()), 1);
  publish(user.server, "0.1.0", await release("0.1.0", { archive }));
  await addWidget(user.server, "1.2.0");
  await user.write(Object.fromEntries(
    Object.entries(CHECKOUT).map(([name, text]) => [`checkout/${name}`, text]),
  ));
  const options = {
    args: ["toolchain", "lock"],
    cwd: `${user.home}/checkout`,
    env: user.env,
    clearEnv: true,
  };
  const { success, stderr } = await new Deno.Command(testBinary(), options).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  await Deno.remove(`${user.home}/.cache`, { recursive: true });
  await user.write({});
  return user;
}

/** The code blocks below a heading of docs/ci.md, with the placeholder filled in. */
async function blocks(heading: string): Promise<readonly string[]> {
  const section = (await readText("docs/ci.md")).split(/^## /m).find((text) =>
    text.startsWith(`${heading}\n`)
  );
  const found = [...(section ?? "").matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, text = ""]) => text);
  return found.map((text) => text.replaceAll("OWNER/REPO", "acme/atmos"));
}

async function assertRan(user: Machine, { code, stdout, stderr }: Ending): Promise<void> {
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^widget 1\.2\.0 version$/m);
  const downloads = user.server.requests.filter(({ path }) => path === widgetPath("1.2.0"));
  assert.ok(downloads.length > 0);
  const tree = await user.tree();
  assert.match(tree["checkout/toolchain.lock.yaml"] ?? "", /acme\/widget/);
}

installTest("docs/ci.md: the recipe for a plain shell", NEEDS, async () => {
  const [lines = ""] = await blocks("A plain shell");
  await using user = await runner();
  const cwd = `${user.home}/checkout`;
  for (const shell of ["dash", "bash"]) {
    await assertRan(user, await user.run({ shell: [shell], script: lines, cwd }));
  }
  await Deno.writeTextFile(`${cwd}/.tool-versions`, "terraform 1.3.0\n");
  const { code, stderr } = await user.run({ script: lines, cwd });
  assert.notEqual(code, 0);
  assert.match(stderr, /1\.3\.0/);
});

installTest("docs/ci.md: the recipe for GitLab", NEEDS, async () => {
  await using user = await runner();
  const [text = ""] = await blocks("GitLab");
  const file = readYaml(text, "docs/ci.md"), job = mapAt(file, "plan"), project = `${user.home}/checkout`;
  const variables = Object.entries(mapAt(file, "variables"))
    .map(([name, value]) => [name, String(value).replaceAll("$CI_PROJECT_DIR", project)]);
  const script = ["set -eo pipefail", ...textsAt(job, "before_script"), ...textsAt(job, "script")].join("\n");
  const env = { CI: "true", CI_PROJECT_DIR: project, ...Object.fromEntries(variables) };
  await assertRan(user, await user.run({ shell: ["bash"], script, cwd: project, env }));
  for (const path of textsAt(mapAt(job, "cache"), "paths")) await Deno.stat(`${project}/${path}`);
});

installTest("docs/ci.md: the recipe for GitHub without the action", NEEDS, async () => {
  await using user = await runner();
  const [, text = ""] = await blocks("GitHub Actions");
  const steps = mapsAt({ steps: readYaml(text, "docs/ci.md") }, "steps");
  const job = { user, workspace: `${user.home}/checkout`, values: {} };
  await assertRan(user, await runSteps(job, steps));
});

/** What the expressions of the action are worth, with its own defaults. */
async function actionValues(user: Machine, given: Readonly<Record<string, string>>) {
  const context: Record<string, string> = {
    "github.token": "t0ken",
    "github.action_repository || github.repository": "acme/atmos",
    "runner.temp": `${user.home}/temp`,
  };
  const inputs = mapAt(readYaml(await readText(ACTION), ACTION), "inputs");
  for (const name of Object.keys(given)) assert.ok(name in inputs, `the action has no input ${name}`);
  for (const name of Object.keys(inputs)) {
    context[`inputs.${name}`] = given[name] ?? fillIn(String(mapAt(inputs, name)["default"]), context);
  }
  return context;
}

installTest(
  "the setup action: as docs/ci.md calls it, in a folder of a repository, and atmos alone",
  NEEDS,
  async () => {
    const [text = ""] = await blocks("GitHub Actions");
    const [, call = {}, last = {}] = mapsAt(mapAt(readYaml(text, "docs/ci.md"), "jobs", "plan"), "steps");
    assert.match(String(call["uses"]), /^acme\/atmos\/\.github\/actions\/setup@v/);
    const documented = Object.fromEntries(
      Object.entries(mapAt(call, "with")).map(([name, value]) => [name, String(value)]),
    );
    const action = readYaml(await readText(ACTION), ACTION);
    const cases: [inputs: Record<string, string>, workspace: string, folder: string][] = [
      [documented, "checkout", "."],
      [{ "working-directory": "checkout" }, ".", "checkout"],
    ];
    for (const [inputs, place, folder] of cases) {
      await using user = await runner();
      await user.write({
        "action/install.sh": await readText("install.sh"),
        [`action/${ACTION}`]: await readText(ACTION),
        "temp/keep": "",
      });
      const job = { user, workspace: `${user.home}/${place}`, values: await actionValues(user, inputs) };
      const then = { ...last, "working-directory": folder };
      await assertRan(user, await runSteps(job, [...mapsAt(mapAt(action, "runs"), "steps"), then]));
      const tree = await user.tree();
      const cached = mapsAt(mapAt(action, "runs"), "steps").find(({ id }) => id === "cache") ?? {};
      const root = fillIn(String(mapAt(cached, "with")["path"]), job.values).slice(user.home.length + 1);
      assert.ok(`${root}/bin/acme/widget/1.2.0/terraform` in tree, Object.keys(tree).join("\n"));
      assert.ok(!Object.values(tree).some((content) => content.includes("t0ken")));
    }
    await using user = await runner();
    await user.write({ "action/install.sh": await readText("install.sh"), [`action/${ACTION}`]: "" });
    await user.write({ "temp/keep": "" });
    const values = await actionValues(user, { install: "false" });
    const steps = [...mapsAt(mapAt(action, "runs"), "steps"), {
      run: "atmos --version && ! command -v terraform",
    }];
    const { code, stdout, stderr } = await runSteps({ user, workspace: user.home, values }, steps);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Atmos \d/);
  },
);
