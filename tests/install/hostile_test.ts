/** install.sh against a network that lies, breaks off or is someone else's, against full disks and signals: each leaves
 *  the account as it was. Follows toolchain §3.2, house §8.2. */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { sumLine } from "../../scripts/release.ts";
import { gzip, tarArchive } from "../support/archive.ts";
import { type Answer, fixtureServer } from "../support/server.ts";
import { tempFolder } from "../support/temp.ts";
import { tlsAuthority } from "../support/tls_authority.ts";
import { type Machine, machine, PLATFORM, publish, release } from "./support/machine.ts";
import { installTest, program, SHELLS, withMounts } from "./support/programs.ts";

const ARCHIVE = `atmos_0.2.0_${PLATFORM}.tar.gz`;
const OLD = { ".local/bin/atmos": "the old one\n" };

/** Runs the script in an account without the program, and in one with an old one: nothing may change. */
async function assertRefused(user: Machine, phrase: RegExp, label: string): Promise<void> {
  for (const files of [{}, OLD]) {
    await user.write(files);
    const before = await user.tree();
    const { code, stdout, stderr } = await user.run();
    assert.equal(code, 1, `${label}: ${stderr}`);
    assert.equal(stdout, "", label);
    assert.match(stderr, /^atmos is not installed: /m, label);
    assert.match(stderr, phrase, label);
    assert.deepEqual(await user.tree(), before, label);
  }
  await Deno.remove(`${user.home}/.local`, { recursive: true });
}

installTest(
  "install.sh refuses what is not as the release says",
  { programs: ["dash", "curl"] },
  async () => {
    await using user = await machine();
    const files = await release("0.2.0"), archive = files.get(ARCHIVE) ?? new Uint8Array();
    const sums = new TextDecoder().decode(files.get("SHA256SUMS"));
    const tampered = archive.with(archive.length >> 1, (archive[archive.length >> 1] ?? 0) ^ 1);
    const other = (name: string) => sums.replace(ARCHIVE, name);
    const cases: [label: string, answers: Record<string, Answer>, phrase: RegExp][] = [
      [
        "a changed byte",
        { [ARCHIVE]: { body: tampered } },
        /is not what SHA256SUMS says\nexpected [0-9a-f]{64}\ngot {6}[0-9a-f]{64}$/m,
      ],
      ["nothing", { [ARCHIVE]: { body: "" } }, /is not what SHA256SUMS says/],
      ["a page", { [ARCHIVE]: { body: "<html>Please log in</html>" } }, /is not what SHA256SUMS says/],
      ["another sum", { SHA256SUMS: { body: sumLine(ARCHIVE, tampered) } }, /is not what SHA256SUMS says/],
      ["a page of sums", { SHA256SUMS: { body: "<html>Please log in</html>" } }, /lists no atmos for linux_/],
      ["no sums", { SHA256SUMS: { body: "" } }, /lists no atmos for linux_/],
      ["a short sum", { SHA256SUMS: { body: sums.slice(1) } }, /lists no atmos for linux_/],
      [
        "a sum of letters",
        { SHA256SUMS: { body: `${"z".repeat(64)}  ${ARCHIVE}\n` } },
        /lists no atmos for linux_/,
      ],
      [
        "two archives",
        { SHA256SUMS: { body: sums + other(`atmos_0.1.0_${PLATFORM}.tar.gz`) } },
        /lists two archives/,
      ],
      [
        "another machine",
        { SHA256SUMS: { body: other("atmos_0.2.0_plan9_mips.tar.gz") } },
        /lists no atmos for linux_/,
      ],
      [
        "a name that climbs",
        { SHA256SUMS: { body: other(`atmos_0.2.0/../../x_${PLATFORM}.tar.gz`) } },
        /lists no atmos/,
      ],
      [
        "a name that is a command",
        { SHA256SUMS: { body: other(`atmos_0.2.$(id)_${PLATFORM}.tar.gz`) } },
        /lists no atmos/,
      ],
      ["cut sums", { SHA256SUMS: { cutAfterBytes: 20 } }, /SHA256SUMS cannot be had/],
      ["a cut archive", { [ARCHIVE]: { cutAfterBytes: 1000 } }, /tar\.gz cannot be had/],
      [
        "a cut archive of no length",
        { [ARCHIVE]: { cutAfterBytes: 1000, contentLength: false } },
        /is not what/,
      ],
      ["a gone archive", { [ARCHIVE]: { status: 404 } }, /404[^]*tar\.gz cannot be had/],
      ["a forbidden list", { SHA256SUMS: { status: 403 } }, /403[^]*SHA256SUMS cannot be had/],
      ["a circle", {
        [ARCHIVE]: { redirect: `https://release-assets.githubusercontent.com/0.2.0/${ARCHIVE}` },
      }, /redirects[^]*cannot be had/],
    ];
    for (const [label, answers, phrase] of cases) {
      publish(user.server, "0.2.0", files, answers);
      await assertRefused(user, phrase, label);
    }
  },
);

