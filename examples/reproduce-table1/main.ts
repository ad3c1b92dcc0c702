import { reproduceTable } from '../reproduceTable';

await reproduceTable('table1', process.argv.slice(2));
