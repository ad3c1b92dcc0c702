import { inPlace } from '../inPlace';
import { titleOf } from './drawFigure';
import { sourceOf } from './equationNumber';
import { equationsOf } from './equations';
import { layerWords } from './layerWords';
import { type PaperFigure, paperFigures } from './paperFigures';
import { type Box, outputsOf, wiringOf } from './wiring';

/** Fills in every figure of a page, with its equations and a legend, between the comments that name it. */
export function withFigures(page: string): string {
  return paperFigures.reduce((text, figure) => inPlace(text, `figure ${figure.number}`, describe(figure)), page);
}

function describe(figure: PaperFigure): string {
  const model = figure.build();
  const boxes = wiringOf(model, Object.keys(figure.inputs));
  const equations = figure.block ? [equationBlock(figure, boxes, outputsOf(model, boxes)[0]!)] : [];
  return [`![${titleOf(figure)}](images/${figure.file}.svg)`, ...equations, legend(boxes)].join('\n\n');
}

function equationBlock({ block, names }: PaperFigure, boxes: readonly Box[], output: string): string {
  const equations = equationsOf(boxes, output, names).join('\n');
  return `Eq. ${sourceOf(block!)!.equation}, written from the wiring of \`${block}\`:\n\n\`\`\`text\n${equations}\n\`\`\``;
}

/** What each kind of box is, in our layers. */
function legend(boxes: readonly Box[]): string {
  const rows = new Map<string, { meaning: string; layer: string; parts: string[] }>();
  for (const { id, isNamed, layer, from } of boxes) {
    if (from.length === 0) continue;
    const { label, meaning } = layerWords(layer);
    const row = rows.get(label) ?? { meaning, layer: layer.getClassName().replace(/^MsaUnet/, ''), parts: [] };
    rows.set(label, row);
    if (isNamed) row.parts.push(`\`${id}\``);
  }
  const lines = [...rows].map(([label, { meaning, layer, parts }]) => [
    label,
    meaning,
    `\`${layer}\``,
    parts.join(', '),
  ]);
  const head = ['Box', 'Meaning', 'Layer', 'Named'];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
