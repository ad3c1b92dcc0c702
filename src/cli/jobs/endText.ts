import { counted } from '../counted';
import { listText } from './missing';
import type { JobsEnd } from './runJobs';
import { type Shard, shardName } from './shard';

/** What a process has done, in a line. */
export function endText(
  { done, there, skipped, failed }: JobsEnd,
  { all, shard, noun }: { readonly all: number; readonly shard: Shard; readonly noun: string },
): string {
  const parts = [
    `${counted(done, noun)} written`,
    ...(there > 0 ? [`${there} there before`] : []),
    ...(skipped > 0 ? [`${skipped} skipped, as masks`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
  ];
  const name = shard.count > 1 ? `shard ${shardName(shard)}, ` : '';
  return `${name}${counted(all, 'scan')}: ${parts.join(', ')}`;
}

/** The error at the end of a process in which scans have failed. */
export const failureOf = ({ failed }: Pick<JobsEnd, 'failed'>): Error =>
  new Error(
    `${counted(failed.length, 'scan')} failed:\n${listText(failed)}\nRepeat the command to try again; what is done stays`,
  );
