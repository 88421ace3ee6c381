/** `type: container` in workflows on the binary, with stand-ins for docker and podman that write down how they were called.
 *  Follows containers §1.1, §2, §3.1. */
import assert from "node:assert/strict";
import { type Sandbox, sandbox } from "../support/binary.ts";

/** Only what the shell itself can do: PATH holds nothing but the stand-ins. */
const STUB = `#!/bin/sh
me=\${0##*/} line=\${0##*/}
for word; do case $word in *" "*) word="'$word'";; esac; line="$line $word"; done
printf '%s\\n' "$line" >> "$RT_LOG"
verb=$1; case $1 in image) verb=$2;; esac
case " $RT_FAIL " in *" $verb "*|*" $me:$verb "*) echo "Error: $verb said no" >&2; exit "\${RT_CODE:-1}";; esac
case $verb in
  create) printf 'Status: downloaded\\nc0ffee\\n';;
  push)
    for word; do [ "$want" = 1 ] && printf sha256:0d0d > "$word"; want=0; [ "$word" = --digestfile ] && want=1; done
    [ "$me" = podman ] || echo "1: digest: sha256:d1d1 size: 527";;
  inspect) echo '{"Id": "sha256:1d1d", "RepoTags": ["app:1"], "Os": "linux", "Architecture": "amd64", "Size": 2048}';;
  exec)
    while [ "$1" != c0ffee ]; do [ "$1" = -e ] && export "$2"; shift; done
    exec /bin/sh -c "$4";;
esac
exit 0
`;

const LABELS = "--label tools.atmos.step.name=s --label tools.atmos.step.type=container";
const BOX = "--stop-signal SIGKILL --entrypoint /bin/sh box:1 -c 'sleep infinity'";

async function project(workflows: string): Promise<Sandbox> {
  const box = await sandbox({
    "atmos.yaml": "workflows: {base_path: flows}\n",
    "flows/w.yaml": `workflows:\n${workflows}`,
    "app/Dockerfile": "",
    "app/other.Dockerfile": "",
    "bin/docker": STUB,
    "bin/podman": STUB,
  });
  for (const name of ["docker", "podman"]) await Deno.chmod(`${box.project}/bin/${name}`, 0o755);
  return box;
}

/** Runs a workflow; what differs from run to run has a name instead. */
async function call(box: Sandbox, words: string, env: Readonly<Record<string, string>> = {}) {
  const log = `${box.root}/calls`;
  const all = { PATH: `${box.project}/bin`, RT_LOG: log, ...env };
  const result = await box.run(["workflow", ...words.split(" ")], { env: all });
  const text = await Deno.readTextFile(log).catch(() => "");
  await Deno.remove(log).catch(() => {});
  const named = (said: string) =>
    said.trim().replaceAll(box.project, "<project>").replaceAll(box.home, "<home>")
      .replace(/(atmos-step-\w+)-\d{9,}/g, "$1-N").replace(/\/\S*\/atmos-digest-\w+/g, "<file>");
  return { ...result, stderr: named(result.stderr), calls: named(text) };
}

/** Each workflow ends with code 1 and these words, before anything is called. */
async function refuses(box: Sandbox, cases: readonly (readonly [string, RegExp])[]): Promise<void> {
  for (const [name, said] of cases) {
    const { code, calls, stderr } = await call(box, name);
    assert.deepEqual([code, calls], [1, ""], name);
    assert.match(stderr, said);
  }
}