installTest("install.sh refuses the release of another version, and to be led away from encryption", {
  programs: ["dash", "curl"],
}, async () => {
  await using user = await machine();
  const files = await release("0.2.0"), archive = files.get(ARCHIVE) ?? new Uint8Array();
  await using plain = fixtureServer({ "/x": { body: archive } });
  publish(user.server, "0.2.0", files, { [ARCHIVE]: { redirect: `${plain.url}/x` } });
  await assertRefused(user, /http[^]*tar\.gz cannot be had/, "no encryption");
  assert.deepEqual(plain.requests, []);
  publish(user.server, "0.1.0", files);
  const { code, stderr } = await user.run({ env: { ATMOS_INSTALL_VERSION: "0.1.0" } });
  assert.equal(code, 1, stderr);
  assert.match(stderr, /version 0\.1\.0 was asked for, the release has 0\.2\.0/);
  assert.deepEqual(await user.tree(), {});
});

installTest("install.sh refuses archives that hold no program of this machine", {
  programs: ["dash", "curl"],
}, async () => {
  await using user = await machine();
  const one = (content: string, path = "atmos") => gzip(tarArchive([{ path, content, mode: 0o755 }]));
  const cases: [label: string, archive: Uint8Array, phrase: RegExp][] = [
    ["no gzip", new TextEncoder().encode("not packed"), /cannot be unpacked/],
    ["no tar", new Uint8Array(gzipSync("not a tar")), /cannot be unpacked/],
    ["no program", await one("", "readme"), /cannot be unpacked/],
    ["another system's", await one("#!/no/such/loader\n"), /does not start on this machine/],
    [
      "one that fails",
      await one("#!/bin/sh\necho libgcc_s.so.1 is missing >&2\nexit 127\n"),
      /libgcc_s[^]*does not start/,
    ],
  ];
  for (const [label, archive, phrase] of cases) {
    const sums = new TextEncoder().encode(sumLine(ARCHIVE, archive));
    publish(user.server, "0.2.0", new Map([["SHA256SUMS", sums], [ARCHIVE, archive]]));
    await assertRefused(user, phrase, label);
  }
});

installTest("install.sh trusts no server of an authority that it was not told of", {
  programs: ["dash", "curl", "wget"],
}, async () => {
  await using user = await machine();
  publish(user.server, "0.2.0", await release("0.2.0"));
  const stranger = await tlsAuthority("Stranger"), past = new Date(Date.UTC(2020, 0, 1));
  const wget = await user.toolbox(TOOLS, { curl: "exit 1" });
  for (const PATH of ["/usr/bin:/bin", wget]) {
    for (
      const identity of [
        await stranger.issue(["github.com"]),
        await user.authority.issue(["github.com"], past),
        await user.authority.issue(["gitlab.test"]),
      ]
    ) {
      await using server = fixtureServer({}, { tls: identity });
      user.proxy.lead(server.port);
      const { code, stderr } = await user.run({ env: { PATH } });
      assert.equal(code, 1, stderr);
      assert.match(stderr, /certificate[^]*cannot be had[^]*SSL_CERT_FILE/i);
      assert.deepEqual(await user.tree(), {});
      assert.deepEqual(server.requests, []);
    }
  }
});

