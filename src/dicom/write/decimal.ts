/** Most characters of a decimal string (PS3.5). */
const longest = 16;

/** Writes a number with at most 16 characters, as exactly as they permit. */
export function decimal(value: number): string {
  for (let digits = 17; digits > 1; digits--) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= longest) return text;
  }
  return value.toPrecision(1);
}
