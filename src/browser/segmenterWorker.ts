import { serveSegmenter } from './segmenter/serveSegmenter';

serveSegmenter();