Deno.test("container steps: a build is one call with sorted arguments, and says what it made", async () => {
  await using box = await project(`  full:
    env: {WHO: me}
    steps:
      - {name: b, type: container, action: build, with:
          {context: app, dockerfile: other.Dockerfile, tags: ["app:{{ .env.WHO }}", "app:latest"], target: final,
           build_args: {Z: "two words", A: "{{ .env.WHO }}"}, platforms: [linux/amd64, linux/arm64], no_cache: true}}
      - {type: format, content: "{{ .steps.b.value }} {{ .steps.b.tags }} {{ .steps.b.image_id }}"}
  below: {working_directory: app, steps: [{type: container, action: build, with: {tags: ["app:1"]}}]}
  buildx: {steps: [{type: container, action: build, with: {context: app, tags: ["app:1"], engine: buildx, load: true}}]}
  nowhere: {steps: [{type: container, action: build, with: {context: nope}}]}
  no-file: {steps: [{type: container, action: build, with: {context: app, dockerfile: nope}}]}
  typo: {steps: [{type: container, action: build, with: {context: app, build_arg: {}}}]}
`);
  const full = await call(box, "full");
  assert.deepEqual([full.code, full.stdout], [0, "app:me [app:me app:latest] sha256:1d1d\n"], full.stderr);
  const built = `docker info
docker build --no-cache --target final --build-arg A=me --build-arg 'Z=two words' --platform linux/amd64,linux/arm64 \
-t app:me -t app:latest -f <project>/app/other.Dockerfile <project>/app
docker image inspect --format '{{json .}}' app:me`;
  assert.equal(full.calls, built);
  assert.match((await call(box, "below")).calls, / -f <project>\/app\/Dockerfile <project>\/app\n/);
  assert.match((await call(box, "buildx")).calls, /\ndocker buildx build --load -t app:1 -f /);
  await refuses(box, [
    ["nowhere", /build context does not exist: <project>\/nope/],
    ["no-file", /There is no <project>\/app\/nope and no <project>\/nope/],
    ["typo", /unknown key `build_arg` for action `build`[^]*did you mean build_args/],
  ]);
});

Deno.test("container steps: what was built and pushed reaches later templates; a dry run calls nothing", async () => {
  await using box = await project(`  chain: {steps: [
    {name: b, type: container, action: build, with: {context: app, tags: ["app:1"]}, outputs: {image: "{{ .metadata.image }}"}},
    {name: p, type: container, action: push, with: {image: "{{ .steps.b.outputs.image }}", tags: ["r.test/app:1", "r.test/app:2"]},
      outputs: {pinned: "{{ .image }}@{{ .digest }}"}},
    {name: s, type: container, env: {KEY: hidden}, with: {image: "box:1", command: "echo {{ .steps.p.outputs.pinned }}"}}]}
  refs: {steps: [
    {name: p, type: container, action: push, with: {image: "r.test:5000/app:1"}},
    {type: format, content: "{{ .steps.p.ref }} {{ (index .steps.p.push_results 0).image }}"}]}
  rest: {steps: [
    {name: q, type: container, action: pull, with: {image: "r.test/app:1", platform: linux/arm64}},
    {name: t, type: container, action: tag, with: {image: "{{ .steps.q.value }}", tags: ["app:1", "app:2"]}},
    {name: i, type: container, action: inspect, with: {image: "{{ .steps.t.value }}"}},
    {type: format, content: "{{ .steps.i.image }} {{ .steps.i.image_id }} {{ .steps.i.platform }} {{ .steps.i.size }}"}]}
`);
  const pushes = [1, 2].flatMap((n) => [`tag app:1 r.test/app:${n}`, `push r.test/app:${n}`]);
  const chain = await call(box, "chain");
  assert.deepEqual([chain.code, chain.stdout], [0, "r.test/app:2@sha256:d1d1\n"], chain.stderr);
  assert.deepEqual(chain.calls.split("\n").slice(3, 7), pushes.map((line) => `docker ${line}`));
  const dry = await call(box, "chain --dry-run");
  assert.deepEqual([dry.code, dry.stdout, dry.calls], [0, "", ""], dry.stderr);
  assert.deepEqual(dry.stderr.split("\n"), [
    "docker|podman build -t app:1 -f <project>/app/Dockerfile <project>/app",
    ...pushes.map((line) => `docker|podman ${line}`),
    "docker|podman run --rm -w /workspace -e KEY --mount type=bind,source=<project>,target=/workspace " +
    "box:1 /bin/sh -lc 'echo r.test/app:2@'",
  ]);
  assert.equal((await call(box, "refs")).stdout, "r.test:5000/app@sha256:d1d1 r.test:5000/app:1\n");
  const rest = await call(box, "rest");
  assert.deepEqual([rest.code, rest.stdout], [0, "app:2 sha256:1d1d linux/amd64 2048\n"], rest.stderr);
  const called = `docker info
docker pull --platform linux/arm64 r.test/app:1
docker tag r.test/app:1 app:1
docker tag r.test/app:1 app:2
docker image inspect --format '{{json .}}' app:2`;
  assert.equal(rest.calls, called);
});

