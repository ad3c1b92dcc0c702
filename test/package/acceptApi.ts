// Accepts the API of the library as it is now: writes api/, whose changes belong into the commit that makes them.
import { acceptApi } from './apiReport';
import { buildIfStale } from './workspace';

buildIfStale();
acceptApi();
