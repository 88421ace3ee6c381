/** `retry` of a step. Pure. Follows workflows §6. Invariant: what is wrong is told before the first attempt. */
import { ConfigError } from "@/base/errors.ts";
import { parseGoDuration } from "@/base/text/go_duration.ts";
import { isTree } from "@/features/stacks/core/merge.ts";

/** How often and how fast. Times are milliseconds. */
export interface Retry {
  /** Undefined is without end. */
  readonly maxAttempts: number | undefined;
  readonly strategy: "constant" | "linear" | "exponential";
  readonly initialMs: number;
  readonly maxDelayMs: number | undefined;
  readonly multiplier: number;
  /** 0 to 1: the part of a delay that may be more or less. */
  readonly jitter: number;
  readonly maxElapsedMs: number | undefined;
  /** As written. */
  readonly maxElapsed: string;
  /** Patterns of which one must fit what a failed attempt printed; without any, every failure is tried again. */
  readonly conditions: readonly string[];
}

const STRATEGIES = ["constant", "linear", "exponential"] as const;

/** @throws Config `steps/bad-retry`; undefined when there is none */
export function readRetry(value: unknown): Retry | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isTree(value)) throw bad("retry must be a map");
  const strategy = value["backoff_strategy"] ?? "constant";
  const known = STRATEGIES.find((each) => each === strategy);
  if (known === undefined) {
    throw bad(`backoff_strategy is ${STRATEGIES.join(", ")}, not ${JSON.stringify(strategy)}`);
  }
  const maxAttempts = numberAt(value, "max_attempts");
  if (maxAttempts !== undefined && maxAttempts <= 0) throw bad("max_attempts must be greater than zero");
  const multiplier = numberAt(value, "multiplier") ?? 2;
  if (multiplier <= 0) throw bad("multiplier must be greater than zero");
  const jitter = numberAt(value, "random_jitter") ?? 0;
  if (jitter < 0 || jitter > 1) throw bad("random_jitter must be between 0 and 1");
  const conditions = value["conditions"] ?? [];
  if (!Array.isArray(conditions)) throw bad("conditions must be a list of patterns");
  return {
    maxAttempts,
    strategy: known,
    initialMs: durationAt(value, "initial_delay") ?? 0,
    maxDelayMs: durationAt(value, "max_delay"),
    multiplier,
    jitter,
    maxElapsedMs: durationAt(value, "max_elapsed_time"),
    maxElapsed: String(value["max_elapsed_time"] ?? ""),
    conditions: conditions.map(String),
  };
}

/**
 * Milliseconds before the attempt after the `attempt`th.
 * @param random 0 to 1
 */
export function delayAfter(retry: Retry, attempt: number, random: number): number {
  const { strategy, initialMs, multiplier, maxDelayMs = Infinity, jitter } = retry;
  const factor = strategy === "constant" ? 1 : strategy === "linear" ? attempt : multiplier ** (attempt - 1);
  return Math.min(initialMs * factor, maxDelayMs) * (1 + jitter * (2 * random - 1));
}

function numberAt(map: Readonly<Record<string, unknown>>, key: string): number | undefined {
  const value = map[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number") return value;
  throw bad(`${key} must be a number, not ${JSON.stringify(value)}`);
}

function durationAt(map: Readonly<Record<string, unknown>>, key: string): number | undefined {
  const value = map[key];
  if (value === undefined || value === null) return undefined;
  const ms = parseGoDuration(String(value));
  if (ms !== undefined) return ms;
  throw bad(`${key} is no duration: ${JSON.stringify(value)}`);
}

function bad(explanation: string): ConfigError {
  return new ConfigError("steps/bad-retry", "retry cannot be used", { explanation });
}
