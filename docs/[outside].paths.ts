import { readFileSync } from 'node:fs';

import { addressOf, outsidePages, root } from './.vitepress/addresses';
import { filesSection } from './.vitepress/exampleFiles';

/** The pages whose files are outside `docs`. */
export default {
  paths: () =>
    outsidePages.map((page) => ({
      params: { outside: addressOf(page.file)! },
      content: readFileSync(root + page.file, 'utf8') + filesSection(page),
    })),
};
