import type { Load } from '../load';
import type { ProfileSetup, Profiles } from './child';
import type { Peaks } from './peaks';

/** Multiply–adds of the convolutions of one layer, for one image. */
export interface LayerWork {
  /** As `describeModel` names it: `enc1/single`. */
  name: string;
  shape: number[];
  multiplyAdds: number;
}

/** How close this library comes to what a machine can do. */
export interface Roofline {
  date: string;
  machine: string;
  processors: number;
  command: string;
  load: Load;
  problem: Omit<ProfileSetup, 'threads'>;
  layers: LayerWork[];
  /** On one thread, and on all processors. */
  peaks: Peaks[];
  profiles: Profiles[];
}
