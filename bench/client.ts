import { connect, type Socket } from 'node:net';

/** What each client asks, again and again. `{id}` in the path, headers or body is a new id every time. */
export interface LoadSpec {
  readonly url: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Taken in turn, so that no caller asks more often than one may. */
  readonly cookies?: readonly string[];
  readonly clients: number;
  readonly seconds: number;
  /** Before counting begins, so that what is compiled and cached on first use is not measured. */
  readonly warmUpSeconds: number;
}

/** What came of one kind of work by so many clients. */
export interface Summary {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly count: number;
  /** With those of the warm-up. */
  readonly total: number;
}

export interface LoadResult extends Summary {
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/**
 * Speaks HTTP/1.1 over kept connections with as little work per request as possible: a load generator that is busy
 * itself measures itself.
 */
export async function runLoad(spec: LoadSpec): Promise<LoadResult> {
  const latencies: number[] = [];
  let total = 0;
  const statuses: Record<string, number> = {};
  const next = requestsOf(spec);
  const startedAt = performance.now();
  const countFrom = startedAt + spec.warmUpSeconds * 1000;
  const until = countFrom + spec.seconds * 1000;

  const client = async () => {
    const connection = await openConnection(new URL(spec.url));
    for (let sentAt = performance.now(); sentAt < until; sentAt = performance.now()) {
      const status = await connection.ask(next());
      const answeredAt = performance.now();
      total += 1;
      if (answeredAt < countFrom || answeredAt > until) continue;
      latencies.push(answeredAt - sentAt);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: spec.clients }, client));
  return { ...summaryOf(latencies, spec.seconds, total), statuses };
}

export function summaryOf(latencies: number[], seconds: number, total: number): Summary {
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    perSecond: latencies.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    count: latencies.length,
    total,
  };
}

/** The parts that stay the same are put together once. */
function requestsOf({ url, method, path, headers = {}, body, cookies = [] }: LoadSpec): () => Buffer {
  const lines = Object.entries({ host: new URL(url).host, ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  let turn = 0;
  const cookie = () => {
    turn += 1;
    return cookies.length === 0 ? '' : `cookie: ${cookies[turn % cookies.length]}\r\n`;
  };
  const write = () => {
    const id =
      path.includes('{id}') || body?.includes('{id}') || lines.some((line) => line.includes('{id}'))
        ? crypto.randomUUID().replace(/^(.{14})./, '$17')
        : '';
    const filled = (text: string) => (id ? text.replaceAll('{id}', id) : text);
    const content = body === undefined ? '' : filled(body);
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(content)}\r\n`;
    const start = `${method} ${filled(path)} HTTP/1.1\r\n${filled(lines.join('\r\n'))}\r\n`;
    return Buffer.from(`${start}${cookie()}${length}\r\n${content}`);
  };
  const first = write();
  const isFixed = first.equals(write());
  return isFixed ? () => first : write;
}

export async function openConnection(url: URL) {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  return { ask: (request: Buffer) => ask(socket, request), close: () => socket.destroy() };
}

function ask(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    const finish = (error: Error | undefined, status = 0) => {
      socket.off('data', take).off('close', broken);
      if (error) reject(error);
      else resolve(status);
    };
    const take = (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const status = statusWhenWhole(received);
      if (status !== undefined) finish(undefined, status);
    };
    const broken = () => finish(new Error('the server closed the connection'));
    socket.on('data', take).on('close', broken);
    socket.write(request);
  });
}

const headEnd = Buffer.from('\r\n\r\n');
const chunksEnd = Buffer.from('0\r\n\r\n');

/** The status, once all of the answer is here. */
function statusWhenWhole(received: Buffer): number | undefined {
  const end = received.indexOf(headEnd);
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  if (status === 204 || status === 304) return status;
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const whole =
    length === undefined
      ? received.subarray(-chunksEnd.length).equals(chunksEnd)
      : received.length >= end + headEnd.length + Number(length);
  return whole ? status : undefined;
}
