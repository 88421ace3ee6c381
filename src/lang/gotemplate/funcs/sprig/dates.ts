/** Sprig's functions of times. Pure: the clock is handed in. Follows templates §3.1 (Dates). */
import { func, type FunctionSet, GoError } from "../../function.ts";
import { SizedInt, type Value } from "../../value.ts";
import { intOf } from "../../value.ts";
import type { TemplateHost } from "../host.ts";
import {
  durationText,
  formatTime,
  type GoTime,
  offsetOf,
  parseDuration,
  parseTime,
  timeOf,
  timeValue,
  ZERO_MS,
} from "../_go_time.ts";

/** The functions. */
export function dates({ now }: Pick<TemplateHost, "now">): FunctionSet {
  const given = (value: Value): GoTime => timeOf(value) ?? { ms: now(), zone: "Local" };
  const inZone = (layout: string, value: Value, zone: string) =>
    formatTime({ ms: given(value).ms, zone: known(zone) }, layout);
  const modify = func(["string", "any"], (text, value) => timeValue(moved(given(value), text, false)));
  const mustModify = func(["string", "any"], (text, value) => timeValue(moved(given(value), text, true)));
  return {
    now: func([], () => timeValue({ ms: now(), zone: "Local" })),
    date: func(
      ["string", "any"],
      (layout, value) => formatTime({ ms: given(value).ms, zone: "Local" }, layout),
    ),
    dateInZone: func(["string", "any", "string"], inZone),
    date_in_zone: func(["string", "any", "string"], inZone),
    dateModify: modify,
    date_modify: modify,
    mustDateModify: mustModify,
    must_date_modify: mustModify,
    htmlDate: func(["any"], (value) => formatTime({ ms: given(value).ms, zone: "Local" }, "2006-01-02")),
    htmlDateInZone: func(["any", "string"], (value, zone) => inZone("2006-01-02", value, zone)),
    toDate: func(
      ["string", "string"],
      (layout, text) => timeValue(parseTime(layout, text, "Local") ?? { ms: ZERO_MS, zone: "UTC" }),
    ),
    mustToDate: func(["string", "string"], (layout, text) => {
      const time = parseTime(layout, text, "Local");
      if (time === undefined) throw new GoError(`parsing time "${text}" as "${layout}": cannot parse`);
      return timeValue(time);
    }),
    unixEpoch: func(["any"], (value) => String(Math.floor(given(value).ms / 1000))),
    ago: func(["any"], (value) => durationText(Math.round((now() - given(value).ms) / 1000))),
    duration: func(["any"], (value) => durationText(secondsOf(value))),
    durationRound: func(["any"], (value) => roundedDuration(value, now)),
  };
}

/** What nobody knows is UTC. */
function known(zone: string): string {
  try {
    offsetOf(0, zone);
    return zone;
  } catch (error) {
    if (error instanceof RangeError) return "UTC";
    throw error;
  }
}

function moved(time: GoTime, text: string, isStrict: boolean): GoTime {
  const by = parseDuration(text);
  if (by === undefined && isStrict) throw new GoError(`time: invalid duration "${text}"`);
  return { ...time, ms: time.ms + (by ?? 0) };
}

/** A text of seconds or an int64; an int is nothing, as in sprig. */
function secondsOf(value: Value): number {
  if (typeof value === "string") return /^[+-]?\d+$/.test(value) ? Number(value) : 0;
  return value instanceof SizedInt && value.type === "int64" ? Number(intOf(value)) : 0;
}

const STEPS = [["y", 365 * 86_400], ["mo", 30 * 86_400], ["d", 86_400], ["h", 3600], ["m", 60], [
  "s",
  1,
]] as const;

function roundedDuration(value: Value, now: () => number): string {
  const time = timeOf(value);
  const seconds = typeof value === "string"
    ? (parseDuration(value) ?? 0) / 1000
    : time !== undefined && !(value instanceof SizedInt)
    ? (now() - time.ms) / 1000
    : 0;
  const total = Math.abs(Math.trunc(seconds));
  const [unit, size] = STEPS.find(([, size]) => total >= size) ?? ["s", 1];
  return `${seconds < 0 ? "-" : ""}${Math.floor(total / size)}${unit}`;
}
