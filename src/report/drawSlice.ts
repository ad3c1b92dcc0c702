import { drawOverlay } from '../data/pictures/drawOverlay';
import type { Picture } from '../data/pictures/picture';
import { requireVolume } from '../data/requireVolume';
import type { Volume } from '../data/volume';
import { type HuWindowOptions, windowHu } from '../preprocess/windowHu';
import { requireInteger, requireKnown } from '../utils/check';
import { invalidOption } from '../utils/errors';

/** Options of {@link drawSlice}. */
export interface DrawSliceOptions {
  /** CT window. @defaultValue the paper's, −200 to 250 HU */
  window?: HuWindowOptions;
  /** Ground truth on the same grid; non-zero is inside. `null`: none. @defaultValue `null` */
  truth?: Volume | null;
  /** Predicted mask on the same grid, as {@link predictVolume} returns it. `null`: none. @defaultValue `null` */
  prediction?: Volume | null;
  /** Length of the picture's longer side in pixels. `null`: that of the slice. @defaultValue `null` */
  side?: number | null;
  /** Whether to add a legend of the colours below the slice. @defaultValue `false` */
  legend?: boolean;
}

/**
 * Draws an axial slice of a scan with the outlines of its masks: ground truth in green, prediction in red, yellow where they
 * coincide. Options: {@link DrawSliceOptions}.
 *
 * The picture has the view of radiologists, from the feet: the patient's right on the left, anterior at the top. Its pixels
 * are those of the slice, whatever their spacing.
 *
 * @param volume scan in Hounsfield units, as {@link readVolume} returns it
 * @param slice index from 0, the lowest in the body, to the number of slices − 1
 * @throws OptionError if the volume does not contain Hounsfield units, there is no such slice, a mask has another shape, or
 * an option is out of range
 * @example
 * ```ts
 * import { drawSlice, phantomDataSet, scanVolume } from 'msa-unet';
 *
 * const [patient] = phantomDataSet({ patients: 1, slicesPerPatient: 3, size: 64 }).patients;
 * const { image, labels } = await scanVolume(patient!.scans[0]!);
 * const picture = drawSlice(image, 1, { truth: labels, side: 256 });
 * console.log(picture.height, picture.width); // 256 256
 * ```
 */
export function drawSlice(
  volume: Volume,
  slice: number,
  { window = {}, truth = null, prediction = null, side = null, legend = false, ...others }: DrawSliceOptions = {},
): Picture {
  requireKnown<DrawSliceOptions>('drawSlice', others, { window, truth, prediction, side, legend });
  requireVolume('drawSlice', volume);
  if (volume.kind !== 'hu') throw invalidOption('drawSlice', 'volume.kind', "'hu'", volume.kind);
  const [depth, height, width] = volume.shape;
  requireInteger('drawSlice', 'slice', slice, 0, depth - 1);
  const maskOf = (name: string, mask: Volume | null) => {
    if (mask && mask.shape.join() !== volume.shape.join())
      throw invalidOption('drawSlice', `${name}.shape`, `that of the scan, ${volume.shape.join(' × ')}`, mask.shape);
    return mask && sliceOf(mask, slice);
  };
  return drawOverlay({
    ...{ height, width, side, legend },
    image: windowHu(sliceOf(volume, slice), window),
    truth: maskOf('truth', truth),
    prediction: maskOf('prediction', prediction),
  });
}

const sliceOf = ({ data, shape: [, height, width] }: Volume, slice: number) =>
  data.subarray(slice * height * width, (slice + 1) * height * width);
