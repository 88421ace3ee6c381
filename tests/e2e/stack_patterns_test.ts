/** The example projects below examples/stacks: each shows one way to lay out stacks. Follows stacks §18. */
import assert from "node:assert/strict";
import { sandbox } from "../support/binary.ts";

const EXAMPLES = new URL("../../examples/stacks/", import.meta.url).pathname;

/** What a command prints in an example: JSON where it is that, else the text. */
async function answer(example: string, ...args: string[]): Promise<unknown> {
  await using box = await sandbox({});
  const { code, stdout, stderr } = await box.run(args, { cwd: `${EXAMPLES}${example}` });
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "");
  return args.includes("json") ? JSON.parse(stdout) : stdout;
}

function found(example: string, component: string, stack: string, query: string): Promise<unknown> {
  return answer(example, "describe", "component", component, "-s", stack, "-f", "json", "-q", query);
}

Deno.test("every example has a test here", async () => {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(EXAMPLES)) names.push(name);
  assert.deepEqual(names.sort(), [
    "catalog",
    "catalog-template",
    "hierarchy",
    "inheritance",
    "inline",
    "layers",
    "multi-cloud",
    "versions",
  ]);
});

Deno.test("example inline: one file, no imports", async () => {
  assert.equal(await answer("inline", "list", "instances"), "database\tdev\nnetwork\tdev\n");
  assert.deepEqual(await found("inline", "database", "dev", "[.vars, .imports]"), [{
    size: "small",
    stage: "dev",
  }, []]);
  const args = ["describe", "dependents", "network", "-s", "dev", "-q", "[.[].component]", "-f", "json"];
  assert.deepEqual(await answer("inline", ...args), ["database"]);
});

Deno.test("example hierarchy: names and backends from files above", async () => {
  assert.equal(await answer("hierarchy", "list", "stacks"), "retail-north-prod\nretail-south-prod\n");
  assert.deepEqual(
    await found("hierarchy", "network", "retail-south-prod", "[.vars.tags, .vars.zones, .backend, .imports]"),
    [
      { owner: "platform", tenant: "retail" },
      2,
      { bucket: "acme-prod-state", region: "eu-west-1", workspace_key_prefix: "network" },
      ["deploy/_defaults", "deploy/retail/_defaults", "deploy/retail/prod/_defaults"],
    ],
  );
});

Deno.test("example catalog: mixins, later imports win, lists grow by !append", async () => {
  assert.equal(await answer("catalog", "list", "stacks"), "north-dev\nnorth-prod\n");
  assert.deepEqual(await found("catalog", "network", "north-prod", "[.vars, .settings]"), [
    {
      cidr: "10.0.0.0/16",
      provider_region: "eu-north-1",
      region: "north",
      stage: "prod",
      zones: ["a", "b", "c"],
    },
    { protected: true },
  ]);
  assert.deepEqual(await found("catalog", "network", "north-dev", ".vars.zones"), ["a"]);
});

Deno.test("example catalog-template: components named by the context of an import", async () => {
  assert.equal(
    await answer("catalog-template", "list", "instances"),
    "cluster-blue\tdev\ncluster-green\tdev\n",
  );
  const short = "[.vars.size, .vars.public, .component, .workspace]";
  assert.deepEqual(await found("catalog-template", "cluster-blue", "dev", short), [
    3,
    true,
    "cluster",
    "dev-cluster-blue",
  ]);
  assert.deepEqual(await found("catalog-template", "cluster-green", "dev", short), [
    5,
    null,
    "cluster",
    "dev-cluster-green",
  ]);
});

Deno.test("example layers: one stack in several files, overrides of a team for what comes after them", async () => {
  assert.equal(await answer("layers", "list", "stacks"), "dev\n");
  assert.equal(
    await answer("layers", "list", "instances"),
    "dns\tdev\nlake\tdev\nnetwork\tdev\nwarehouse\tdev\n",
  );
  const team = (component: string) => found("layers", component, "dev", "[.vars.team, .env.COST_CENTER]");
  assert.deepEqual(await team("warehouse"), ["data", "42"]);
  assert.deepEqual(await team("lake"), ["data", "42"]);
  assert.deepEqual(await team("dns"), [null, null]);
  assert.deepEqual(await team("network"), [null, null]);
  assert.equal(
    await answer("layers", "list", "dependencies", "--format", "levels"),
    "0\tdns\tdev\n0\tnetwork\tdev\n0\twarehouse\tdev\n1\tlake\tdev\n",
  );
});

Deno.test("example inheritance: several instances and several bases of one component", async () => {
  assert.equal(await answer("inheritance", "list", "instances"), "bucket-assets\tdev\nbucket-audit\tdev\n");
  assert.deepEqual(
    await found("inheritance", "bucket-audit", "dev", "[.vars, .settings, .inheritance, .workspace]"),
    [
      { days: 365, encrypted: true, lifecycle: "expire", stage: "dev", versioned: true },
      { reviewed: true },
      ["bucket/strict", "bucket/logs", "bucket/defaults"],
      "dev-bucket-audit",
    ],
  );
  assert.deepEqual(await found("inheritance", "bucket-assets", "dev", ".vars.days"), 30);
});

Deno.test("example versions: tracks and pins of folders, one name for the state, pinned sources", async () => {
  const query = "[.component, .backend.workspace_key_prefix]";
  assert.deepEqual(await found("versions", "network", "prod", query), ["network/1.2.3", "network"]);
  assert.deepEqual(await found("versions", "network", "dev", query), ["edge/network", "network"]);
  assert.deepEqual(await found("versions", "cache", "dev", ".source.version"), "v2.0.1");
});

Deno.test("example multi-cloud: a backend for each cloud, names of three parts", async () => {
  assert.equal(
    await answer("multi-cloud", "list", "stacks"),
    ["aws-east", "aws-west", "gcp-west"].flatMap((place) => [`${place}-dev\n`, `${place}-prod\n`]).join(""),
  );
  const query = "[.vars.replicas, .backend_type, .backend]";
  assert.deepEqual(await found("multi-cloud", "platform/app", "gcp-west-dev", query), [1, "gcs", {
    bucket: "state",
    prefix: "platform-app",
  }]);
  assert.deepEqual(await found("multi-cloud", "platform/app", "aws-east-prod", query), [3, "s3", {
    bucket: "state",
    workspace_key_prefix: "platform-app",
  }]);
});
