import { equal } from "node:assert/strict";
import { redactText, redactUrl, withoutLogin } from "./redact.ts";

const URLS: readonly [string, string][] = [
  ["https://h.test/a/b?page=2&per_page=100", "https://h.test/a/b?page=2&per_page=100"],
  ["https://u:p@h.test:8443/a", "https://***@h.test:8443/a"],
  ["https://token@h.test/a", "https://***@h.test/a"],
  ["https://u:p%40x@h.test/", "https://***@h.test/"],
  ["https://h.test/a#access_token=abc", "https://h.test/a"],
  ["https://h.test/a?access_token=abc", "https://h.test/a?***"],
  ["https://h.test/a?x=1&ACCESS_TOKEN=abc", "https://h.test/a?***"],
  ["https://s3.test/o?X-Amz-Credential=AK&X-Amz-Date=1", "https://s3.test/o?***"],
  ["https://b.test/o?sp=r&sig=abc&jwt=e", "https://b.test/o?***"],
  ["https://h.test/design?design=1", "https://h.test/design?design=1"],
  ["http://[::1]:80/é", "http://[::1]/%C3%A9"],
  ["u:p@not a url", "***@not a url"],
  ["https://u:p@bad host/", "https://***@bad host/"],
  ["", ""],
];

Deno.test("redactUrl() hides user information and signed queries, keeps the rest", () => {
  for (const [url, shown] of URLS) equal(redactUrl(url), shown, url);
});

Deno.test("redactText() hides them inside a message of the runtime", () => {
  equal(
    redactText(
      "error sending request for url (https://u:p@h.test/x?token=1): refused; see HTTP://a:b@c.test/",
    ),
    "error sending request for url (https://***@h.test/x?***): refused; see http://***@c.test/",
  );
});

Deno.test("withoutLogin() keeps everything but user and password", () => {
  const cases: [url: string, written: string][] = [
    ["https://u:p@h.test:8443/a?b=c#d", "https://h.test:8443/a?b=c#d"],
    ["https://h.test/a@b", "https://h.test/a@b"],
    ["no address", "no address"],
  ];
  for (const [url, written] of cases) equal(withoutLogin(url), written);
});
