import { CtFileError, type Spelling } from 'msa-unet';

import { element, write } from './elements';

/** A page has no options, so its errors advise only what a visitor can do. */
const inPage: Spelling = { name: () => null, give: () => null, isCode: false };

/** What a task needs of the page. */
export interface Task {
  readonly signal: AbortSignal;
  /** Shows the fraction done, from 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/** Runs one task at a time, with its progress, a button to cancel it if it can be, and its error on the page. */
export class Tasks {
  private current: AbortController | null = null;

  /** @param onChange called when a task begins and when it ends */
  constructor(private readonly onChange: () => void) {
    element('cancel', HTMLButtonElement).addEventListener('click', () => this.current?.abort());
  }

  get isBusy(): boolean {
    return this.current !== null;
  }

  /** @param canCancel whether the work ends when its signal is aborted; others have no button to cancel them */
  async run(name: string, work: (task: Task) => Promise<void>, canCancel = false): Promise<void> {
    const abort = new AbortController();
    const progress = element('progress', HTMLProgressElement);
    element('cancel', HTMLButtonElement).hidden = !canCancel;
    this.begin(name, abort);
    progress.removeAttribute('value');
    try {
      await work({ signal: abort.signal, onProgress: (fraction) => (progress.value = fraction) });
    } catch (error) {
      if (error !== abort.signal.reason) this.fail(error);
    } finally {
      this.end();
    }
  }

  private begin(name: string, abort: AbortController): void {
    this.current = abort;
    write('task-name', name);
    element('task', HTMLElement).hidden = false;
    element('error', HTMLElement).hidden = true;
    this.onChange();
  }

  private fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    write('error', error instanceof CtFileError ? error.describe(inPage) : message);
    element('error', HTMLElement).hidden = false;
  }

  private end(): void {
    this.current = null;
    element('task', HTMLElement).hidden = true;
    this.onChange();
  }
}
