import { check } from './check.js';

globalThis.check = check;
