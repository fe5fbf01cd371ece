// How wide the chips of tags are, without asking the browser to lay them out: a list has hundreds.

/** As in marks.module.css: borders, paddings, the dot and the gap beside it; and the most there is in all. */
const AROUND = 29;
const WIDEST = 140;
const GAP = 4;
/** "+12" */
const REST = 26;

const widths = new Map<string, number>();
let pen: CanvasRenderingContext2D | null | undefined;

function widthOf(label: string): number {
  let width = widths.get(label);
  if (width === undefined) {
    width = Math.min(WIDEST, AROUND + Math.ceil(textWidth(label)));
    widths.set(label, width);
  }
  return width;
}

function textWidth(text: string): number {
  if (pen === undefined) {
    pen = document.createElement('canvas').getContext?.('2d') ?? null;
    if (pen) {
      pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    }
  }
  return pen ? pen.measureText(text).width : text.length * 6.5;
}

/** How many of these fit whole into so many pixels, with room for the number of the others; one at least. */
export function fitting(labels: readonly string[], room: number): number {
  let used = 0;
  let count = 0;
  for (const label of labels) {
    const next = used + widthOf(label);
    const needed = count === labels.length - 1 ? next : next + GAP + REST;
    if (needed > room) {
      break;
    }
    used = next + GAP;
    count += 1;
  }
  return Math.max(1, count);
}
