/** A file that lines are added to, at once, so that they are there whatever happens next. Follows config §10.9. */
import { HostError } from "@/base/errors.ts";
import { diskErrorCode } from "./disk_error.ts";

/** Adds texts to a file. */
export interface LogFile {
  write(text: string): void;
  close(): void;
}

/** Opens or makes it. @throws Host `disk/…` */
export function openLogFile(path: string): LogFile {
  const file = opened(path), encoder = new TextEncoder();
  return {
    write(text) {
      for (let rest = encoder.encode(text); rest.length > 0;) rest = rest.subarray(file.writeSync(rest));
    },
    close: () => file.close(),
  };
}

function opened(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { append: true, create: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HostError(`disk/${diskErrorCode(error)}`, `cannot write the log ${path}`, {
      explanation: reason,
      hints: ["Make its folder, or name another file in logs.file, ATMOS_LOGS_FILE or --logs-file"],
      facts: { path },
    });
  }
}
