import { deepEqual, equal } from "node:assert/strict";
import type { Release } from "@/io/github/core/answers.ts";
import { isShown, releaseDetails, type ReleaseFilter, releaseRow } from "./release_rows.ts";

const release: Release = {
  tag: "v1.2.3",
  isDraft: false,
  isPrerelease: false,
  publishedAt: "2026-03-04T05:06:07Z",
  title: "",
  notes: "",
  pageUrl: "https://web.test/v1.2.3",
  assets: [{
    name: "a",
    apiUrl: "https://api.test/1",
    downloadUrl: "https://web.test/a",
    sizeBytes: 5,
    digest: "x",
  }],
};

Deno.test("releaseRow() finds a title in the notes, else takes the name", () => {
  const cases: [name: string, notes: string, title: string][] = [
    ["", "", "v1.2.3"],
    ["First", "", "First"],
    ["First", "## What's Changed\n* a\n", "First"],
    ["First", "<details>\n  <summary>Do  <b>it</b>\n right (#12)</summary>\n</details>", "Do it right (#12)"],
    ["First", "<summary> </summary>", "First"],
  ];
  for (const [name, notes, title] of cases) {
    equal(releaseRow({ ...release, title: name, notes }, "0.1.0").title, title);
  }
});

Deno.test("releaseRow() knows the running release; releaseDetails() adds notes and files", () => {
  equal(releaseRow(release, "1.2.3").current, true);
  equal(releaseRow(release, "1.2.30").current, false);
  const { body, assets } = releaseDetails({ ...release, notes: "n" }, "0");
  deepEqual({ body, assets }, {
    body: "n",
    assets: [{ name: "a", size: 5, download_url: "https://web.test/a" }],
  });
});

Deno.test("isShown() leaves drafts out, prereleases and earlier ones as wished", () => {
  const all: ReleaseFilter = { includePrereleases: true, since: undefined };
  const cases: [
    change: Partial<Release>,
    filter: Partial<ReleaseFilter>,
    shown: boolean,
  ][] = [
    [{}, {}, true],
    [{ isDraft: true }, {}, false],
    [{ isPrerelease: true }, {}, true],
    [{ isPrerelease: true }, { includePrereleases: false }, false],
    [{}, { since: "2026-03-04" }, true],
    [{}, { since: "2026-03-05" }, false],
    [{ publishedAt: undefined }, { since: "2026-03-05" }, false],
  ];
  for (const [change, filter, shown] of cases) {
    equal(isShown({ ...release, ...change }, { ...all, ...filter }), shown, JSON.stringify([change, filter]));
  }
});
