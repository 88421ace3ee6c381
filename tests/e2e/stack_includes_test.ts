/** `!include` of manifests on the binary: HCL, files at addresses, words with templates. Follows templates §4.4. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";
import { fixtureServer } from "../support/server.ts";

const ATMOS =
  `stacks: {base_path: stacks, included_paths: ["deploy/**/*"], name_template: "{{ .vars.stage }}"}
components: {terraform: {base_path: components/terraform}}
templates: {settings: {enabled: true}}
`;

async function vars(box: Sandbox, more: readonly string[] = [], component = "app") {
  const words = ["describe", "component", component, "-s", "dev", "-f", "json", "-q", ".vars | del(.stage)"];
  const { code, stdout, stderr } = await box.run([...words, ...more]);
  return { code, value: code === 0 ? JSON.parse(stdout) : undefined, stderr };
}

async function project(files: Readonly<Record<string, string>>, lines: readonly string[], atmos = ATMOS) {
  const dev = `vars: {stage: dev}\ncomponents:\n  terraform:\n    app:\n      vars:\n${
    lines.map((line) => `        ${line}\n`).join("")
  }`;
  return await sandbox({ "atmos.yaml": atmos, "stacks/deploy/dev.yaml": dev, ...files });
}

Deno.test("include: HCL, whole and by a query", async () => {
  await using box = await project({
    "data/a.tfvars": 'list = ["x", "${1 + 1}"]\nmap = {\n  k = null\n  f = 0.5\n}\nbig = 9007199254740993\n',
    "data/b.hcl": "\uFEFFtext = <<-EOT\r\n  a\r\n    b\r\n  EOT\r\n",
  }, [
    "a: !include data/a.tfvars",
    "k: !include data/a.tfvars .map.f",
    "b: !include data/b.hcl .text",
    "n: !include data/a.tfvars keys",
  ]);
  const { stdout } = await box.run([
    "describe",
    "component",
    "app",
    "-s",
    "dev",
    "-f",
    "json",
    "-q",
    ".vars.a.big",
  ]);
  assert.equal(stdout.trim(), "9007199254740993");
  assert.deepEqual((await vars(box)).value, {
    a: { list: ["x", 2], map: { k: null, f: 0.5 }, big: 9007199254740992 },
    k: 0.5,
    b: "a\r\n  b\r\n",
    n: ["big", "list", "map"],
  });
});

Deno.test("include: words with a template wait until it is known, and the value takes part in merges", async () => {
  const files = {
    "data/dev.json": '{"a": 1, "deep": {"x": 1}}',
    "data/two words.yaml": "b: 2\n",
    "data/t.json": '{"t": "{{ .vars.stage }}"}',
    "stacks/parts/near/dev.json": '{"near": true}',
    "stacks/parts/near/part.yaml":
      "components: {terraform: {app: {vars: {near: !include './{{ .vars.stage }}.json .near'}}}}\n",
    "stacks/parts/base.yaml": `components:
  terraform:
    base: {metadata: {type: abstract}, vars: {merged: {own: 1, deep: {y: 2}}}}
    heir:
      metadata: {inherits: [base]}
      vars: {merged: !include 'data/{{ .vars.stage }}.json'}
`,
  };
  await using box = await project(files, [
    "path: !include 'data/{{ .vars.stage }}.json'",
    "query: !include data/dev.json .{{ .vars.key }}",
    `quoted: !include '"data/two {{ .vars.word }}.yaml" .b'`,
    "raw: !include.raw data/{{ .vars.stage }}.json",
    "list: [!include 'data/{{ .vars.stage }}.json .a']",
    "inner: !include data/{{ .vars.letter }}.json",
    "key: a",
    "word: words",
    "letter: t",
  ]);
  await Deno.writeTextFile(
    `${box.project}/stacks/deploy/dev.yaml`,
    `import: [parts/near/part, parts/base]\n${await Deno.readTextFile(
      `${box.project}/stacks/deploy/dev.yaml`,
    )}`,
  );
  const { value, stderr } = await vars(box);
  assert.deepEqual(value, {
    path: { a: 1, deep: { x: 1 } },
    query: 1,
    quoted: 2,
    raw: files["data/dev.json"],
    list: [1],
    inner: { t: "{{ .vars.stage }}" },
    near: true,
    ...{ key: "a", word: "words", letter: "t" },
  }, stderr);
  assert.deepEqual((await vars(box, [], "heir")).value, { merged: { own: 1, a: 1, deep: { x: 1, y: 2 } } });
  for (const flag of ["--process-templates=false", "--process-functions=false"]) {
    const { value } = await vars(box, [flag]);
    assert.match(value.path, /^!include data\/(?:\{\{ \.vars\.stage \}\}|dev)\.json$/, flag);
  }
});

Deno.test("include: locals find files where other values do", async () => {
  await using box = await sandbox({
    "atmos.yaml": ATMOS,
    "data/l.tfvars": "a = { b = 1 }\n",
    "stacks/deploy/dev.yaml": `locals: {whole: !include data/l.tfvars, part: !include data/l.tfvars .a.b}