Deno.test("container steps: a run gets its environment, mounts, ports, user and folders, and nothing else", async () => {
  await using box = await project(`  run:
    env: {FLOW: f, PATH: "{{ .env.PATH }}"}
    steps:
      - {name: s, type: container, working_directory: app, env: {STEP: "{{ .env.FLOW }}s"}, with:
          {image: "box:1", command: 'echo "$FLOW $STEP $BLOCK"', shell: /bin/bash, user: "1000", workspace: /src,
           workspace_read_only: true, env: {BLOCK: b}, env_passthrough: [PASSED, ABSENT], pull: always,
           mounts: [{source: "~/data", target: /data, read_only: true, create: true}, {source: ., target: /here},
                    {source: $DIR, target: /dir}, {type: volume, source: v, target: /v}, {type: tmpfs, target: /tmp}],
           ports: [{host: 8080, container: 80}, {container: 53, protocol: udp}], run_args: [--memory, 1g]}}
      - {type: format, content: "[{{ .steps.s.value }}] {{ .steps.s.exit_code }} {{ .steps.s.container_id }}"}
  absent: {steps: [{type: container, with: {image: "box:1", command: ls, mounts: [{source: nope, target: /n}]}}]}
  twice: {steps: [{type: container, with: {image: "b:1", command: ls, mounts: [{source: ., target: /n}, {source: app, target: /n}]}}]}
`);
  const env = { PASSED: "p", HIDDEN: "h", DIR: `${box.project}/flows` };
  const { code, stdout, stderr, calls } = await call(box, "run", env);
  assert.deepEqual([code, stdout], [0, "f fs b\n[f fs b] 0 c0ffee\n"], stderr);
  const expected = `docker info
docker pull box:1
docker create --name atmos-step-s-N -it ${LABELS} --mount type=bind,source=<home>/data,target=/data,readonly \
--mount type=bind,source=<project>/app,target=/here --mount type=bind,source=<project>/flows,target=/dir \
--mount type=volume,source=v,target=/v --mount type=tmpfs,target=/tmp \
--mount type=bind,source=<project>/app,target=/src,readonly -p 8080:80/tcp -p 53/udp --user 1000 -w /src --memory 1g ${BOX}
docker start c0ffee
docker exec --user 1000 -w /src -e BLOCK=b -e FLOW=f -e PASSED=p -e STEP=fs c0ffee /bin/bash -lc 'echo "$FLOW $STEP $BLOCK"'
docker rm -f c0ffee`;
  assert.equal(calls, expected);
  await refuses(box, [["absent", /mount \/n does not exist/], ["twice", /two mounts have the target \/n/]]);
});

