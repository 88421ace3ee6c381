/** Gomplate's `time`. Pure: the clock is handed in. Follows templates §3.2. */
import { printValue } from "../../format.ts";
import { func, type FunctionSet, GoError } from "../../function.ts";
import type { Value } from "../../value.ts";
import { durationValue } from "../_go_duration.ts";
import { formatTime, offsetOf, parseDuration, parseTime, timeOf, timeValue } from "../_go_time.ts";
import type { TemplateHost } from "../host.ts";
import { toFloat, toText } from "./namespace.ts";

/** Go's layouts by their names. */
export const layouts: Readonly<Record<string, string>> = {
  ANSIC: "Mon Jan _2 15:04:05 2006",
  UnixDate: "Mon Jan _2 15:04:05 MST 2006",
  RubyDate: "Mon Jan 02 15:04:05 -0700 2006",
  RFC822: "02 Jan 06 15:04 MST",
  RFC822Z: "02 Jan 06 15:04 -0700",
  RFC850: "Monday, 02-Jan-06 15:04:05 MST",
  RFC1123: "Mon, 02 Jan 2006 15:04:05 MST",
  RFC1123Z: "Mon, 02 Jan 2006 15:04:05 -0700",
  RFC3339: "2006-01-02T15:04:05Z07:00",
  RFC3339Nano: "2006-01-02T15:04:05.999999999Z07:00",
  Kitchen: "3:04PM",
  Stamp: "Jan _2 15:04:05",
  StampMilli: "Jan _2 15:04:05.000",
  StampMicro: "Jan _2 15:04:05.000000",
  StampNano: "Jan _2 15:04:05.000000000",
};

const UNITS: Readonly<Record<string, number>> = {
  Nanosecond: 1e-6,
  Microsecond: 1e-3,
  Millisecond: 1,
  Second: 1000,
  Minute: 60_000,
  Hour: 3_600_000,
};

/** The members of `time`. */
export function times({ now }: Pick<TemplateHost, "now">): FunctionSet {
  const local = () => ({ ms: now(), zone: "Local" });
  const units = Object.entries(UNITS).map(([name, size]) => [
    name,
    func(["any"], (count) => durationValue(toFloat(count) * size)),
  ]);
  return {
    ...Object.fromEntries(units),
    Now: func([], () => timeValue(local())),
    Parse: func(["string", "any"], (layout, text) => parsed(layout, text, "UTC")),
    ParseLocal: func(["string", "any"], (layout, text) => parsed(layout, text, "Local")),
    ParseInLocation: func(["string", "string", "any"], (layout, zone, text) => parsed(layout, text, zone)),
    ParseDuration: func(["any"], (value) => {
      const text = toText(value), ms = parseDuration(text);
      if (ms === undefined) throw new GoError(`time: invalid duration ${JSON.stringify(text)}`);
      return durationValue(ms);
    }),
    Unix: func(["any"], (seconds) => timeValue({ ms: Math.round(toFloat(seconds) * 1000), zone: "Local" })),
    Since: func(["any"], (time) => durationValue(now() - msOf(time))),
    Until: func(["any"], (time) => durationValue(msOf(time) - now())),
    ZoneName: func([], () => formatTime(local(), "MST")),
    ZoneOffset: func([], () => offsetOf(now(), "Local") * 60),
  };
}

function parsed(layout: string, value: Value, zone: string): Value {
  const text = toText(value);
  const time = inZone(zone, () => parseTime(layout, text, zone));
  if (time === undefined) {
    throw new GoError(`parsing time ${JSON.stringify(text)} as ${JSON.stringify(layout)}: cannot parse`);
  }
  return timeValue(time);
}

function inZone<T>(zone: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) throw new GoError(`unknown time zone ${zone}`);
    throw error;
  }
}

function msOf(value: Value): number {
  const time = timeOf(value);
  if (time === undefined) throw new GoError(`expected a time, not ${printValue(value)}`);
  return time.ms;
}
