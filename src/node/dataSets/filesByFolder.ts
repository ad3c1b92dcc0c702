import type { FoundFile } from './diskFile';

/** Returns the path after its last slash. */
export const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Returns the folder of a file, `''` at the top. */
export const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Groups files by folder, in their order. */
export function filesByFolder(files: readonly FoundFile[]): Map<string, FoundFile[]> {
  const folders = new Map<string, FoundFile[]>();
  for (const file of files) {
    const folder = folderOf(file.name);
    const own = folders.get(folder);
    if (own) own.push(file);
    else folders.set(folder, [file]);
  }
  return folders;
}
