/** Templates of components on the binary: settings, data sources, stores, other components. Follows templates §1.4, §3. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";
import { fixtureServer } from "../support/server.ts";

const ATMOS =
  `stacks: {base_path: stacks, included_paths: ["deploy/**/*"], name_template: "{{ .vars.stage }}"}
components: {terraform: {base_path: components/terraform}}
`;
const ON = "templates: {settings: {enabled: true, sprig: {enabled: true}, gomplate: {enabled: true}";

async function project(settings: string, components: string, files: Readonly<Record<string, string>> = {}) {
  const dev = `vars: {stage: dev}\ncomponents:\n  terraform:\n${components}`;
  return await sandbox({ "atmos.yaml": `${ATMOS}${settings}\n`, "stacks/deploy/dev.yaml": dev, ...files });
}

async function vars(box: Sandbox, component = "app") {
  const words = ["describe", "component", component, "-s", "dev", "-f", "json", "-q", ".vars | del(.stage)"];
  const { code, stdout, stderr } = await box.run(words);
  return { code, value: code === 0 ? JSON.parse(stdout) : undefined, stderr };
}

Deno.test("templates: a data source is asked once, with its headers, and its password is not shown", async () => {
  await using server = fixtureServer({
    "/a.json": { headers: { "content-type": "application/json" }, body: '{"n": 2, "list": ["x"]}' },
  });
  const source = `a: {url: "${server.url}/a.json", headers: {x-token: [t]}}`;
  const gone = `gone: {url: "${server.url.replace("//", "//me:hunter22@")}/gone"}`;
  const settings = ON.replace(
    "gomplate: {enabled: true}",
    `gomplate: {enabled: true, datasources: {${source}, ${gone}}}`,
  );
  await using box = await project(
    `${settings}}}`,
    `    app:
      vars:
        n: '{{ add (ds "a").n 1 }}'
        l: !template '{{ toJson (ds "a").list }}'
    gone: {vars: {x: '{{ ds "gone" }}'}}
`,
  );
  assert.deepEqual((await vars(box)).value, { n: "3", l: ["x"] });
  assert.deepEqual(server.requests.map(({ headers }) => headers["x-token"]), ["t"]);
  const { code, stderr } = await vars(box, "gone");
  assert.equal(code, 1);
  assert.match(stderr, /Couldn't read datasource 'gone'/);
  assert.doesNotMatch(stderr, /hunter22/);
});

Deno.test("templates: variables of the settings reach templates and neither functions nor other components", async () => {
  await using box = await project(
    `${ON}, env: {WHO: config}}}`,
    `    app:
      settings: {templates: {settings: {env: {WHO: own}}}}
      vars: {t: '{{ env "WHO" }}{{ env.Getenv "WHO" }}', f: !env WHO nobody}
    other: {vars: {t: '{{ getenv "WHO" }}'}}
`,
  );
  assert.deepEqual((await vars(box)).value, { t: "ownown", f: "nobody" });
  assert.deepEqual((await vars(box, "other")).value, { t: "config" });
});

Deno.test("templates: components that read each other are an error with the chain", async () => {
  await using box = await project(
    `${ON}}}`,
    `    app: {vars: {x: '{{ (atmos.Component "b" .stack).vars.x }}'}}
    b: {vars: {x: '{{ (atmos.Component "app" .stack).vars.x }}'}}
`,
  );
  const { code, stderr } = await vars(box);
  assert.equal(code, 1);
  assert.match(stderr, /Component 'app' in stack 'dev'[^]*atmos\.Component\(b, dev\)[^]*cycle detected/);
});

Deno.test("templates: a store that cannot be reached is an error of !store and nothing for atmos.Store", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" }), { port } = listener.addr as Deno.NetAddr;
  listener.close();
  await using box = await project(
    `${ON}}}\nstores: {kv: {type: redis, options: {url: "redis://u:sesame99@127.0.0.1:${port}"}}}`,
    `    app: {vars: {x: '[{{ atmos.Store "kv" .stack "app" "k" }}]'}}
    strict: {vars: {x: !store kv app k}}
`,
  );
  assert.deepEqual((await vars(box)).value, { x: "[<no value>]" });
  const { code, stderr } = await vars(box, "strict");
  assert.equal(code, 1);
  assert.match(stderr, /!store kv app k[^]*cannot read from the Redis server 127\.0\.0\.1/);
  assert.doesNotMatch(stderr, /sesame99/);
});

Deno.test("templates: what one text begins and another ends is rendered together", async () => {
  await using box = await project(
    `${ON}, delimiters: ["<%", "%>"]}}`,
    `    app:
      vars:
        a: '<% if false %>'
        b: {deep: 1}
        c: '<% end %>'
        d: 4<% 2 %>
    wrong: {vars: {a: '<% if %>', b: '<% nope %>'}}
`,
  );
  assert.deepEqual((await vars(box)).value, { a: null, b: {}, d: 42 });
  const { code, stderr } = await vars(box, "wrong");
  assert.equal(code, 1);
  assert.match(stderr, /vars\.a of the component wrong in the stack dev/);
});
