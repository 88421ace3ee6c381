import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { gzip, tarArchive } from "../../../tests/support/archive.ts";
import { testContext } from "../../../tests/support/context.ts";
import { treeOf } from "../../../tests/support/unpacked.ts";
import { systemThreads } from "./threads.ts";

const never = new AbortController().signal;
const program = new TextEncoder().encode("#!/bin/sh\n");

Deno.test("run() unpacks on a thread, several tasks one after the other", async () => {
  await using ctx = await testContext();
  const threads = systemThreads({ limit: 1 });
  try {
    threads.warm();
    const archive = `${ctx.root}/kit`;
    await Deno.writeFile(archive, gzip(tarArchive([{ path: "bin/kit", content: program, mode: 0o755 }])));
    const answers = await Promise.all(
      ["a", "b", "c"].map((name) =>
        threads.run("unpack", { archive, assetName: "kit.tar.gz", into: `${ctx.root}/${name}` }, never)
      ),
    );
    for (const answer of answers) deepEqual((answer as { format: string }).format, "tar.gz");
    deepEqual(treeOf(`${ctx.root}/c`), { bin: "directory 755", "bin/kit": "file 755 #!/bin/sh\n" });
  } finally {
    threads.close();
  }
});

Deno.test("run() throws what the task throws, as the same kind of error", async () => {
  await using ctx = await testContext();
  const threads = systemThreads({ limit: 1 });
  try {
    const archive = `${ctx.root}/kit`;
    await Deno.writeFile(archive, gzip(tarArchive([{ path: "../kit", content: program }])));
    const plan = { archive, assetName: "kit.tar.gz", into: `${ctx.root}/out` };
    await rejects(threads.run("unpack", plan, never), {
      kind: "integrity",
      code: "archive/escape",
      facts: { archive: "kit.tar.gz", member: "../kit" },
    });
    await rejects(threads.run("unpack", { ...plan, archive: `${archive}.gone` }, never), {
      kind: "host",
      code: "disk/not-found",
    });
    await rejects(threads.run("dance", {}, never), /no task dance/);
  } finally {
    threads.close();
  }
});

Deno.test("run() stops with the signal's reason, and only when the task has ended", async () => {
  await using ctx = await testContext();
  const threads = systemThreads({ limit: 1 });
  try {
    const archive = `${ctx.root}/long`, into = `${ctx.root}/out`;
    const items = Array.from({ length: 20_000 }, (_, index) => ({ path: `${index}`, content: program }));
    await Deno.writeFile(archive, tarArchive(items));
    const aborter = new AbortController();
    const [running, waiting] = ["a", "b"].map((name) =>
      threads.run("unpack", { archive, assetName: "long.tar", into: `${into}/${name}` }, aborter.signal)
    );
    while (!(await ctx.disk.lstat(`${into}/a/0`))) await new Promise((resolve) => setTimeout(resolve, 1));
    const reason = new Error("enough");
    aborter.abort(reason);
    await rejects(running ?? Promise.resolve(), reason);
    const left = (await ctx.disk.list(`${into}/a`)).length;
    ok(left < items.length, "it did not stop");
    await rejects(waiting ?? Promise.resolve(), reason);
    equal((await ctx.disk.list(`${into}/a`)).length, left, "it went on");
    equal(await ctx.disk.lstat(`${into}/b`), undefined);
  } finally {
    threads.close();
  }
});

Deno.test("run() fails when its thread dies, and the next task gets a new one", async () => {
  const program = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;
  const dying = program(`export const start = (it) => it.onmessage = () => { throw new Error("no more"); };`);
  const living = program(
    `export const start = (it) => it.onmessage = () => postMessage({ kind: "done", answer: "here" });`,
  );
  const urls = [dying, living];
  const threads = systemThreads({
    limit: 1,
    load: () => Promise.resolve({ threadUrl: urls.shift() ?? "" }),
  });
  try {
    const [first, second] = [threads.run("any", {}, never), threads.run("any", {}, never)];
    await rejects(first, /a thread ended by itself: .*no more/);
    equal(await second, "here");
  } finally {
    threads.close();
  }
});

Deno.test("run() fails when there is nothing to start", async () => {
  const threads = systemThreads({
    limit: 1,
    load: () => Promise.resolve({ threadUrl: "data:text/javascript,;;(" }),
  });
  threads.warm();
  try {
    await rejects(threads.run("any", {}, never), /a thread ended by itself/);
  } finally {
    threads.close();
  }
});

Deno.test("run() fails with what nobody caught on the thread, and takes another one then", async () => {
  const threads = systemThreads({ limit: 1, load: () => import("../../../tests/support/dying_thread.ts") });
  try {
    for (const way of ["reject", "throw"]) {
      await rejects(threads.run("die", way, never), { message: `a defect: ${way}` });
      equal(await threads.run("live", "still", never), "still");
    }
  } finally {
    threads.close();
  }
});