/** What the script calls, for PATHs that lack something. */
const TOOLS = [
  ...[
    "uname",
    "id",
    "mkdir",
    "mktemp",
    "rm",
    "rmdir",
    "mv",
    "chmod",
    "sed",
    "tar",
    "gzip",
    "sha256sum",
    "getconf",
    "wget",
  ],
];

installTest(
  "install.sh does nothing when it arrives in part",
  { programs: ["dash", "bash", "busybox"] },
  async () => {
    await using user = await machine();
    const whole = new TextEncoder().encode(user.script);
    const words = Object.values(SHELLS);
    for (let length = 0, n = 0; length < whole.length - 3; length += 173, n++) {
      const script = new TextDecoder().decode(whole.subarray(0, length));
      await user.run({ script, shell: words[n % words.length] ?? [] });
    }
    assert.deepEqual(await user.tree(), {});
    assert.deepEqual(user.server.requests, []);
  },
);

for (const [name, shell] of Object.entries(SHELLS)) {
  installTest(
    `install.sh in ${name} leaves nothing after a signal`,
    { programs: [shell[0] ?? "", "curl"] },
    async () => {
      const cases: [signal: Deno.Signal, toAll: boolean, code: number][] = [
        ["SIGINT", true, 130],
        ["SIGTERM", false, 143],
        ["SIGHUP", true, 129],
      ];
      for (const [signal, toAll, code] of cases) {
        for (const stalled of ["SHA256SUMS", ARCHIVE]) {
          await using user = await machine();
          await user.write(OLD);
          const before = await user.tree();
          const files = await release("0.2.0");
          publish(user.server, "0.2.0", files, { [stalled]: { stallAfterBytes: 10 } });
          const { promise: isAsked, resolve } = Promise.withResolvers<void>();
          const place = `/release-assets.githubusercontent.com/0.2.0/${stalled}`;
          user.server.route(place, () => {
            resolve();
            return { body: files.get(stalled) ?? "", stallAfterBytes: 10 };
          });
          const child = user.start({ shell });
          await isAsked;
          Deno.kill(toAll ? -child.pid : child.pid, signal);
          // The streams end when the last process that holds them has ended.
          const ending = await child.output();
          assert.equal(ending.code, code, `${signal} ${stalled}: ${new TextDecoder().decode(ending.stderr)}`);
          assert.deepEqual(await user.tree(), before, `${signal} ${stalled}`);
        }
      }
    },
  );
}

installTest("install.sh on a full disk, and where no program may run", {
  programs: ["dash", "curl"],
  mounts: true,
}, async () => {
  await using user = await machine();
  const roomy = await release("0.2.0"),
    packsWell = await release("0.2.0", `#!/bin/sh\n${"#\n".repeat(200_000)}`);
  const cases: [label: string, files: ReadonlyMap<string, Uint8Array>, mount: string, phrase: RegExp][] = [
    ["full at the download", roomy, "size=40k", /tar\.gz cannot be had[^]*room on the disk/],
    ["full at the program", packsWell, "size=200k", /cannot be unpacked/],
    [
      "no programs",
      roomy,
      "size=4m,noexec",
      /does not start on this machine[^]*folder whose programs may run/,
    ],
  ];
  for (const [label, files, options, phrase] of cases) {
    publish(user.server, "0.2.0", files);
    await using folder = await tempFolder();
    const commands = `mount -t tmpfs -o ${options} tmpfs ${folder.path} && echo old >${folder.path}/atmos
${program("dash")} ${folder.path}.sh; code=$?; ls -A ${folder.path}; cat ${folder.path}/atmos; exit $code`;
    await Deno.writeTextFile(`${folder.path}.sh`, user.script);
    const [first = "", ...args] = [...withMounts(), program("dash"), "-c", commands];
    const { code, stdout, stderr } = await new Deno.Command(first, {
      args,
      env: { ...user.env, ATMOS_INSTALL_DIR: folder.path },
      clearEnv: true,
    }).output();
    await Deno.remove(`${folder.path}.sh`);
    const said = new TextDecoder().decode(stderr);
    assert.equal(code, 1, `${label}: ${said}`);
    assert.match(said, phrase, label);
    assert.equal(new TextDecoder().decode(stdout), "atmos\nold\n", label);
  }
});
