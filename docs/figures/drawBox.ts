import { bottom, type Frame, right, top } from './place';

/** What to write in a box, and how it looks. */
export interface BoxText {
  readonly label: string;
  /** Name of the part in saved files. */
  readonly name: string | null;
  readonly shape: string;
  /** On the upper edge: the symbol of the map, or the equation. */
  readonly tag: string | null;
  readonly colour: string;
  /** For the pointer, and for screen readers. */
  readonly meaning: string;
  /** Address of its documentation. */
  readonly page: string | null;
}

/** Draws a box; one that is as wide as high is a circle, with a label alone. */
export function drawBox(text: BoxText, frame: Frame): string {
  const shapes = [outline(text, frame), ...lines(text, frame), ...tag(text, frame)];
  const content = `<title>${escapeXml(text.meaning)}</title>${shapes.join('')}`;
  return text.page === null ? `<g>${content}</g>` : `<a href="${escapeXml(text.page)}">${content}</a>`;
}

function outline({ colour }: BoxText, { x, y, width, height }: Frame): string {
  const corner = width === height ? width / 2 : 5;
  const place = `x="${x - width / 2}" y="${y - height / 2}" width="${width}" height="${height}" rx="${corner}"`;
  return `<rect class="box ${colour}" ${place}/>`;
}

function lines({ label, name, shape }: BoxText, { x, y, width, height }: Frame): string[] {
  const write = (dy: number, content: string) => `<text x="${x}" y="${y + dy}">${content}</text>`;
  const title = `<tspan class="label">${escapeXml(label)}</tspan>`;
  const part = name === null ? '' : `<tspan class="name">${escapeXml(name)}</tspan>`;
  const size = `<tspan class="shape">${escapeXml(shape)}</tspan>`;
  if (width === height) return [write(4.5, title)];
  if (height < 30) return [write(4, `<tspan class="shape">${escapeXml(label)}</tspan>`)];
  if (height < 50) return [write(-3, part ? `${title} ${part}` : title), write(13, size)];
  return [write(-9, title), write(6.5, part), write(21, size)];
}

function tag({ tag, colour }: BoxText, frame: Frame): string[] {
  if (tag === null) return [];
  if (frame.width === frame.height)
    return [`<text class="tag" x="${right(frame) + 13}" y="${bottom(frame) + 3}">${escapeXml(tag)}</text>`];
  const width = 9 + 5.8 * tag.length;
  const [x, y] = [right(frame) - width / 2 + 5, top(frame)];
  const place = `x="${x - width / 2}" y="${y - 7.5}" width="${width}" height="15" rx="7.5"`;
  return [`<rect class="${colour}" ${place}/><text class="tag" x="${x}" y="${y + 3.6}">${escapeXml(tag)}</text>`];
}

/** Makes a text safe in XML. */
export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
