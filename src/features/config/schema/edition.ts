/** `edition`: the day whose defaults count. Follows config §5.2. */
import type { Decoder } from "@/base/schema/reading.ts";
import { formed, refuse } from "@/base/schema/reading.ts";
import { setting } from "@/base/schema/record.ts";
import { scalar } from "@/base/schema/weak.ts";
import { editionDay } from "../core/edition.ts";

const day: Decoder<string> = formed(
  { kind: "scalar", types: ["string", "integer"] },
  (value, place, reading) => {
    const text = scalar(value, place, reading);
    if (text === undefined || text === "" || editionDay(text) !== undefined) return text;
    const title =
      `invalid edition '${text}': a year, a month or a day is wanted, as 2026, 2026-01 or 2026-01-15`;
    return refuse({ code: "config/bad-edition", title, place, reading });
  },
);

/** The setting. */
export const edition = setting("The day whose defaults count", day, {
  flag: "edition",
  env: ["ATMOS_EDITION"],
});
