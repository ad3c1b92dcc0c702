import { reproduceTable } from '../reproduceTable';

await reproduceTable('table2', process.argv.slice(2));
