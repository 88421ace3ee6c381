import { equal, throws } from "node:assert/strict";
import { NetworkError } from "@/base/errors.ts";
import { hasNextPage, refuseLastRequests } from "./paging.ts";

Deno.test("hasNextPage() finds the next page among the links", () => {
  const cases: readonly [string, boolean][] = [
    ['<https://h.test/?page=2>; rel="next", <https://h.test/?page=9>; rel="last"', true],
    ['<https://h.test/?page=1>; rel="prev",<https://h.test/?page=3>;rel=next', true],
    ['<https://h.test/?next=1>; rel="prev"', false],
    ["", false],
  ];
  for (const [link, expected] of cases) equal(hasNextPage(new Headers({ link })), expected, link);
  equal(hasNextPage(new Headers()), false);
});

Deno.test("refuseLastRequests() keeps five requests for others", () => {
  for (const left of ["5", "60", "", "many"]) {
    refuseLastRequests(new Headers({ "x-ratelimit-remaining": left }), "https://h.test/");
  }
  for (const reset of ["1893456000", "", "never", "9".repeat(20)]) {
    const headers = new Headers({ "x-ratelimit-remaining": "4", "x-ratelimit-reset": reset });
    throws(() => refuseLastRequests(headers, "https://h.test/"), (error) => {
      return error instanceof NetworkError && error.code === "net/rate-limited" &&
        error.facts["resets_at"] === (reset === "1893456000" ? "2030-01-01T00:00:00Z" : undefined);
    });
  }
});
