/** Go's times: layouts, zones, durations. Pure. Follows templates §3.1 (Dates).
 *  Invariant: a time is a number of milliseconds and the zone that it is shown in. */
import { func, GoError, type TemplateFunction } from "../function.ts";
import { type Dict, intOf, isInteger, Struct, type Value } from "../value.ts";
import { durationOf, durationValue } from "./_go_duration.ts";

/** A time. */
export interface GoTime {
  /** Since 1970. */
  readonly ms: number;
  /** `UTC`, a name of the zone database, or an offset such as `+02:00`. */
  readonly zone: string;
}

const MS = "\0ms", ZONE = "\0zone";
/** Go's zero time. */
export const ZERO_MS = -62135596800000;

/** A time as a template's value. */
export function timeValue(time: GoTime): Struct {
  const { ms, zone } = time;
  const part = (layout: string) => Number(formatTime(time, layout));
  const compared = (isSo: (other: number) => boolean) => func(["any"], (other) => isSo(given(other).ms));
  const methods: Readonly<Record<string, (() => Value) | TemplateFunction>> = {
    Format: func(["string"], (layout) => formatTime(time, layout)),
    Add: func(["any"], (by) => timeValue({ ms: ms + (durationOf(by) ?? 0), zone })),
    AddDate: func(
      ["int", "int", "int"],
      (years, months, days) => timeValue(onDate(time, [years, months, days])),
    ),
    Sub: func(["any"], (other) => durationValue(ms - given(other).ms)),
    Before: compared((other) => ms < other),
    After: compared((other) => ms > other),
    Equal: compared((other) => ms === other),
    Local: () => timeValue({ ms, zone: "Local" }),
    UnixMilli: () => ms,
    UnixNano: () => BigInt(ms) * 1_000_000n,
    Nanosecond: () => ((ms % 1000) + 1000) % 1000 * 1_000_000,
    IsZero: () => ms === ZERO_MS,
    Unix: () => Math.floor(ms / 1000),
    Year: () => part("2006"),
    Month: () => formatTime(time, "January"),
    Day: () => part("2"),
    Hour: () => part("15"),
    Minute: () => part("4"),
    Second: () => part("5"),
    Weekday: () => formatTime(time, "Monday"),
    YearDay: () => part("002"),
    UTC: () => timeValue({ ms, zone: "UTC" }),
    String: () => formatTime(time, "2006-01-02 15:04:05.999999999 -0700 MST"),
  };
  return new Struct(
    "time.Time",
    { [MS]: ms, [ZONE]: zone },
    methods,
    formatTime(time, "2006-01-02 15:04:05.999999999 -0700 MST"),
  );
}

function given(value: Value): GoTime {
  const time = value instanceof Struct ? timeOf(value) : undefined;
  if (time === undefined) throw new GoError("wrong type for value; expected time.Time");
  return time;
}

/** The same time of another day; days that a month does not have run into the next. */
function onDate(time: GoTime, [years, months, days]: readonly [number, number, number]): GoTime {
  const offset = offsetOf(time.ms, time.zone) * 60_000, date = new Date(time.ms + offset);
  date.setUTCFullYear(date.getUTCFullYear() + years, date.getUTCMonth() + months, date.getUTCDate() + days);
  return { ms: date.getTime() - offset, zone: time.zone };
}

/** The time behind a value: one of ours, or seconds since 1970; undefined for anything else. */
export function timeOf(value: Value | undefined): GoTime | undefined {
  if (value instanceof Struct && value.type === "time.Time") {
    const fields: Dict = value.fields;
    return { ms: Number(fields[MS]), zone: String(fields[ZONE]) };
  }
  return value !== undefined && value !== null && isInteger(value)
    ? { ms: Number(intOf(value)) * 1000, zone: "Local" }
    : undefined;
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);
const DAYS = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const TOKEN =
  /January|Jan|Monday|Mon|MST|Z070000|Z07:00:00|Z0700|Z07:00|Z07|-070000|-07:00:00|-0700|-07:00|-07|2006|[.,]0+(?!\d)|[.,]9+(?!\d)|002|01|02|03|04|05|06|_2|15|PM|pm|1|2|3|4|5/g;

