/** The nearest grey level from 0 to 1. */
export const clampGrey = (level: number): number => Math.min(Math.max(level, 0), 1);
