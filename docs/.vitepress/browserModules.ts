import { readFile } from 'node:fs/promises';

/** Bundles what the build of the library bundles: `.wasm` files as bytes, and Node's modules, which are never used, as empty ones. */
export const browserModules = () => ({
  name: 'browser-modules',
  enforce: 'pre' as const,
  resolveId: (id: string) => (nodeModules.includes(id) ? `\0empty:${id}` : null),
  load: async (id: string) => {
    if (id.startsWith('\0empty:')) return 'export default {};';
    if (!id.endsWith('.wasm')) return null;
    const base64 = (await readFile(id)).toString('base64');
    return `export default Uint8Array.from(atob('${base64}'), (byte) => byte.charCodeAt(0));`;
  },
});

const nodeModules = ['crypto', 'fs', 'os', 'path', 'perf_hooks', 'url', 'util', 'worker_threads'];
