import { useBackend } from './backends/useBackend';

globalThis.onmessage = ({ data }) => useBackend(data);
