import { pageOf } from './apiPage';
import { type BoxText, drawBox, escapeXml } from './drawBox';
import { sourceOf } from './equationNumber';
import { layerWords } from './layerWords';
import type { PaperFigure } from './paperFigures';
import { bottom, type Frame, top } from './place';
import { route } from './route';
import { ownStyle } from './style';
import { symbolicShape } from './symbols';
import type { Box } from './wiring';

const width = 360;
const margin = 12;

/** Draws a figure as an SVG, from the boxes of its network and the places of its definition. */
export function drawFigure(figure: PaperFigure, boxes: readonly Box[], output: string): string {
  const drawn: Box[] = [...boxes, { ...boxes.find(({ id }) => id === output)!, id: 'y', from: [output] }];
  requirePlaces(figure, drawn);
  const frames = new Map(drawn.map((box) => [box.id, frameOf(box, figure)]));
  const highest = Math.min(...[...frames.values()].map(top));
  const height = Math.ceil(Math.max(...[...frames.values()].map(bottom)) - highest + 2 * margin);
  const id = `figure-${figure.number}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" class="paper-figure" width="${width}" height="${height}" viewBox="0 ${Math.floor(highest - margin)} ${width} ${height}" aria-labelledby="${id}-title" aria-describedby="${id}-text">
<style>
${ownStyle}
</style>
<title id="${id}-title">${escapeXml(titleOf(figure))}</title>
<desc id="${id}-text">${escapeXml(arrowsInWords(drawn))}</desc>
${drawn.flatMap((box) => arrowsTo(box, frames)).join('\n')}
${drawn.map((box) => drawBox(textOf(box, figure), frames.get(box.id)!)).join('\n')}
</svg>
`;
}

/** The title of a figure: `Fig. 2: MSRB, the multi-scale residual block`. */
export const titleOf = ({ number, title }: PaperFigure): string => `Fig. ${number}: ${title}`;

function requirePlaces({ number, places }: PaperFigure, boxes: readonly Box[]): void {
  const missing = boxes.filter(({ id }) => !(id in places)).map(({ id }) => id);
  const unused = Object.keys(places).filter((id) => !boxes.some((box) => box.id === id));
  if (missing.length + unused.length === 0) return;
  const list = (ids: readonly string[]) => ids.join(', ') || 'none';
  throw new Error(
    `Fig. ${number}: boxes without a place: ${list(missing)}; places without a box: ${list(unused)}. The wiring has changed: edit docs/figures/paperFigures.ts`,
  );
}

function frameOf({ id, layer }: Box, { places, rowHeight, box }: PaperFigure): Frame {
  const [x, row, size] = places[id]!;
  const middle = { x, y: Math.round(row * rowHeight) };
  if (id !== 'y' && ['Add', 'Multiply'].includes(layer.getClassName())) return { ...middle, width: 26, height: 26 };
  if (size === 'slim') return { ...middle, width: box[0] - 22, height: 22 };
  const isMap = id === 'y' || layer.getClassName() === 'InputLayer'; // without a name
  return { ...middle, width: size?.[0] ?? box[0], height: size?.[1] ?? (isMap ? 42 : box[1]) };
}

function arrowsTo({ id, layer, from }: Box, frames: ReadonlyMap<string, Frame>): string[] {
  const others = (...ends: string[]) =>
    [...frames].filter(([other]) => !ends.includes(other)).map(([, frame]) => frame);
  const isSize = (input: number) => id !== 'y' && input > 0 && layerWords(layer).short === 'up';
  return from.map((source, input) => {
    const points = route(frames.get(source)!, frames.get(id)!, others(source, id));
    const line = points.map((point) => point.join(' ')).join(' L ');
    return `<path class="arrow${isSize(input) ? ' size' : ''}" d="M ${line}"/>${head(points.slice(-2))}`;
  });
}

function head(end: readonly (readonly [number, number])[]): string {
  const [[x1, y1], [x2, y2]] = [end[0]!, end[1]!];
  const [dx, dy] = [Math.sign(x2 - x1), Math.sign(y2 - y1)];
  const corner = (side: number) => `${x2 - 6 * dx + 3.5 * side * dy} ${y2 - 6 * dy + 3.5 * side * dx}`;
  return `<path class="head" d="M ${x2 + 2 * dx} ${y2 + 2 * dy} L ${corner(1)} L ${corner(-1)} Z"/>`;
}

function textOf({ id, isNamed, layer, from, outputShape }: Box, figure: PaperFigure): BoxText {
  const shape = symbolicShape(outputShape, figure.symbols);
  if (id === 'y') return { ...mapText(figure.output, shape), tag: equationTag(figure.block) };
  if (from.length === 0) return mapText(figure.inputs[id]!, shape);
  const { short, colour, label, meaning } = layerWords(layer);
  const name = isNamed && id !== short ? id : null;
  const joined = from.map((source) => figure.names[source] ?? source).join('; ');
  return {
    ...{ label: short === 'concat' ? `[${joined}]` : label, name, shape, colour },
    tag: figure.names[id] ?? equationTag(layer.getClassName()),
    meaning: `${name === null ? '' : `${name}: `}${meaning}; ${shape}`,
    page: pageOf(layer),
  };
}

const mapText = (label: string, shape: string): BoxText => ({
  ...{ label, name: null, shape, tag: null, colour: 'map', meaning: `${label}; ${shape}`, page: null },
});

function equationTag(block: string | null): string | null {
  const source = block && sourceOf(block);
  return source && `Eq. ${source.equation}`;
}

/** The connections as sentences, for those who do not see the figure. */
function arrowsInWords(boxes: readonly Box[]): string {
  const targets = (id: string) => boxes.filter(({ from }) => from.includes(id)).map((target) => target.id);
  const sentences = boxes.map(({ id }) => [id, targets(id)] as const).filter(([, to]) => to.length > 0);
  return sentences.map(([id, to]) => `${id} leads to ${to.join(', ')}.`).join(' ');
}
