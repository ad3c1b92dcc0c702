import type { History } from 'msa-unet';

const [width, height] = [640, 320];
const plot = { left: 56, right: 620, top: 40, bottom: 276 };

/** An SVG of training and validation loss over the epochs, with a line at the epoch whose weights were kept. */
export function lossCurveSvg({ epochs, bestEpoch }: Pick<History, 'epochs' | 'bestEpoch'>): string {
  const losses = epochs.flatMap(({ loss, valLoss }) => [loss, valLoss]).filter(Number.isFinite);
  const step = niceStep(Math.max(...losses, 1e-6) / 4);
  const most = step * Math.ceil(Math.max(...losses, 1e-6) / step);
  const x = (epoch: number) => scale(epoch, [1, Math.max(2, epochs.length)], [plot.left, plot.right]);
  const y = (loss: number) => scale(loss, [0, most], [plot.bottom, plot.top]);
  const curve = (name: 'loss' | 'valLoss') =>
    epochs
      .filter((record) => Number.isFinite(record[name]))
      .map((record) => `${x(record.epoch).toFixed(1)},${y(record[name]).toFixed(1)}`)
      .join(' ');

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12">
<title>Loss by epoch</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${ticks(most, step)
  .map((tick) => horizontal(y(tick), String(Number(tick.toPrecision(3)))))
  .join('\n')}
${ticks(epochs.length, Math.max(1, niceStep(epochs.length / 8)))
  .filter((tick) => tick >= 1)
  .map((tick) => `<text x="${x(tick)}" y="${plot.bottom + 18}" text-anchor="middle" fill="#555">${tick}</text>`)
  .join('\n')}
<text x="${(plot.left + plot.right) / 2}" y="${height - 6}" text-anchor="middle" fill="#555">epoch</text>
${bestEpoch === null ? '' : best(x(bestEpoch), bestEpoch)}
<polyline points="${curve('loss')}" fill="none" stroke="#1f6fb4" stroke-width="2"/>
<polyline points="${curve('valLoss')}" fill="none" stroke="#d95f02" stroke-width="2"/>
${legend(plot.left, '#1f6fb4', 'training loss')}
${legend(plot.left + 130, '#d95f02', 'validation loss')}
</svg>
`;
}

function scale(value: number, [from, to]: [number, number], [start, end]: [number, number]): number {
  return start + ((value - from) / (to - from)) * (end - start);
}

/** The smallest of 1, 2, 5, 10, 20, … (also 0.5, 0.2, …) that is not below. */
function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return power * ([1, 2, 5].find((digit) => digit * power >= atLeast * (1 - 1e-9)) ?? 10);
}

const ticks = (most: number, step: number) =>
  Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);

const horizontal = (y: number, label: string) =>
  `<line x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" stroke="#ddd"/>` +
  `<text x="${plot.left - 8}" y="${y + 4}" text-anchor="end" fill="#555">${label}</text>`;

const best = (x: number, epoch: number) =>
  `<line x1="${x}" x2="${x}" y1="${plot.top}" y2="${plot.bottom}" stroke="#888" stroke-dasharray="4 4"/>` +
  `<text x="${Math.min(x, plot.right - 64)}" y="${plot.top - 8}" text-anchor="middle" fill="#555">weights of epoch ${epoch}</text>`;

const legend = (x: number, colour: string, label: string) =>
  `<line x1="${x}" x2="${x + 22}" y1="14" y2="14" stroke="${colour}" stroke-width="2"/><text x="${x + 28}" y="18">${label}</text>`;
