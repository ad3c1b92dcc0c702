import { generatePhantom, type HuWindowOptions, type PhantomOptions, type Sample, windowHu } from 'msa-unet';

/**
 * The slices of {@link generatePhantom} as a network sees them: through the CT window, from 0 to 1.
 *
 * @returns all slices, patient by patient, each from the head to the feet
 * @throws RangeError as {@link generatePhantom} and {@link windowHu} do
 */
export function phantomSamples({ windowMin, windowMax, ...options }: PhantomOptions & HuWindowOptions = {}): Sample[] {
  return generatePhantom(options).flatMap(({ patient, slices }) =>
    slices.map(({ hu, ...slice }) => ({ patient, ...slice, image: windowHu(hu, { windowMin, windowMax }) })),
  );
}
