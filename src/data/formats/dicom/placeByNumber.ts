import { type Slice, sliceName } from './slices';

/**
 * Places slices without a position among others that have one: between the neighbours by instance number if these have
 * the same size, else they are skipped. A note says which.
 *
 * @param slices at least one with a position
 */
export function placeByNumber(slices: readonly Slice[]): { slices: readonly Slice[]; notes: readonly string[] } {
  const placed = slices.filter(({ place }) => place.position !== null);
  const byNumber = new Map(placed.map((slice) => [slice.header.instanceNumber, slice]));
  const notes: string[] = [];
  const all = slices.flatMap((slice) => {
    if (slice.place.position !== null) return slice;
    const number = slice.header.instanceNumber ?? Number.NaN;
    const [before, after] = [byNumber.get(number - 1), byNumber.get(number + 1)];
    if (!before || !after || byNumber.has(number) || !areAlike(slice, before)) {
      notes.push(`${sliceName(slice)} is skipped: it has no position, unlike the others`);
      return [];
    }
    notes.push(
      `${sliceName(slice)} has no position: by its number ${number} it lies between ${sliceName(before)} and ${sliceName(after)}`,
    );
    const position = before.place.position!.map((mm, axis) => (mm + after.place.position![axis]!) / 2);
    const { orientation, spacing } = before.place;
    return { ...slice, place: { ...slice.place, orientation, spacing, position } };
  });
  return { slices: all, notes };
}

/** Whether two slices are of one kind, unlike a scan and a picture of the screen. */
const areAlike = ({ header: a }: Slice, { header: b }: Slice) =>
  a.rows === b.rows && a.columns === b.columns && a.imageType.join() === b.imageType.join();