Deno.test("container steps: a failure keeps the code of the runtime, and the container goes by the policy", async () => {
  const run = (more: string) => `{steps: [{name: s, type: container, with: {image: "box:1", ${more}}}]}`;
  const act = (action: string) => `{steps: [{type: container, action: ${action}, with: {image: "app:1"}}]}`;
  await using box = await project(`  run: ${run('command: "echo out; exit 42"')}
  well: ${run("command: echo ran")}
  kept: ${run("command: exit 42, cleanup: never")}
  on-success: ${run("command: exit 42, cleanup: on_success")}
  late: {steps: [{name: s, type: container, timeout: 300ms, with: {image: "box:1", command: exec /bin/sleep 30}}]}
  build: {steps: [{type: container, action: build, with: {context: app, tags: ["app:1"]}}]}
  push: ${act("push")}
  inspect: ${act("inspect")}
`);
  const cases: [name: string, fail: string, code: number, last: RegExp, said: RegExp][] = [
    ["run", "", 42, /rm -f c0ffee$/, /exited with code 42[^]*--from-step 's'/],
    ["kept", "", 42, /-lc 'exit 42'$/, /code 42/],
    ["on-success", "", 42, /-lc 'exit 42'$/, /code 42/],
    ["late", "", 124, /rm -f c0ffee$/, /did not end within 300ms/],
    ["well", "create", 9, /'sleep infinity'$/, /docker create exited with code 9/],
    ["well", "start", 9, /rm -f c0ffee$/, /docker start exited with code 9[^]*Error: start said no/],
    ["well", "rm", 0, /rm -f c0ffee$/, /^$/],
    ["build", "build", 9, /build -t app:1 -f \S+ \S+$/, /docker build exited with code 9/],
    ["push", "push", 9, /push app:1$/, /docker push exited with code 9[^]*push said no/],
    ["inspect", "inspect", 9, /image inspect .* app:1$/, /image inspect exited with code 9/],
  ];
  for (const [name, fail, code, last, said] of cases) {
    const result = await call(box, name, { RT_FAIL: fail, RT_CODE: "9" });
    assert.equal(result.code, code, `${name} ${result.stderr}`);
    assert.match(result.calls, last);
    assert.match(result.stderr, said);
  }
});

Deno.test("container steps: every spelling is the same call, and others are refused before any", async () => {
  const step = (fields: string) => `{steps: [{name: s, type: container, ${fields}}]}`;
  const block = '{image: "box:1", command: pwd}', both = `with: ${block}`;
  const same = [both, `action: run, ${both}`, `action: run, run: ${block}`, `run: ${block}`];
  same.push('image: "box:1", command: pwd', `image: "other:1", ${both}`);
  const spelled = same.map((fields, index) => `  same${index}: ${step(fields)}\n`).join("");
  await using box = await project(`${spelled}
  remove: ${step(`action: remove, ${both}`)}
  other: ${step(`action: run, push: {image: a}, ${both}`)}
  differ: ${step(`${both}, run: {image: a, command: b}`)}
  missing: ${step('with: {image: "box:1"}')}
`);
  const expected = `docker info
docker create --name atmos-step-s-N -it ${LABELS} --mount type=bind,source=<project>,target=/workspace -w /workspace ${BOX}
docker start c0ffee
docker exec -w /workspace c0ffee /bin/sh -lc pwd
docker rm -f c0ffee`;
  for (const index of same.keys()) {
    assert.equal((await call(box, `same${index}`)).calls, expected, same[index]);
  }
  await refuses(box, [
    ["remove", /Action must be build, push, run, inspect, pull, tag, or empty for run \(got remove\)/],
    ["other", /`push:` is given but action is `run`/],
    ["differ", /`run:` and `with:` say different things/],
    ["missing", /missing required field `run\.command`/],
  ]);
});

Deno.test("container steps: podman when asked or docker is down, never instead of a named one; none is told", async () => {
  const push = (more: string) =>
    `{steps: [{name: p, type: container, action: push, ${more}with: {image: "r.test/app:1"}}, *show]}`;
  await using box = await project(`  show: {steps: [&show {type: format, content: "{{ .steps.p.digest }}"}]}
  auto: ${push("")}
  podman: ${push('provider: " Podman ", ')}
  docker: ${push("runtime: docker, ")}
`);
  const podman = "podman info\npodman push --digestfile <file> r.test/app:1";
  const cases: [name: string, env: Readonly<Record<string, string>>, calls: string, said: RegExp][] = [
    ["auto", {}, "docker info\ndocker push r.test/app:1", /^$/],
    ["podman", { ATMOS_CONTAINER_RUNTIME: "docker" }, podman, /^$/],
    ["auto", { ATMOS_CONTAINER_RUNTIME: "podman" }, podman, /^$/],
    ["auto", { RT_FAIL: "docker:info" }, `docker info\n${podman}`, /^$/],
    ["docker", { RT_FAIL: "docker:info" }, "docker info", /docker is not available[^]*info said no/],
    ["auto", { RT_FAIL: "info" }, "docker info\npodman info", /neither docker nor podman is available/],
    ["auto", { ATMOS_CONTAINER_RUNTIME: "runc" }, "", /unknown runtime type 'runc'/],
    ["auto", { PATH: "/none" }, "", /not available: neither[^]*docker: not on PATH\n.*podman: not on PATH/],
    ["podman", { PATH: "/none" }, "", /podman is not available[^]*podman: not on PATH/],
  ];
  for (const [name, env, calls, said] of cases) {
    const result = await call(box, name, env);
    assert.equal(result.calls, calls, result.stderr);
    assert.match(result.stderr, said);
    const digest = calls.includes("podman push") ? "sha256:0d0d\n" : "sha256:d1d1\n";
    assert.deepEqual([result.code, result.stdout], calls.includes("push") ? [0, digest] : [1, ""]);
  }
});

