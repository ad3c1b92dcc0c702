import { readFileSync } from 'node:fs';

import { addressOf, outsidePages, root } from './.vitepress/addresses';

/** The pages whose files are outside `docs`. */
export default {
  paths: () =>
    outsidePages.map(({ file }) => ({
      params: { outside: addressOf(file)! },
      content: readFileSync(root + file, 'utf8'),
    })),
};
