import { bottom, type Frame, left, right, top } from './place';

type Point = readonly [x: number, y: number];

/** Distance between the end of an arrow and its box, and of a bend from the box above it. */
const [gap, bend] = [3, 10];

/** x of the lane on the left, for arrows that pass boxes below their source. */
const lane = 9;

/**
 * The corners of an arrow between two boxes: straight if they face each other, else with as few bends as possible.
 *
 * @param others the other boxes, which it must not cross
 */
export function route(from: Frame, to: Frame, others: readonly Frame[]): Point[] {
  const tries = [...straight(from, to), ...bent(from, to), aside(from, to)];
  return tries.find((points) => !others.some((box) => crosses(points, box))) ?? tries.at(-1)!;
}

function straight(from: Frame, to: Frame): Point[][] {
  if (Math.abs(from.y - to.y) < 1) {
    const sign = Math.sign(to.x - from.x);
    const at = (box: Frame, side: number) => box.x + side * (box.width / 2);
    return [
      [
        [at(from, sign), from.y],
        [at(to, -sign) - sign * gap, to.y],
      ],
    ];
  }
  const x = sharedX(from, to);
  return x === null ? [] : [[leave(from, to, x), arrive(from, to, x)]];
}

/** An x that both boxes cover: the middle of one of them, or of what they share. */
function sharedX(from: Frame, to: Frame): number | null {
  const [least, most] = [Math.max(left(from), left(to)) + 12, Math.min(right(from), right(to)) - 12];
  const middle = [to.x, from.x].find((x) => x >= least && x <= most);
  if (from.x === to.x) return from.x;
  return middle ?? (most - least >= 20 ? (least + most) / 2 : null);
}

function bent(from: Frame, to: Frame): Point[][] {
  const sign = Math.sign(to.x - from.x);
  const side: Point = [to.x - sign * (to.width / 2 + gap), to.y];
  const y = bottom(from) + bend;
  const intoSide: Point[] = [leave(from, to, from.x), [from.x, to.y], side];
  const intoTop: Point[] = [leave(from, to, from.x), [from.x, y], [to.x, y], arrive(from, to, to.x)];
  return isRound(to) ? [intoSide, intoTop] : [intoTop, intoSide];
}

function aside(from: Frame, to: Frame): Point[] {
  return [
    [left(from), from.y],
    [lane, from.y],
    [lane, to.y],
    [left(to) - gap, to.y],
  ];
}

const isRound = ({ width, height }: Frame) => width === height;
const leave = (from: Frame, to: Frame, x: number): Point => [x, to.y > from.y ? bottom(from) : top(from)];
const arrive = (from: Frame, to: Frame, x: number): Point => [x, to.y > from.y ? top(to) - gap : bottom(to) + gap];

/** Whether a part of the line passes through the box, or closely along it. */
function crosses(points: readonly Point[], box: Frame): boolean {
  return points.slice(1).some(([x2, y2], i) => {
    const [x1, y1] = points[i]!;
    const isBeside = Math.max(x1, x2) <= left(box) - 3 || Math.min(x1, x2) >= right(box) + 3;
    return !(isBeside || Math.max(y1, y2) <= top(box) - 3 || Math.min(y1, y2) >= bottom(box) + 3);
  });
}
