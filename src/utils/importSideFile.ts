import { within } from './within';

/** A file that the build writes beside the library, and how to import it. */
export interface SideFile<Exports> {
  readonly name: string;
  load(): Promise<Exports>;
}

/** @throws Error if the file cannot be loaded: the bundle was deployed without it, or the network fails */
export async function importSideFile<Exports>({ name, load }: SideFile<Exports>): Promise<Exports> {
  try {
    return await within(load(), 'it did not load');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const advice = 'Deploy it beside the script of the page; it is in node_modules/msa-unet/dist';
    throw new Error(`${name} is missing (${reason}). ${advice}`, { cause });
  }
}
