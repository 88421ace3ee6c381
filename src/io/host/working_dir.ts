/** Where the program was started. Follows config §2.3. Invariant: the process itself never changes its directory. */
import { HostError } from "@/base/errors.ts";

/**
 * Absolute path of the working directory, forward slashes.
 * @throws Host `host/no-working-directory` when it was removed or cannot be read
 */
export function systemWorkingDir(): string {
  try {
    return Deno.cwd().replaceAll(Deno.build.os === "windows" ? "\\" : "/", "/");
  } catch (error) {
    throw new HostError("host/no-working-directory", "the working directory does not exist any more", {
      hints: ["Change to a directory that exists and run the command again"],
      cause: error,
    });
  }
}
