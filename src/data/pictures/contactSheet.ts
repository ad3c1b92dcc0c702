import { requireInteger, requireKnown } from '../../utils/check';
import { invalidOption } from '../../utils/errors';
import { largest } from '../../utils/extremes';
import { Canvas, type Colour } from './canvas';
import { characterWidth, lineHeight, wrapText } from './glyphs';
import { encodePng, type Picture } from './picture';

/** Options of {@link contactSheet}. */
export interface ContactSheetOptions {
  /** One text per picture, written below it in as many lines as it needs. `null`: no captions. @defaultValue `null` */
  captions?: readonly string[] | null;
  /** Pictures per row. `null`: as many as make the sheet about square. @defaultValue `null` */
  columns?: number | null;
}

const background: Colour = [24, 24, 24];
const gap = 8;

/**
 * Makes a PNG file of pictures side by side, row by row, each with its caption below.
 *
 * Captions are in ASCII without accents. At 256 pixels, a line holds 21 characters. Options:
 * {@link ContactSheetOptions}.
 *
 * @throws OptionError if there are no pictures, their number differs from the captions', or `columns` is not a positive
 * integer
 * @example
 * ```ts
 * import { contactSheet, drawOverlay, generatePhantom, windowHu } from 'msa-unet';
 *
 * const [patient] = generatePhantom({ patients: 1, slicesPerPatient: 4, size: 32 });
 * const tiles = patient!.slices.map(({ hu, mask, ...slice }) =>
 *   drawOverlay({ ...slice, image: windowHu(hu), truth: mask, side: 128 }),
 * );
 * const png = contactSheet(tiles, { captions: patient!.slices.map(({ name }) => name) });
 * console.log(png.length > 0); // true
 * ```
 */
export function contactSheet(
  pictures: readonly Picture[],
  { captions = null, columns = null, ...others }: ContactSheetOptions = {},
): Uint8Array {
  requireKnown<ContactSheetOptions>('contactSheet', others, { captions, columns });
  if (pictures.length === 0) throw invalidOption('contactSheet', 'pictures', 'one picture or more', pictures);
  if (columns !== null) requireInteger('contactSheet', 'columns', columns);
  if (captions && captions.length !== pictures.length)
    throw invalidOption('contactSheet', 'captions', `one for each of ${pictures.length} pictures`, captions.length);

  const width = largest(pictures.map((picture) => picture.width));
  const pictureHeight = largest(pictures.map((picture) => picture.height));
  const texts = captions?.map((caption) => wrapText(caption, Math.max(1, Math.floor(width / characterWidth)))) ?? [];
  const height =
    pictureHeight +
    lineHeight *
      largest(
        texts.map((lines) => lines.length),
        0,
      );
  const across = Math.min(columns ?? Math.ceil(Math.sqrt(pictures.length)), pictures.length);
  const down = Math.ceil(pictures.length / across);
  const sheet = new Canvas(gap + down * (height + gap), gap + across * (width + gap), background);
  pictures.forEach((picture, i) => {
    const left = gap + (i % across) * (width + gap);
    const top = gap + Math.floor(i / across) * (height + gap);
    sheet.paste(picture, left, top);
    texts[i]?.forEach((line, row) => {
      sheet.write(line, left, top + pictureHeight + gap / 2 + row * lineHeight);
    });
  });
  return encodePng(sheet);
}
