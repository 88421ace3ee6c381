import { deepEqual } from "node:assert/strict";
import { ignoredIn } from "./ignored_signals.ts";

Deno.test("ignoredIn() reads the mask of a process", () => {
  const cases: [status: string, names: string[]][] = [
    ["Name:\tx\nSigBlk:\t0000000000000003\nSigIgn:\t0000000000001001\nSigCgt:\t0\n", ["SIGHUP"]],
    ["SigIgn:\t0000000000000006\n", ["SIGINT", "SIGQUIT"]],
    ["SigIgn:\t0000000000000000\n", []],
    ["", []],
  ];
  for (const [status, names] of cases) deepEqual([...ignoredIn(status)], names, status);
});
