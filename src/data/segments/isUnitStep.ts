import type { Vector } from '../vector';

/** Whether a step in whole voxels leads to a neighbour along one axis. */
export const isUnitStep = (step: Vector): boolean => step.reduce((sum, steps) => sum + Math.abs(steps), 0) === 1;