vars: {stage: dev}
components: {terraform: {app: {vars: {x: "<{{ .locals.whole.a.b }}>", y: "{{ .locals.part }}"}}}}
`,
  });
  const { value, stderr } = await vars(box);
  assert.deepEqual(value, { x: "<1>", y: 1 }, stderr);
});

Deno.test("include: without templates the words are taken as they are", async () => {
  const atmos = ATMOS.replace("enabled: true", "enabled: false").replace("name_template", "name_pattern")
    .replace(
      "{{ .vars.stage }}",
      "{stage}",
    );
  await using box = await project({ "data/{{ x }}.json": "1" }, [`x: !include '"data/{{ x }}.json"'`], atmos);
  const { value, stderr } = await vars(box);
  assert.deepEqual(value, { x: 1 }, stderr);
});

Deno.test("include: files at addresses are asked once a run, and a login goes to its origin alone", async () => {
  await using far = fixtureServer({ "/b.json": { body: '{"b": 2}' } });
  await using server = fixtureServer({
    "/a.json": { body: '{"a": 1}' },
    "/v.tfvars?ref=x.json": { body: 'v = "x"\n' },
    "/a.txt": { body: "text\n" },
    "/moved.json": { redirect: `${far.url}/b.json` },
  });
  const login = server.url.replace("//", "//me:s3cr%C3%A9t-word@");
  await using box = await project({}, [
    `whole: !include ${server.url}/a.json`,
    `part: !include ${server.url}/a.json#x .a`,
    `raw: !include.raw ${server.url}/a.json`,
    `hcl: !include ${server.url}/v.tfvars?ref=x.json .v`,
    `text: !include ${server.url}/a.txt`,
    `moved: !include ${login}/moved.json`,
    `late: !include ${server.url}/{{ .vars.name }}.json .a`,
    "name: a",
  ]);
  const { value, stderr } = await vars(box);
  assert.deepEqual(value, {
    ...{
      whole: { a: 1 },
      part: 1,
      raw: '{"a": 1}',
      hcl: "x",
      text: "text\n",
      moved: { b: 2 },
      late: 1,
      name: "a",
    },
  }, stderr);
  assert.deepEqual(server.requests.map(({ path }) => path).sort(), [
    ...["/a.json", "/a.txt", "/moved.json", "/v.tfvars?ref=x.json"],
  ]);
  const basic = server.requests.filter(({ headers }) => headers["authorization"] !== undefined);
  assert.deepEqual(basic.map(({ path }) => path), ["/moved.json"]);
  const sent = basic[0]?.headers["authorization"]?.replace("Basic ", "") ?? "";
  assert.equal(
    new TextDecoder().decode(Uint8Array.from(atob(sent), (char) => char.charCodeAt(0))),
    "me:s3crét-word",
  );
  assert.deepEqual(far.requests.map(({ headers }) => headers["authorization"]), [undefined]);
});

Deno.test("include: an address that answers badly is told with its manifest, without its login", async () => {
  await using server = fixtureServer({ "/bad.json": { body: "{" } });
  const login = server.url.replace("//", "//me:hidden-word@");
  const cases: readonly (readonly [string, RegExp])[] = [
    [`${login}/gone.json`, /gone\.json: not found \(404\)/],
    [`${login}/bad.json`, /bad\.json: /],
    ["git::https://host.invalid/a.json", /only those at http and https addresses/],
    ["s3://bucket/a.json", /only those at http and https addresses/],
  ];
  for (const [address, reason] of cases) {
    await using box = await project({}, [`x: !include ${address}`]);
    const { code, stderr } = await vars(box);
    assert.equal(code, 1, address);
    assert.match(stderr, reason);
    assert.match(stderr, /stacks\/deploy\/dev\.yaml:6:/);
    assert.doesNotMatch(stderr, /hidden-word/);
  }
});
