import assert from "node:assert/strict";
import { prependDirs, withPath } from "./search_path.ts";

const linux = { os: "linux", pathListSeparator: ":" }, windows = { os: "windows", pathListSeparator: ";" };

Deno.test("prependDirs() puts directories first, once, and is idempotent", () => {
  const once = prependDirs(["/t/a", "/t/b"], "/usr/bin:/t/a::/bin:/usr/bin", linux);
  assert.deepEqual(once, ["/t/a", "/t/b", "/usr/bin", "/bin"]);
  assert.deepEqual(prependDirs(["/t/a", "/t/b"], once.join(":"), linux), once);
});

Deno.test("prependDirs() falls back to the system's places", () => {
  assert.deepEqual(prependDirs(["/t"], undefined, linux), ["/t", "/usr/local/bin", "/usr/bin", "/bin"]);
  assert.deepEqual(prependDirs(["/t"], "", linux).length, 4);
  assert.equal(prependDirs([], undefined, windows)[0], "C:\\Windows\\System32");
});

Deno.test("withPath() writes back the spelling that is there", () => {
  assert.deepEqual(withPath({ Path: "C:\\x", A: "1" }, ["C:/t"], windows), { Path: "C:/t;C:\\x", A: "1" });
  assert.deepEqual(withPath({ PATH: "/bin" }, ["/t"], linux), { PATH: "/t:/bin" });
});
