/** A number with its noun: `1 slice`, `2 slices`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
