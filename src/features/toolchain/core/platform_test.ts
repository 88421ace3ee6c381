import { deepEqual, equal, throws } from "node:assert/strict";
import { AtmosError } from "@/base/errors.ts";
import { parsePlatform, platformKeyOf, wantedPlatform } from "./platform.ts";

Deno.test("parsePlatform() takes os/arch and os/arch/libc in Go's words", () => {
  deepEqual(parsePlatform("linux/arm64"), { os: "linux", arch: "arm64", libc: undefined });
  deepEqual(parsePlatform(" linux/amd64/musl "), { os: "linux", arch: "amd64", libc: "musl" });
  for (
    const text of ["", "linux", "linux/", "/amd64", "linux/x86_64", "macos/arm64", "a/b/c/d", "linux/amd64/"]
  ) {
    throws(
      () => parsePlatform(text),
      (error) =>
        error instanceof AtmosError && error.code === "toolchain/bad-platform" && error.exitCode === 1,
      text,
    );
  }
});

Deno.test("wantedPlatform() is what was asked for, the variable, this machine", () => {
  const host = { os: "darwin", arch: "arm64" };
  const env = { ATMOS_TOOLCHAIN_PLATFORM: "windows/amd64" };
  equal(platformKeyOf(wantedPlatform({ env, host }, "linux/386")), "linux_386");
  equal(platformKeyOf(wantedPlatform({ env, host })), "windows_amd64");
  equal(platformKeyOf(wantedPlatform({ env: { ATMOS_TOOLCHAIN_PLATFORM: "" }, host })), "darwin_arm64");
});
