import { deepEqual, equal, ok } from "node:assert/strict";
import { parseRemoteUrl } from "./remote_url.ts";

Deno.test("parseRemoteUrl() takes every form of a remote on a host apart", () => {
  const cases: [string, [host: string, owner: string | undefined, name: string, url?: string]][] = [
    ["https://h.example/a/b.git", ["h.example", "a", "b"]],
    ["https://h.example/a/b", ["h.example", "a", "b"]],
    ["https://h.example/a/b.git/", ["h.example", "a", "b"]],
    ["http://h.example:8080/a/b/c.git", ["h.example:8080", "a/b", "c"]],
    ["https://h.example//a///b", ["h.example", "a", "b"]],
    ["https://h.example/b.git", ["h.example", undefined, "b"]],
    ["https://bob:pw@h.example/a/b", ["h.example", "a", "b", "https://h.example/a/b"]],
    ["https://token@h.example:8443/a/b", ["h.example:8443", "a", "b", "https://h.example:8443/a/b"]],
    ["https://a:b@c@h.example/a/b", ["h.example", "a", "b", "https://h.example/a/b"]],
    ["https://h.example/a/b.git?token=secret#x", ["h.example", "a", "b", "https://h.example/a/b.git"]],
    ["ssh://git@h.example:2222/a/b", ["h.example:2222", "a", "b"]],
    ["ssh://git:pw@h.example/a/b", ["h.example", "a", "b", "ssh://git@h.example/a/b"]],
    ["git+ssh://git@h.example/a/b", ["h.example", "a", "b"]],
    ["git://h.example/a/b.git", ["h.example", "a", "b"]],
    ["ssh://git@[::1]:22/a/b", ["[::1]:22", "a", "b"]],
    ["git@h.example:a/b.git", ["h.example", "a", "b"]],
    ["h.example:a/b/c", ["h.example", "a/b", "c"]],
    ["git@h.example:/a/b.git", ["h.example", "a", "b"]],
    ["git@h.example:b.git", ["h.example", undefined, "b"]],
    ["git@[::1]:a/b", ["[::1]", "a", "b"]],
    ["  git@h.example:a/b \n", ["h.example", "a", "b", "git@h.example:a/b"]],
    ["git@h.example:grüppe/b c", ["h.example", "grüppe", "b c"]],
    ["git@h.example:a/.github", ["h.example", "a", ".github"]],
  ];
  for (const [address, [host, owner, name, url = address]] of cases) {
    deepEqual(parseRemoteUrl(address), { url, host, owner, name }, address);
  }
});

Deno.test("parseRemoteUrl() takes local paths and broken addresses for no remote", () => {
  const none = ["", ".", "/srv/git/a.git", "../a.git", "a/b.git", "./x:y", "file:///srv/a/b.git", "C:\\a\\b"];
  none.push(
    "C:/a/b",
    "https://h.example",
    "https://h.example/",
    "https:///a/b",
    "ext::sh -c x",
    "host:",
    "host::a",
  );
  for (const address of none) equal(parseRemoteUrl(address), undefined, address);
});

Deno.test("parseRemoteUrl() never answers a secret, however the address is written", () => {
  const secret = "s3cr3tword";
  const forms = [`https://me:${secret}@h/a/b`, `https://${secret}@h/a/b`, `https://me:x/${secret}@h/a/b`];
  forms.push(
    `https://h/a/b?t=${secret}`,
    `https://h/a/b#${secret}`,
    `me:${secret}@h:a/b`,
    `ssh://me:${secret}@h/a/b`,
  );
  for (const address of forms) ok(!JSON.stringify(parseRemoteUrl(address) ?? "").includes(secret), address);
});
