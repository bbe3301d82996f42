import { readSse, type SseMessage } from './sse.ts';

export type StreamState = 'connecting' | 'live' | 'offline';

/** Something that was published in the workspace. */
export interface StreamEvent {
  readonly id: string;
  readonly name: string;
  readonly at: string;
  readonly payload: unknown;
}

/** Something that is only worth knowing now: progress, who is here. */
export interface StreamSaying {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

export interface StreamClientOptions {
  /** `/api/stream?workspace=<id>` */
  readonly url: string;
  readonly onEvent: (event: StreamEvent) => void;
  readonly onSaying?: (saying: StreamSaying) => void;
  readonly onState?: (state: StreamState) => void;
  /** Too much was missed to be told one by one: read afresh whatever is shown. */
  readonly onReset?: () => void;
  /** Coming back is pointless: signed out, or no member any more. The HTTP status; 403 for a stream that was ended. */
  readonly onRefused?: (status: number) => void;
  readonly fetch?: typeof fetch;
  readonly waitMs?: { readonly min: number; readonly max: number };
  /** The server is heard of every 20 seconds; silence for so long is a dead connection that does not know it. */
  readonly silenceMaxMs?: number;
}

export interface StreamClient {
  close(): void;
}

const defaults = { waitMs: { min: 500, max: 30_000 }, silenceMaxMs: 50_000 };
const refusals = new Set([400, 401, 403, 404]);

/** Stays connected until it is closed or refused, and continues after every break where it was. For the browser. */
export function openStream(given: StreamClientOptions): StreamClient {
  const options = { ...defaults, ...given };
  const closing = new AbortController();
  let lastId = '';
  let state: StreamState | undefined;
  let failures = 0;

  const become = (next: StreamState) => {
    if (next === state || closing.signal.aborted) return;
    state = next;
    options.onState?.(next);
  };
  const refuse = (status: number) => {
    become('offline');
    closing.abort();
    options.onRefused?.(status);
  };
  const hear = ({ name, data }: SseMessage) => {
    if (closing.signal.aborted) return;
    if (name === 'message') options.onEvent(JSON.parse(data));
    else if (name === 'saying') options.onSaying?.(JSON.parse(data));
    else if (name === 'reset') options.onReset?.();
    else if (name === 'gone') refuse(403);
  };

  const visit = async () => {
    become('connecting');
    const silence = watchSilence(options.silenceMaxMs);
    try {
      const signal = AbortSignal.any([closing.signal, silence.signal]);
      const response = await (options.fetch ?? fetch)(withPlace(options.url, lastId), {
        headers: { accept: 'text/event-stream' },
        credentials: 'same-origin',
        cache: 'no-store',
        signal,
      });
      if (refusals.has(response.status)) return refuse(response.status);
      if (!response.ok || !response.body) return;
      become('live');
      failures = 0;
      const read = readSse(hear, (id) => {
        lastId = id;
      });
      const decoder = new TextDecoder();
      for (const reader = response.body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) return;
        silence.heard();
        read(decoder.decode(value, { stream: true }));
      }
    } catch {
      // However it broke, what follows is the same.
    } finally {
      silence.stop();
    }
  };

  const stay = async () => {
    while (!closing.signal.aborted) {
      await visit();
      if (closing.signal.aborted) return;
      become('offline');
      await pause(waitOf(failures++, options.waitMs), closing.signal);
    }
  };
  stay();
  return { close: () => closing.abort() };
}

const withPlace = (url: string, id: string) =>
  id === '' ? url : `${url}${url.includes('?') ? '&' : '?'}after=${encodeURIComponent(id)}`;

/** Doubling, and different for everybody, so that those who were cut off together do not come back together. */
const waitOf = (failures: number, { min, max }: { min: number; max: number }) =>
  Math.min(max, min * 2 ** failures) * (0.5 + Math.random());

function watchSilence(maxMs: number) {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), maxMs);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), maxMs);
    },
    stop: () => clearTimeout(timer),
  };
}

/** Ends early when the browser says that it is back on the network. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      globalThis.removeEventListener?.('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    globalThis.addEventListener?.('online', done, { once: true });
  });
}
