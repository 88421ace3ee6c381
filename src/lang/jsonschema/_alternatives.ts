/** Makes one finding of the many that `anyOf` and `oneOf` bring. Pure.
 *  Invariant: what is wanted is told by the alternative that fits best; when all want another type, by all of them. */
import type { Fault } from "./_fault.ts";

const CHOICES: readonly string[] = ["anyOf", "oneOf"];

/** The findings without those of alternatives that were not meant. */
export function foldAlternatives(errors: readonly Fault[]): readonly Fault[] {
  const [first, ...rest] = errors;
  if (first === undefined) return [];
  if (!CHOICES.includes(first.keyword)) return [first, ...foldAlternatives(rest)];
  const isBelow = ({ keywordLocation, instanceLocation }: Fault) =>
    keywordLocation.startsWith(`${first.keywordLocation}/`) &&
    isAtOrIn(instanceLocation, first.instanceLocation);
  const end = rest.findIndex((error) => !isBelow(error));
  const below = end < 0 ? rest : rest.slice(0, end);
  return [...folded(first, below), ...foldAlternatives(rest.slice(below.length))];
}

function isAtOrIn(location: string, holder: string): boolean {
  return location === holder || location.startsWith(`${holder}/`);
}

function folded(choice: Fault, below: readonly Fault[]): readonly Fault[] {
  const prefix = choice.keywordLocation.length + 1;
  const alternatives = [
    ...Map.groupBy(below, ({ keywordLocation }) => keywordLocation.slice(prefix).split("/")[0]).values(),
  ].map(foldAlternatives);
  const isMistyped = (errors: readonly Fault[]) =>
    errors.some(({ keyword, instanceLocation }) =>
      keyword === "type" && instanceLocation === choice.instanceLocation
    );
  const isOtherText = ([error, ...rest]: readonly Fault[]) =>
    rest.length === 0 && error?.keyword === "pattern" && error.instanceLocation === choice.instanceLocation;
  const fitting = alternatives.filter((errors) => !isMistyped(errors));
  const wanted = alternatives.filter(isMistyped);
  // A text that is none of the few that may stand there: the other types are what is wanted.
  if (wanted.length > 0 && fitting.every(isOtherText)) return [withTypes(choice, wanted.flat())];
  return fitting.toSorted((a, b) => a.length - b.length)[0] ?? [choice];
}

function withTypes(choice: Fault, errors: readonly Fault[]): Fault {
  const types = errors.filter(({ keyword }) => keyword === "type");
  return { ...choice, ...types[0], error: types.map(({ error }) => error).join(" ") };
}
