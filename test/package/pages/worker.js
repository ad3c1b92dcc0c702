import { check } from './check.js';

addEventListener('message', async ({ data }) => postMessage(await check(...data)));
