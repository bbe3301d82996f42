import { get, type IncomingMessage } from 'node:http';

export interface HeardEvent {
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly data: string;
}

/** Notes all it hears on the event stream, as a browser's EventSource would, but says when it breaks. */
export interface EventsHeard {
  readonly heard: readonly HeardEvent[];
  /** The id to go on from. */
  readonly lastId: string | undefined;
  /** Resolves once the condition holds; rejects when the stream ends before. */
  until(condition: (heard: readonly HeardEvent[]) => boolean): Promise<void>;
  readonly ended: Promise<void>;
  close(): void;
}

export async function openEvents(
  url: string,
  options: { cookie: string; lastEventId?: string | undefined },
): Promise<EventsHeard> {
  const headers = {
    accept: 'text/event-stream',
    cookie: options.cookie,
    ...(options.lastEventId && { 'last-event-id': options.lastEventId }),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on('error', reject);
  });
  if (response.statusCode !== 200) throw new Error(`the event stream answered ${response.statusCode}`);

  const heard: HeardEvent[] = [];
  const waiting = new Set<() => void>();
  const ended = Promise.withResolvers<void>();
  let lastId = options.lastEventId;
  let rest = '';
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const { event, id } = parsed(block);
      lastId = id ?? lastId;
      if (event) heard.push(event);
    }
    for (const look of waiting) look();
  });
  response.on('error', () => ended.resolve());
  response.on('close', () => ended.resolve());

  return {
    heard,
    get lastId() {
      return lastId;
    },
    until: (condition) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!condition(heard)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void ended.promise.then(() => reject(new Error(`the stream ended after ${heard.length} events`)));
        look();
      }),
    ended: ended.promise,
    close: () => response.destroy(),
  };
}

/** A block without data only moves the place to go on from, or is a sign of life. */
function parsed(block: string): { event: HeardEvent | undefined; id: string | undefined } {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (name)
      fields.set(name, name === 'data' && fields.has('data') ? `${fields.get('data')}\n${value}` : value!);
  }
  const data = fields.get('data');
  const id = fields.get('id');
  return { event: data === undefined ? undefined : { id, type: fields.get('event'), data }, id };
}
