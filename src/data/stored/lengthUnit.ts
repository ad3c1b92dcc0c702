/** Units by their names in lower case, as headers spell them. */
const mmPerUnit: Readonly<Record<string, number>> = {
  mm: 1,
  millimeter: 1,
  millimetre: 1,
  cm: 10,
  centimeter: 10,
  centimetre: 10,
  m: 1000,
  meter: 1000,
  metre: 1000,
  um: 0.001,
  µm: 0.001,
  micron: 0.001,
  micrometer: 0.001,
  micrometre: 0.001,
};

/**
 * Returns the mm of a header's unit of length, with a note where it is not mm.
 *
 * @param units unit of every axis, which must agree; those without one, `''`, are in mm if none has one
 */
export function lengthUnit(units: readonly string[]): { readonly mm: number; readonly note: string | null } {
  const names = [...new Set(units.filter((unit) => unit !== ''))];
  const [mm, other] = new Set(names.map(mmOf));
  if (names.length === 0 || (mm === 1 && other === undefined)) return { mm: 1, note: null };
  if (mm !== undefined && other === undefined)
    return { mm, note: `the unit of length is ${names[0]}, so lengths are multiplied by ${mm} to give mm` };
  return { mm: 1, note: `the unit of length is ${units.map((unit) => `"${unit}"`).join(' ')}; mm is assumed` };
}

/** Millimetres of a unit; `undefined` if it is unknown. */
function mmOf(unit: string): number | undefined {
  const name = unit.toLowerCase().replace('\u03bc', '\u00b5');
  return [name, name.replace(/s$/, '')]
    .map((one) => (Object.hasOwn(mmPerUnit, one) ? mmPerUnit[one] : undefined))
    .find((mm) => mm !== undefined);
}
