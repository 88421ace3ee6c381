/** Open files: a writer that writes everything it is given, a reader with random access.
 *  Follows deno §8.1 and §9. Invariant: a handle that failed can always be closed. */
import type { FileReader, FileWriter } from "@/base/ports.ts";

/** Runs a file operation and turns what it throws into our errors. */
export type Guard = <T>(verb: string, body: () => T | Promise<T>) => Promise<T>;

/**
 * A writer over an open file. `write` returns when the whole chunk was handed to the system.
 * @param sync flush to the device on `close`
 */
export function fileWriter(file: Deno.FsFile, sync: boolean, guard: Guard): FileWriter {
  let open = true;
  let flush = sync;
  return {
    write: (chunk) =>
      guard("write", () => {
        try {
          // Synchronous: handing a chunk to another thread costs several times what copying it to the page cache does.
          for (let done = 0; done < chunk.length;) done += file.writeSync(chunk.subarray(done));
        } catch (error) {
          flush = false; // the first failure is the one to report, not that of a later flush
          throw error;
        }
      }),
    close: () =>
      guard("write", async () => {
        if (!open) return;
        open = false;
        try {
          if (flush) await file.sync();
        } finally {
          file.close();
        }
      }),
  };
}

/** A reader over an open file. */
export function fileReader(file: Deno.FsFile, sizeBytes: number, guard: Guard): FileReader {
  let open = true;
  return {
    sizeBytes,
    // Synchronous inside, so that two readers of one handle cannot move each other's position;
    // also the fastest way to read (measured in deno §8.1).
    read: (into, offset) =>
      guard("read", () => {
        file.seekSync(offset, Deno.SeekMode.Start);
        return file.readSync(into) ?? 0;
      }),
    close() {
      if (open) file.close();
      open = false;
    },
  };
}
