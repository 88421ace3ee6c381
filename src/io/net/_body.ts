/** Reads the body of an answer into memory that is used again. Follows deno §8.2.
 *  Invariant: a chunk is good until the next one is asked for. By its own choice the runtime takes and clears 64 KiB for
 *  every 16 KiB that TLS brings, which costs more than fetching them. */

/** The bytes of a body. */
export interface BodyReader {
  /** Undefined at the end. @throws what broke the connection */
  next(): Promise<Uint8Array | undefined>;
  /** Ends an answer that is not read to its end. Never throws. */
  cancel(): Promise<void>;
}

const CHUNK_BYTES = 64 * 1024;

/** Begins to read; an answer without a body ends at once. */
export function readBody({ body }: Response): BodyReader {
  const reader = body?.getReader({ mode: "byob" });
  let memory = new ArrayBuffer(CHUNK_BYTES);
  return {
    async next() {
      const read = await reader?.read(new Uint8Array(memory));
      if (!read?.value) return undefined;
      memory = read.value.buffer;
      return read.done ? undefined : read.value;
    },
    cancel: async () => {
      await reader?.cancel().catch(() => {}); // it may have broken already
    },
  };
}
