/** The Random port over the system's generator. Follows house §5.1.
 *  Invariant: names of temporary files cannot be guessed by other users of the machine. */
import type { Random } from "@/base/ports.ts";

/** Makes the machine's source of randomness. */
export function systemRandom(): Random {
  return {
    hex(digits) {
      const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(digits / 2)));
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, digits);
    },
    number: Math.random,
  };
}
