export type { Sample, Samples } from './data/sample';
export { samplesOf } from './data/sample';
