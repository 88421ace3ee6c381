import { deepEqual, equal } from "node:assert/strict";
import { decodeRelease, decodeTag } from "./answers.ts";

const EMPTY = {
  title: "",
  isDraft: false,
  isPrerelease: false,
  publishedAt: undefined,
  notes: "",
  pageUrl: "",
  assets: [],
};

Deno.test("decodeRelease() keeps what is usable and refuses what is no release", () => {
  deepEqual(
    decodeRelease({
      tag_name: "v1.0",
      name: "First",
      draft: false,
      prerelease: true,
      published_at: "2030-01-01T00:00:00Z",
      body: "Notes\r\n",
      html_url: "https://web.test/v1.0",
      assets: [
        {
          name: "a.zip",
          url: "https://api.test/1",
          browser_download_url: "https://web.test/a.zip",
          size: 5,
          digest: "sha256:00",
          state: "uploaded",
        },
        { name: "b.zip", url: "https://api.test/2", digest: null },
        { name: "broken.zip", url: "https://api.test/3", size: 1, state: "starter" },
        { name: "no url" },
        null,
        "text",
      ],
      more: "ignored",
    }),
    {
      tag: "v1.0",
      title: "First",
      isDraft: false,
      isPrerelease: true,
      publishedAt: "2030-01-01T00:00:00Z",
      notes: "Notes\r\n",
      pageUrl: "https://web.test/v1.0",
      assets: [
        {
          name: "a.zip",
          apiUrl: "https://api.test/1",
          downloadUrl: "https://web.test/a.zip",
          sizeBytes: 5,
          digest: "sha256:00",
        },
        { name: "b.zip", apiUrl: "https://api.test/2", downloadUrl: "", sizeBytes: 0, digest: undefined },
      ],
    },
  );
  deepEqual(decodeRelease({ tag_name: "v1", assets: "none" }), { tag: "v1", ...EMPTY });
  deepEqual(decodeRelease({ tag_name: "v1", draft: true, published_at: null }), {
    tag: "v1",
    ...EMPTY,
    isDraft: true,
  });
  for (const value of [null, 1, "v1", [], {}, { tag_name: 1 }, { tag_name: "" }]) {
    equal(decodeRelease(value), undefined);
  }
});

Deno.test("decodeTag() wants a name and a commit", () => {
  deepEqual(decodeTag({ name: "v1", commit: { sha: "abc" } }), { name: "v1", commit: "abc" });
  for (const value of [null, {}, { name: "v1" }, { name: "v1", commit: null }, { commit: { sha: "a" } }]) {
    equal(decodeTag(value), undefined);
  }
});
