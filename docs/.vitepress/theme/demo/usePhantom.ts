import { onBeforeUnmount, onMounted, type Ref, ref, shallowRef, watch } from 'vue';

import { type Reply, type Request, slicesPerPatient } from './messages';

type Segmented = Exclude<Reply, { error: string }>;

/**
 * The state of the demo: what is chosen, and what the network made of it. Nothing is loaded before `element` is on the
 * screen; while a slice is segmented, only the last choice waits.
 */
export function usePhantom(element: Ref<HTMLElement | null>) {
  const patient = ref(firstPatient);
  const slice = ref(slicesPerPatient / 2);
  const result = shallowRef<Segmented | null>(null);
  const problem = ref('');
  let worker: Worker | null = null;
  let isBusy = false;

  const choice = (): Request => ({ patient: patient.value, slice: slice.value - 1 });
  const ask = () => {
    if (!worker || isBusy) return;
    isBusy = true;
    worker.postMessage(choice());
  };
  const receive = (reply: Reply) => {
    isBusy = false;
    if ('error' in reply) {
      problem.value = reply.error;
      return;
    }
    problem.value = '';
    result.value = reply;
    const { patient, slice } = choice();
    if (reply.request.patient !== patient || reply.request.slice !== slice) ask();
  };
  const start = () => {
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => receive(data));
    worker.addEventListener('error', ({ message }) => receive({ error: message || 'the worker did not load' }));
    ask();
  };

  watch([patient, slice], ask);
  whenVisible(element, start);
  onBeforeUnmount(() => worker?.terminate());
  return { patient, slice, result, problem };
}

/** Seed of the first patient. The network was trained on patients of other seeds. */
const firstPatient = 101;

function whenVisible(element: Ref<HTMLElement | null>, act: () => void): void {
  const observer = shallowRef<IntersectionObserver | null>(null);
  onMounted(() => {
    observer.value = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.value?.disconnect();
      act();
    });
    observer.value.observe(element.value!);
  });
  onBeforeUnmount(() => observer.value?.disconnect());
}
