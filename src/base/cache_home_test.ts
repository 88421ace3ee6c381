import assert from "node:assert/strict";
import { cacheHomeOf } from "./cache_home.ts";

Deno.test("cacheHomeOf() takes the first variable that says something, always as an absolute path", () => {
  const cases: [os: string, env: Record<string, string>, expected: string | undefined][] = [
    ["linux", { HOME: "/h/me" }, "/h/me/.cache"],
    ["darwin", { HOME: "/u/me" }, "/u/me/.cache"],
    ["linux", { HOME: "/h", XDG_CACHE_HOME: "/c/" }, "/c"],
    ["linux", { HOME: "/h", XDG_CACHE_HOME: "/c", ATMOS_XDG_CACHE_HOME: "/a//b" }, "/a/b"],
    ["linux", { HOME: "/h", XDG_CACHE_HOME: "" }, "/h/.cache"],
    ["linux", { XDG_CACHE_HOME: "rel" }, "/w/rel"],
    ["linux", { HOME: "rel" }, "/w/rel/.cache"],
    ["linux", { HOME: "" }, undefined],
    ["linux", {}, undefined],
    ["windows", { LOCALAPPDATA: "C:\\U\\me\\AppData\\Local" }, "C:/U/me/AppData/Local"],
    ["windows", { USERPROFILE: "C:\\U\\me" }, "C:/U/me/.cache"],
  ];
  for (const [os, env, expected] of cases) {
    const cwd = os === "windows" ? "C:/w" : "/w";
    const host = { os, arch: "amd64", pathListSeparator: ":", executable: "/x", pid: 1 };
    assert.equal(cacheHomeOf({ cwd, env, host }), expected, JSON.stringify(env));
  }
});
