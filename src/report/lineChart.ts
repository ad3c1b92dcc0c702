import { requireKnown } from '../utils/check';
import { largest } from '../utils/extremes';
import { escapeHtml } from './html';

/** One line of a chart. */
export interface Curve {
  /** Name in the legend. `null`: not in the legend. */
  readonly label: string | null;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** SVG colour, such as `#1f6fb4`. @defaultValue the next of {@link curveColours} */
  readonly colour?: string;
  /** Whether the line is dashed. @defaultValue `false` */
  readonly dashed?: boolean;
}

/** Options of {@link lineChart}. */
export interface LineChartOptions {
  /** Title, for screen readers. */
  title: string;
  /** Label of the x axis. */
  xLabel: string;
  /** Lines; points with a coordinate that is not a finite number are skipped. */
  curves: readonly Curve[];
  /** Vertical line with a text above. `null`: none. @defaultValue `null` */
  mark?: { readonly x: number; readonly text: string } | null;
}

/** Colours that are distinguishable on white, also with most forms of colour blindness. */
export const curveColours = ['#1f6fb4', '#d95f02', '#1b9e77', '#7b5cb8', '#c2186b', '#8a6d00', '#4d4d4d'] as const;

const [width, left, right] = [640, 56, 620];
const [legendTop, legendRow, plotHeight] = [14, 18, 236];

/**
 * Draws a line chart as an SVG 640 pixels wide, over integers from 1, such as epochs; y begins at 0. Options:
 * {@link LineChartOptions}.
 *
 * @example
 * ```ts
 * import { lineChart } from 'msa-unet';
 *
 * const curves = [{ label: 'training', points: [[1, 0.9], [2, 0.5], [3, 0.3]] as const }];
 * const svg = lineChart({ title: 'Loss per epoch', xLabel: 'Epoch', curves });
 * console.log(svg.slice(0, 4)); // <svg
 * ```
 */
export function lineChart({ title, xLabel, curves, mark = null, ...others }: LineChartOptions): string {
  requireKnown<LineChartOptions>('lineChart', others, { title, xLabel, curves, mark });
  const lines = curves.map((curve, i) => ({ colour: curveColours[i % curveColours.length]!, ...curve }));
  const known = lines.flatMap(({ points }) => points.filter(isKnown));
  const last = largest(
    known.map(([x]) => x),
    2,
  );
  const highest = largest(
    known.map(([, y]) => y),
    1e-6,
  );
  const step = niceStep(highest / 4);
  const most = step * Math.ceil(highest / step);
  const legend = legendOf(lines);
  const top = 22 + legendRow * legend.rows;
  const bottom = top + plotHeight;
  const x = (value: number) => scale(value, [1, last], [left, right]);
  const y = (value: number) => scale(value, [0, most], [bottom, top]);
  const pointsOf = (line: Curve) =>
    line.points.filter(isKnown).map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`);

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 44}" width="${width}" height="${bottom + 44}" font-family="system-ui, sans-serif" font-size="12">
<title>${escapeHtml(title)}</title>
<rect width="${width}" height="${bottom + 44}" fill="#fff"/>
${[
  ...ticks(most, step).map((tick) => gridLine(y(tick), String(Number(tick.toPrecision(3))))),
  ...ticks(last, Math.max(1, niceStep(last / 8)))
    .filter((tick) => tick >= 1)
    .map((tick) => `<text x="${x(tick)}" y="${bottom + 18}" text-anchor="middle" fill="#555">${tick}</text>`),
  `<text x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle" fill="#555">${escapeHtml(xLabel)}</text>`,
  ...(mark ? [markLine(x(mark.x), mark.text, top, bottom)] : []),
  ...lines.map((line) => drawLine(pointsOf(line), line)),
  ...legend.entries,
].join('\n')}
</svg>
`;
}

function isKnown(point: readonly [number, number]): boolean {
  return point.every(Number.isFinite);
}

function scale(value: number, [from, to]: [number, number], [start, end]: [number, number]): number {
  return start + ((value - from) / (to - from)) * (end - start);
}

/** Rounds up to 1, 2, 5, 10, 20, … (or 0.5, 0.2, …). */
function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return power * ([1, 2, 5].find((digit) => digit * power >= atLeast * (1 - 1e-9)) ?? 10);
}

const ticks = (most: number, step: number) =>
  Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => i * step);

const gridLine = (y: number, label: string) =>
  `<line x1="${left}" x2="${right}" y1="${y}" y2="${y}" stroke="#ddd"/>` +
  `<text x="${left - 8}" y="${y + 4}" text-anchor="end" fill="#555">${label}</text>`;

const markLine = (x: number, text: string, top: number, bottom: number) =>
  `<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" stroke="#888" stroke-dasharray="4 4"/>` +
  `<text x="${Math.min(x, right - 64)}" y="${top - 8}" text-anchor="middle" fill="#555">${escapeHtml(text)}</text>`;

/** Draws a line, or a dot for a single point. */
function drawLine(points: readonly string[], line: Curve): string {
  if (points.length !== 1) return `<polyline points="${points.join(' ')}" fill="none" ${strokeOf(line)}/>`;
  const [x, y] = points[0]!.split(',');
  return `<circle cx="${x}" cy="${y}" r="${line.dashed ? 2 : 4}" fill="${escapeHtml(line.colour!)}"/>`;
}

const strokeOf = ({ colour, dashed = false }: Curve) =>
  `stroke="${escapeHtml(colour!)}" stroke-width="${dashed ? 1 : 2}"${dashed ? ' stroke-dasharray="3 3"' : ''}`;

/** Lays out the legend of the named lines in as many rows as it needs. */
function legendOf(curves: readonly Curve[]): { rows: number; entries: string[] } {
  const named = curves.filter(({ label }) => label !== null);
  const widest = largest(
    named.map(({ label }) => label!.length),
    0,
  );
  const cell = Math.max(130, 48 + 6.5 * widest);
  const perRow = Math.max(1, Math.floor((right - left) / cell));
  const entries = named.map((curve, i) => {
    const [x, y] = [left + (i % perRow) * cell, legendTop + legendRow * Math.floor(i / perRow)];
    return (
      `<line x1="${x}" x2="${x + 22}" y1="${y}" y2="${y}" ${strokeOf(curve)}/>` +
      `<text x="${x + 28}" y="${y + 4}">${escapeHtml(curve.label!)}</text>`
    );
  });
  return { rows: Math.max(1, Math.ceil(named.length / perRow)), entries };
}
