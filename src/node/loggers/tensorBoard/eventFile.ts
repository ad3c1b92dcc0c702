import { appendFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { explainWrite } from '../../explainWrite';
import { makeFolder } from '../../makeFolder';
import { eventRecord } from './eventRecord';

/** Event file, created in a folder with its first scalars. */
export class EventFile {
  private path: string | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly folder: string) {}

  /** Appends an event after all earlier ones; after one failure, all later ones fail. */
  write(step: number, scalars: Readonly<Record<string, number>>): Promise<void> {
    const wallTime = Date.now() / 1000;
    this.writing = this.writing.then(async () => {
      const path = this.path ?? (await this.begin(wallTime, step));
      this.path = path;
      await explainWrite(path, () => appendFile(path, eventRecord({ wallTime, step, scalars })));
    });
    return this.writing;
  }

  private async begin(wallTime: number, step: number): Promise<string> {
    await makeFolder(this.folder);
    // TensorBoard reads the files of a folder in name order.
    const time = wallTime.toFixed(3).padStart(14, '0');
    const path = join(this.folder, `events.out.tfevents.${time}.${hostname()}.${process.pid}.v2`);
    const version = eventRecord({ wallTime, step: 0, fileVersion: 'brain.Event:2' });
    const first = Buffer.concat([version, eventRecord({ wallTime, step, starts: true })]);
    await explainWrite(path, () => appendFile(path, first));
    return path;
  }
}
