/** Version of this library, inlined by the build. */
export { version as libraryVersion } from '../../package.json';
