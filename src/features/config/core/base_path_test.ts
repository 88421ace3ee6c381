import assert from "node:assert/strict";
import { basePathCandidates, type PathAnchors, shownBasePath } from "./base_path.ts";

const git: PathAnchors = { configDir: "/r/cfg", gitRoot: "/r", gitTop: "/r", cwd: "/r/sub", isLocal: false };
const plain: PathAnchors = { ...git, gitRoot: undefined };
const none: PathAnchors = { ...plain, configDir: undefined };

Deno.test("basePathCandidates() follows the table of config §3.1", () => {
  const cases: [text: string, isOfRun: boolean, anchors: PathAnchors, paths: readonly string[]][] = [
    ["", false, git, ["/r"]],
    ["", false, plain, ["/r/cfg"]],
    ["", false, none, ["/r/sub"]],
    [".", false, git, ["/r"]],
    [".", false, { ...git, isLocal: true }, ["/r/cfg"]],
    [".", false, plain, ["/r/cfg"]],
    ["./", false, git, ["/r/cfg"]],
    ["./x", false, git, ["/r/cfg/x"]],
    ["..", false, git, ["/r"]],
    ["../x", true, git, ["/r/x"]],
    [".", true, git, ["/r/sub"]],
    ["./x", true, plain, ["/r/sub/x"]],
    ["foo/bar", false, git, ["/r/foo/bar", "/r/sub/foo/bar", "/r/foo/bar"]],
    ["foo", true, git, ["/r/foo", "/r/sub/foo", "/r/foo"]],
    ["foo", false, plain, ["/r/cfg/foo", "/r/sub/foo", "/r/cfg/foo"]],
    ["foo", true, plain, ["/r/sub/foo", "/r/cfg/foo"]],
    ["foo", false, none, ["/r/sub/foo", "/r/sub/foo"]],
    ["/x/../y", false, git, ["/y"]],
    [".foo", false, git, ["/r/.foo", "/r/sub/.foo", "/r/.foo"]],
  ];
  for (const [text, isOfRun, anchors, paths] of cases) {
    assert.deepEqual(basePathCandidates({ text, isOfRun }, anchors), paths, `${text} ${isOfRun}`);
  }
});

Deno.test("shownBasePath() names the git root where it stands for nothing said", () => {
  const cases: [text: string, isOfRun: boolean, anchors: PathAnchors, shown: string][] = [
    ["", false, git, "/r"],
    [".", false, git, "/r"],
    ["./", false, git, "./"],
    [".", true, git, "."],
    [".", false, { ...git, isLocal: true }, "."],
    ["", false, plain, ""],
  ];
  for (const [text, isOfRun, anchors, shown] of cases) {
    assert.equal(shownBasePath({ text, isOfRun }, anchors), shown, `${text} ${isOfRun}`);
  }
});
