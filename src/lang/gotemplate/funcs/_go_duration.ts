/** Go's durations as values of templates. Pure. Follows templates §3.2 (`time`). Invariant: they count milliseconds. */
import { func } from "../function.ts";
import { floatValue, type Value } from "../value.ts";
import { Struct } from "../value.ts";
import { int64 } from "./cast.ts";

const MS = "\0ms";

/** A duration of so many milliseconds. */
export function durationValue(ms: number): Struct {
  return new Struct(
    "time.Duration",
    { [MS]: ms },
    {
      Hours: () => floatValue(ms / 3_600_000),
      Minutes: () => floatValue(ms / 60_000),
      Seconds: () => floatValue(ms / 1000),
      Milliseconds: () => int64(BigInt(Math.trunc(ms))),
      Nanoseconds: () => int64(BigInt(Math.round(ms * 1e6))),
      Round: func(["any"], (to) => durationValue(multiple(ms, to, Math.round))),
      Truncate: func(["any"], (to) => durationValue(multiple(ms, to, Math.trunc))),
      String: () => goText(ms),
    },
    goText(ms),
  );
}

/** The milliseconds of a duration; undefined for anything else. */
export function durationOf(value: Value): number | undefined {
  const ms = value instanceof Struct && value.type === "time.Duration" ? value.fields[MS] : undefined;
  return typeof ms === "number" ? ms : undefined;
}

function multiple(ms: number, to: Value, round: (value: number) => number): number {
  const unit = durationOf(to) ?? 0;
  return unit <= 0 ? ms : round(ms / unit) * unit;
}

/** `1h0m0.5s`, `1.5ms`, `20ns`. */
function goText(ms: number): string {
  const size = Math.abs(ms), sign = ms < 0 ? "-" : "";
  if (size === 0) return "0s";
  const short = (value: number) => String(Number(value.toFixed(9)));
  if (size < 1e-3) return `${sign}${short(size * 1e6)}ns`;
  if (size < 1) return `${sign}${short(size * 1e3)}µs`;
  if (size < 1000) return `${sign}${short(size)}ms`;
  const hours = Math.floor(size / 3_600_000), minutes = Math.floor(size / 60_000) % 60;
  const seconds = `${short((size % 60_000) / 1000)}s`;
  return sign + (hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : "") + seconds;
}
