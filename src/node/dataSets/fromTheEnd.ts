/** Places of slices, as {@link CtScan.slicePlaces}, when the last slice becomes the first. */
export function fromTheEnd(places: readonly number[]): number[] {
  const last = places.at(-1)!;
  return places.map((place) => last - place).reverse();
}
