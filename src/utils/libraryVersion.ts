/** Version of this library; the build writes it in. */
export { version as libraryVersion } from '../../package.json';
