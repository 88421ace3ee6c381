/** `type: style`: a text in a frame, on stderr. Follows workflows §11.3. */
import { ConfigError } from "@/base/errors.ts";
import type { StepHandler } from "../step_call.ts";

/** Corners and lines: top left, top right, bottom left, bottom right, across, down. */
const BORDERS: Readonly<Record<string, string>> = {
  none: "",
  hidden: "      ",
  normal: "┌┐└┘─│",
  rounded: "╭╮╰╯─│",
  thick: "┏┓┗┛━┃",
  double: "╔╗╚╝═║",
};

const style: StepHandler = (call) => {
  const { ctx, step } = call, content = call.required("content"), border = call.text("border") ?? "none";
  const frame = BORDERS[border];
  if (frame === undefined) {
    throw new ConfigError(
      "steps/bad-border",
      `border is ${Object.keys(BORDERS).join(", ")}, not ${border}`,
      { explanation: `Step \`${step.name}\`.`, at: step.at },
    );
  }
  const padding = sides(call.text("padding")), margin = sides(call.text("margin"));
  const lines = padded(content.split("\n"), padding);
  const framed = frame === "" ? lines : inFrame(lines, frame);
  for (const line of padded(framed, margin)) ctx.out.say("info", line.trimEnd());
  return Promise.resolve({ code: 0, value: content });
};

export default style;

type Sides = readonly [top: number, right: number, bottom: number, left: number];

/** One to four numbers in the order of CSS. */
function sides(text = ""): Sides {
  const [top = 0, right = top, bottom = top, left = right] = text.trim().split(/\s+/).filter((word) =>
    word !== ""
  )
    .map(Number);
  return [top, right, bottom, left];
}

function padded(lines: readonly string[], [top, right, bottom, left]: Sides): readonly string[] {
  const width = Math.max(...lines.map((line) => line.length));
  const blank = " ".repeat(left + width + right);
  const wide = lines.map((line) => " ".repeat(left) + line.padEnd(width) + " ".repeat(right));
  return [...Array(top).fill(blank), ...wide, ...Array(bottom).fill(blank)];
}

function inFrame(lines: readonly string[], frame: string): readonly string[] {
  const [topLeft, topRight, bottomLeft, bottomRight, across = "", down] = [...frame];
  const rule = across.repeat(Math.max(...lines.map((line) => line.length)));
  return [
    `${topLeft}${rule}${topRight}`,
    ...lines.map((line) => `${down}${line}${down}`),
    `${bottomLeft}${rule}${bottomRight}`,
  ];
}