/** Go's `Time.Format`. */
export function formatTime({ ms, zone }: GoTime, layout: string): string {
  const offset = offsetOf(ms, zone), local = new Date(ms + offset * 60_000);
  return layout.replace(TOKEN, (token) => shown(token, local, { offset, zone, ms }));
}

function shown(token: string, local: Date, at: GoTime & { readonly offset: number }): string {
  const pad = (value: number, width = 2) => String(value).padStart(width, "0");
  const hour12 = local.getUTCHours() % 12 || 12;
  switch (token) {
    case "January":
      return MONTHS[local.getUTCMonth()] ?? "";
    case "Jan":
      return (MONTHS[local.getUTCMonth()] ?? "").slice(0, 3);
    case "Monday":
      return DAYS[local.getUTCDay()] ?? "";
    case "Mon":
      return (DAYS[local.getUTCDay()] ?? "").slice(0, 3);
    case "MST":
      return zoneName(at);
    case "2006":
      return pad(local.getUTCFullYear(), 4);
    case "06":
      return pad(local.getUTCFullYear() % 100);
    case "01":
      return pad(local.getUTCMonth() + 1);
    case "1":
      return String(local.getUTCMonth() + 1);
    case "02":
      return pad(local.getUTCDate());
    case "2":
      return String(local.getUTCDate());
    case "_2":
      return String(local.getUTCDate()).padStart(2);
    case "002":
      return pad(Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1, 3);
    case "15":
      return pad(local.getUTCHours());
    case "03":
      return pad(hour12);
    case "3":
      return String(hour12);
    case "04":
      return pad(local.getUTCMinutes());
    case "4":
      return String(local.getUTCMinutes());
    case "05":
      return pad(local.getUTCSeconds());
    case "5":
      return String(local.getUTCSeconds());
    case "PM":
      return local.getUTCHours() < 12 ? "AM" : "PM";
    case "pm":
      return local.getUTCHours() < 12 ? "am" : "pm";
    default:
      return /^[.,]/.test(token) ? fraction(token, local) : offsetText(token, at.offset);
  }
}

function fraction(token: string, local: Date): string {
  const digits = String(local.getUTCMilliseconds()).padStart(3, "0").padEnd(9, "0").slice(
    0,
    token.length - 1,
  );
  if (token[1] === "0") return token[0] + digits;
  const kept = digits.replace(/0+$/, "");
  return kept === "" ? "" : `${token[0]}${kept}`;
}

function offsetText(token: string, offset: number): string {
  if (token.startsWith("Z") && offset === 0) return "Z";
  const sign = offset < 0 ? "-" : "+", minutes = Math.abs(offset);
  const [hh, mm] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  if (/07$/.test(token)) return `${sign}${hh}`;
  const colon = token.includes(":") ? ":" : "";
  return `${sign}${hh}${colon}${mm}${/0000$|:00:00$/.test(token) ? `${colon}00` : ""}`;
}

/** Minutes east of UTC. @throws RangeError for a zone that nobody knows */
export function offsetOf(ms: number, zone: string): number {
  if (zone === "UTC" || zone === "") return 0;
  const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (fixed) return (fixed[1] === "-" ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3]));
  if (zone === "Local") return -new Date(ms).getTimezoneOffset();
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(ms);
  const [, sign, hours = "0", minutes = "0"] = /GMT(?:([+-])(\d\d):?(\d\d)?)?/.exec(
    parts.find(({ type }) => type === "timeZoneName")?.value ?? "",
  ) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function zoneName({ ms, zone, offset }: GoTime & { readonly offset: number }): string {
  if (zone === "UTC" || (zone === "Local" && offset === 0)) return "UTC";
  if (/^[+-]/.test(zone)) return offset === 0 ? "UTC" : offsetText("-0700", offset);
  const format = new Intl.DateTimeFormat("en-US", {
    ...(zone === "Local" ? {} : { timeZone: zone }),
    timeZoneName: "short",
  });
  const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
  return /^GMT[+-]/.test(name) ? offsetText("-07", offset) : name;
}

