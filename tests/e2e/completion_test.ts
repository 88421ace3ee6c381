/** Completion on the compiled binary: the protocol, and the script in a bash without bash-completion. Follows
 *  config §9.9 and toolchain §13. What bash hands to the function is written down here as bash 5 was seen to do it. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox, testBinary } from "../support/binary.ts";
import { releases, widgetPath } from "./support/releases.ts";

const FILES = {
  ".tool-versions": "widget 1.3.0 1.2.0\nwill`touch pwned`come 1.0.0\n",
  "atmos.yaml":
    'toolchain:\n  offline: true\n  aliases: {widget: acme/widget, odd: "acme/\\e[31m"}\nuse: 9.9.9\n',
  "other/.tool-versions": "gizmo 3.0.0\n",
  "other/atmos.yaml": "use: 9.9.9\n",
  "other dir/.tool-versions": "gismo 4.0.0\n",
  "other dir/atmos.yaml": "",
  "file.yaml": "",
};

Deno.test("__complete: one value a line with its summary, then what else may stand there", async () => {
  await using box = await sandbox(FILES);
  const cases: [words: string[], expected: RegExp][] = [
    [["toolchain", "whi"], /^which\tPrint the path of a tool's program\n:4\n$/],
    [["toolchain", "list", "--format", ""], /^table\nplain\njson\n:4\n$/],
    [["toolchain", "list", "--format=p"], /^plain\n:4\n$/],
    [["toolchain", "get", "wid"], /^widget\t1\.3\.0 1\.2\.0\n:4\n$/],
    [["toolchain", "get", "odd"], /^odd\tacme\/\\x1b\[31m\n:4\n$/],
    [["toolchain", "get", "wi"], /^widget\t[^\n]*\n:4\n$/],
    [["-C", "other", "toolchain", "get", "giz"], /^gizmo\t3\.0\.0\n:4\n$/],
    [["toolchain", "install", "widget@1.2"], /^widget@1\.2\.0\tin \.tool-versions\n:4\n$/],
    [["--use-version", "9.9.9", "toolchain", "whi"], /^which\t/],
    [["--config", ""], /^:0\n$/],
    [["--config-path", ""], /^:16\n$/],
    [["exec", "--use", "wid"], /^widget\t/],
    [["packages", "in"], /^install\tInstall tools\n:4\n$/],
    [["completion", ""], /^bash\nzsh\nfish\npowershell\n:4\n$/],
    [["__comp"], /^:4\n$/],
    [[], /^about\t/],
  ];
  for (const [words, expected] of cases) {
    const { code, stdout, stderr } = await box.run(["__complete", ...words]);
    assert.deepEqual([code, stderr], [0, ""], words.join(" "));
    assert.match(stdout, expected, words.join(" "));
  }
  const bare = await box.run(["__completeNoDesc", "toolchain", "whi"]);
  assert.equal(bare.stdout, "which\n:4\n");
});

Deno.test("__complete: commands, aliases, stacks, components and workflows of the project", async () => {
  const both = "components:\n  terraform:\n    pond: {vars: {a: 1}}\n";
  await using box = await sandbox({
    "atmos.yaml": `base_path: ./
stacks: {base_path: st, included_paths: ["*.yaml"], name_template: "{{ .vars.stage }}"}
workflows: {base_path: wf}
aliases: {cfg: describe config, plan: terraform plan, round: round}
commands: [{name: hello, steps: [echo hello]}]
`,
    "st/dev.yaml":
      `vars: {stage: dev}\n${both}    base: {metadata: {type: abstract}}\n  packer:\n    image: {}\n`,
    "st/prod.yaml": `vars: {stage: prod}\n${both}    only: {}\n`,
    "wf/x.yaml": "workflows: {water: {description: the garden, steps: []}}\n",
  });
  const cases: [words: string[], expected: RegExp][] = [
    [["hell"], /^hello\n:4\n$/],
    [["cf"], /^cfg\n:4\n$/],
    [["cfg", "--que"], /^--query\n:4\n$/],
    [["round", ""], /^:4\n$/],
    [["plan", "", ""], /^:0\n$/],
    [["plan", ""], /^only\npond\n:4\n$/],
    [["plan", "only", "-s", ""], /^prod\n:4\n$/],
    [["plan", "pond", "--stack=d"], /^dev\n:4\n$/],
    [["packer", "build", ""], /^image\n:4\n$/],
    [["describe", "component", ""], /^image\nonly\npond\n:4\n$/],
    [["describe", "component", "-s", "p"], /^prod\n:4\n$/],
    [["workflow", ""], /^list\nwater\n:4\n$/],
  ];
  for (const [words, expected] of cases) {
    const { stdout, stderr } = await box.run(["__completeNoDesc", ...words]);
    assert.equal(stderr, "", words.join(" "));
    assert.match(stdout, expected, words.join(" "));
  }
  assert.match((await box.run(["__complete", "cf"])).stdout, /^cfg\talias for describe config\n/);
  assert.equal((await box.run(["__complete", "workflow", "w"])).stdout, "water\tthe garden\n:4\n");
});

Deno.test("__complete: words that need no file come beside a broken atmos.yaml, the others are left out", async () => {
  await using box = await sandbox({ "atmos.yaml": "a: [\n" });
  assert.equal((await box.run(["__completeNoDesc", "toolchain", "whi"])).stdout, "which\n:4\n");
  const { code, stdout, stderr } = await box.run(["__completeNoDesc", "toolchain", "get", ""]);
  assert.deepEqual([code, stdout, stderr], [0, ":4\n", ""]);
});

Deno.test("__complete: versions after the @ come from disk, file and releases, which are asked for once", async () => {
  await using world = await releases({ ".tool-versions": "widget 1.2.0\n" });
  const { box, server } = world;
  const env = { ATMOS_TOOLCHAIN_PLATFORM: "linux/amd64" };
  await box.run(["toolchain", "install"], { env });
  const list = ["v1.4.0", "v1.2.0", "v1.10.0"].map((tag_name) => ({
    tag_name,
    draft: false,
    prerelease: false,
  }));
  server.route("/api.github.com/repos/acme/widget/releases", { body: JSON.stringify(list) });
  for (let times = 1; times <= 2; times++) {
    const { stdout } = await box.run(["__completeNoDesc", "toolchain", "install", "widget@1"], { env });
    assert.equal(stdout, "widget@1.2.0\nwidget@1.10.0\nwidget@1.4.0\n:4\n");
  }
  const asked = server.requests.filter(({ path }) => path.startsWith("/api.github.com/"));
  assert.equal(asked.length, 1);
  assert.ok(server.requests.some(({ path }) => path === widgetPath("1.2.0")));
});

Deno.test("__complete: released versions are told also where they cannot be kept, and asked for again after a change of the clock", async () => {
  await using world = await releases();
  const { box, server } = world;
  const list = [{ tag_name: "v1.2.0", draft: false, prerelease: false }];
  server.route("/api.github.com/repos/acme/widget/releases", { body: JSON.stringify(list) });
  const kept = `${box.home}/.cache/atmos/toolchain-cache/versions`;
  const offered = async () => {
    const { stdout } = await box.run(["__completeNoDesc", "toolchain", "install", "widget@1"]);
    return stdout;
  };
  assert.equal(await offered(), "widget@1.2.0\n:4\n");
  const file = `${kept}/acme%2Fwidget.json`;
  await Deno.writeTextFile(file, JSON.stringify({ at: Date.now() + 1e9, versions: ["1.9.9"] }));
  assert.equal(await offered(), "widget@1.2.0\n:4\n");
  await Deno.remove(kept, { recursive: true });
  await Deno.writeTextFile(kept, "no folder");
  assert.equal(await offered(), "widget@1.2.0\n:4\n");
});

/** What the script answers to bash for a line, the cursor at `|`; pieces as bash cuts them. */
async function tab(box: Sandbox, line: string, pieces: readonly string[]): Promise<readonly string[]> {
  const point = line.indexOf("|");
  const script = `source <(cd && "$ATMOS" completion bash) || exit
COMP_LINE=$1 COMP_POINT=$2 COMP_CWORD=$3 COMP_WORDS=("\${@:4}")
COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
__start_atmos
[ "\${#COMPREPLY[@]}" -eq 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const atCursor = pieces.findIndex((piece) => piece.includes("|"));
  const words = [line, ...pieces].map((text) => text.replace("|", ""));
  const args = ["--norc", "--noprofile", "-c", script, "bash", words[0] ?? "", `${point}`, `${atCursor}`];
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: [...args, ...words.slice(1)],
    cwd: box.project,
    env: { ...box.env, ATMOS: testBinary(), PATH: `${box.root}/bin:/usr/bin:/bin` },
    clearEnv: true,
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout).split("\n").slice(0, -1);
}

Deno.test("completion bash: answers what readline puts in the place of the word", async () => {
  await using box = await sandbox(FILES);
  await Deno.mkdir(`${box.root}/bin`);
  await Deno.symlink(testBinary(), `${box.root}/bin/atmos`);
  const own = testBinary();
  const cases: [line: string, pieces: string[], expected: string[]][] = [
    ["atmos toolchain whi|", ["atmos", "toolchain", "whi|"], ["which"]],
    ["atmos   toolchain  whi|", ["atmos", "toolchain", "whi|"], ["which"]],
    [`${own} toolchain whi|`, [own, "toolchain", "whi|"], ["which"]],
    ["nobody toolchain whi|", ["nobody", "toolchain", "whi|"], ["which"]],
    ["atmos toolchain whi|ch jq", ["atmos", "toolchain", "whi|ch", "jq"], ["which"]],
    ["atmos toolchain list --format=|", ["atmos", "toolchain", "list", "--format", "=|"], [
      "table",
      "plain",
      "json",
    ]],
    ["atmos toolchain list --format=j|", ["atmos", "toolchain", "list", "--format", "=", "j|"], ["json"]],
    ["atmos toolchain install widget@1.2|", ["atmos", "toolchain", "install", "widget", "@", "1.2|"], [
      "@1.2.0",
    ]],
    ["atmos toolchain install widget@|", ["atmos", "toolchain", "install", "widget", "@|"], [
      "@1.3.0",
      "@1.2.0",
      "@latest",
    ]],
    ["atmos exec --use=widget@1.3|", ["atmos", "exec", "--use", "=", "widget", "@", "1.3|"], ["@1.3.0"]],
    ['atmos toolchain install "widget@1.2|', ["atmos", "toolchain", "install", '"widget@1.2|'], [
      "widget@1.2.0",
    ]],
    ['atmos -C "other dir" toolchain get g|', ["atmos", "-C", '"other dir"', "toolchain", "get", "g|"], [
      "gismo",
      "gh",
      "github-comment",
    ]],
    ["atmos -C other\\ dir toolchain get gis|", ["atmos", "-C", "other\\ dir", "toolchain", "get", "gis|"], [
      "gismo",
    ]],
    ["atmos toolchain get wi|", ["atmos", "toolchain", "get", "wi|"], ["widget"]],
    ["atmos -C $(touch${IFS}pwned) toolchain whi|", [
      "atmos",
      "-C",
      "$(touch${IFS}pwned)",
      "toolchain",
      "whi|",
    ], []],
    ["atmos --config fi|", ["atmos", "--config", "fi|"], []],
    ["atmos toolchain nothing |", ["atmos", "toolchain", "nothing", "|"], []],
    ["atmos ~/x|", ["atmos", "~/x|"], []],
  ];
  for (const [line, pieces, expected] of cases) {
    assert.deepEqual(await tab(box, line, pieces), expected, line);
  }
  await assert.rejects(Deno.stat(`${box.project}/pwned`), Deno.errors.NotFound);
});

Deno.test("completion: a script for each shell, beside any configuration, and a mistake for others", async () => {
  await using box = await sandbox({ "atmos.yaml": "a: [\n" });
  const marks: [shell: string, phrases: string[]][] = [
    ["bash", ["complete -o default -F __start_atmos atmos", " __completeNoDesc "]],
    ["zsh", ["#compdef atmos\n", "compdef _atmos atmos", " __complete "]],
    ["fish", ["complete -c atmos", " __complete "]],
    ["powershell", ["Register-ArgumentCompleter -Native -CommandName 'atmos'", " __complete "]],
  ];
  for (const [shell, phrases] of marks) {
    const { code, stdout, stderr } = await box.run(["completion", shell]);
    assert.deepEqual([code, stderr], [0, ""]);
    for (const phrase of phrases) assert.ok(stdout.includes(phrase), `${shell}: ${phrase}`);
    const bare = (await box.run(["completion", shell, "--no-descriptions"])).stdout;
    assert.ok(bare.includes(" __completeNoDesc ") && !bare.includes(" __complete "), shell);
  }
  for (const args of [["completion"], ["completion", "tcsh"]]) {
    const { code, stdout, stderr } = await box.run(args);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, /bash, zsh, fish, powershell/);
  }
});