Deno.test("container steps: what asks for a container and is not built never runs on the machine", async () => {
  await using box = await project(
    `  whole: {container: {image: "box:1"}, steps: [{type: shell, command: touch ran}]}
  one: {steps: [{type: shell, command: touch ran}, {name: s, type: shell, container: {image: "box:1"}, command: touch ran}]}
  off: {container: false, steps: [{type: shell, container: false, command: echo here}]}
  beside: {steps: [{type: shell, command: touch ran}, {name: db, type: container, background: true, with: {image: "box:1"}}]}
`,
  );
  await refuses(box, [
    ["whole", /a `container` around steps is not supported yet\n +at flows\/w\.yaml:2:\d+[^]*Step step1 /],
    ["one", /a `container` around steps is not supported yet\n +at flows\/w\.yaml:3:\d+[^]*Step s /],
    ["beside", /in the background are not supported yet\n +at flows\/w\.yaml:5:\d+/],
  ]);
  await assert.rejects(Deno.stat(`${box.project}/ran`));
  assert.equal((await call(box, "off", { PATH: "/usr/bin:/bin" })).stdout, "here\n");
});

Deno.test("container steps: a dry run shows all of a chain, and makes nothing", async () => {
  await using box = await project(`  chain:
    steps:
      - {name: b, type: container, action: build, with: {context: app, tags: ["app:1"]}}
      - {name: i, type: container, action: inspect, with: {image: "{{ .steps.b.image_id }}"}}
      - {name: p, type: container, action: push, with: {image: "{{ .steps.i.image_id }}"}}
      - {name: r, type: container, with: {image: "{{ .steps.p.ref }}", command: "ls # {{ (index .steps.p.push_results 0).ref }}",
         mounts: [{source: made, target: /made, create: true}]}}
      - {name: t, type: container, with: {image: "x:1", command: "echo {{ .steps.r.container_id }}"}}
`);
  const { code, calls, stderr } = await call(box, "chain --dry-run");
  assert.deepEqual([code, calls], [0, ""], stderr);
  assert.match(
    stderr,
    /push app:1\n[^]*app:1 \/bin\/sh -lc 'ls # app:1'\n[^]*x:1 [^\n]*'echo atmos-step-r-N'/,
  );
  await assert.rejects(Deno.stat(`${box.project}/made`));
});

Deno.test("container steps: what a push had done before it failed is there for later steps", async () => {
  await using box = await project(`  part:
    steps:
      - {name: p, type: container, action: push, continue: always, with: {image: "r.test/a:1", tags: ["r.test/a:1", "r.test/a:2"]}}
      - {type: format, content: "{{ len .steps.p.push_results }} {{ .steps.p.image }} {{ .steps.p.exit_code }} {{ .steps.p.stderr }}"}
`);
  const { stdout, stderr, calls } = await call(box, "part", { RT_FAIL: "tag", RT_CODE: "5" });
  assert.match(stdout, /^1 r\.test\/a:1 5 .*tag said no/, stderr);
  assert.match(calls, /docker push r\.test\/a:1\ndocker tag r\.test\/a:1 r\.test\/a:2$/);
});