/** Go's `time.Parse` for the usual layouts; undefined for a text that does not fit. */
export function parseTime(layout: string, text: string, zone = "UTC"): GoTime | undefined {
  const names: string[] = [];
  let at = 0, pattern = "";
  for (const match of layout.matchAll(TOKEN)) {
    pattern += quoted(layout.slice(at, match.index)) + `(${SHAPES[match[0]] ?? shapeOf(match[0])})`;
    names.push(match[0]);
    at = match.index + match[0].length;
  }
  const found = new RegExp(`^${pattern}${quoted(layout.slice(at))}$`).exec(text);
  return found === null ? undefined : composed(names, found.slice(1), zone);
}

const SHAPES: Readonly<Record<string, string>> = {
  January: MONTHS.join("|"),
  Jan: MONTHS.map((name) => name.slice(0, 3)).join("|"),
  Monday: DAYS.join("|"),
  Mon: DAYS.map((name) => name.slice(0, 3)).join("|"),
  MST: "[A-Z]{3,5}|[+-]\\d\\d(?:\\d\\d)?",
  "2006": "\\d{4}",
  PM: "AM|PM",
  pm: "am|pm",
  "_2": "[ \\d]?\\d",
};

function shapeOf(token: string): string {
  if (/^Z/.test(token)) return "Z|[+-]\\d\\d:?(?:\\d\\d)?";
  if (/^-/.test(token)) return "[+-]\\d\\d:?(?:\\d\\d)?";
  if (/^[.,]/.test(token)) return "[.,]\\d+|";
  return token.startsWith("0") && token.length === 2 ? "\\d\\d" : "\\d{1,3}";
}

function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

function composed(tokens: readonly string[], values: readonly string[], zone: string): GoTime | undefined {
  const of = (...names: readonly string[]) => values[tokens.findIndex((token) => names.includes(token))];
  const number = (...names: readonly string[]) => Number(of(...names)?.trim() ?? NaN);
  const named = of("January", "Jan");
  const month = named === undefined
    ? number("01", "1") || 1
    : MONTHS.findIndex((name) => name.startsWith(named)) + 1;
  const short = number("06");
  const year = Number.isNaN(number("2006"))
    ? (Number.isNaN(short) ? 0 : short + (short < 69 ? 2000 : 1900))
    : number("2006");
  const half = of("PM", "pm")?.toLowerCase();
  const hour12 = number("03", "3");
  const hour = Number.isNaN(hour12) ? number("15") || 0 : (hour12 % 12) + (half === "pm" ? 12 : 0);
  const day = number("02", "2", "_2") || 1;
  if (month > 12 || day > 31 || hour > 23) return undefined;
  const fraction = Number(
    `0${values[tokens.findIndex((token) => /^[.,]/.test(token))]?.replace(",", ".") ?? ""}`,
  );
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, number("04", "4") || 0, number("05", "5") || 0, Math.floor(fraction * 1000));
  const offset = values[tokens.findIndex((token) => /^[Z-]0/.test(token))];
  const shownIn = offset === undefined
    ? zone
    : offset === "Z"
    ? "UTC"
    : offset.replace(/^([+-]\d\d):?(\d\d)?$/, (_all, h, m) => `${h}:${m ?? "00"}`);
  return { ms: date.getTime() - offsetOf(date.getTime(), shownIn) * 60_000, zone: shownIn };
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "µs": 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Milliseconds of Go's `1h30m`, `-1.5h`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const [, sign, rest = ""] = /^([+-]?)(.+)$/.exec(text) ?? [];
  const parts = [...rest.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([all]) => all).join("") !== rest) return undefined;
  const total = parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
  return sign === "-" ? -total : total;
}

/** Whole seconds as Go shows a duration. */
export function durationText(seconds: number): string {
  if (seconds === 0) return "0s";
  const sign = seconds < 0 ? "-" : "", total = Math.abs(seconds);
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  return sign +
    (hours > 0 ? `${hours}h${minutes}m${rest}s` : minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`);
}
