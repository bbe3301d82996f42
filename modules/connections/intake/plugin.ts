import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { kitError } from '../../../kit/errors.ts';
import type { Ground } from '../../../kit/work.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Delivery, Hook } from '../platforms/platform.ts';
import { type Arrivals, openArrivals } from './arrivals.ts';
import { hookBytesMax } from './contract.ts';
import { type HookCounts, hookCounts } from './counts.ts';
import { keepMonths } from './months.ts';

export interface IntakeOptions {
  /** Where what comes in is counted. */
  readonly registry?: Registry | undefined;
  readonly bytesAtOnceMax?: number;
  /** Hooks of modules below, which take what comes in themselves. */
  readonly doors?: readonly Door[];
}

/** A hook that brings along where its events go. */
export interface Door extends Pick<Hook, 'name' | 'refuse' | 'challenge'> {
  /** All of it is durable once this is done. Answers whose events they were, where they are not counted yet. */
  take(delivery: Delivery): Promise<{ readonly ours: number; readonly nobodys: number } | undefined>;
}

/** Bodies that are being received and stored. Beyond it a platform is asked to come again, which all of them do. */
const bytesAtOnceMaxDefault = 64 * 1_048_576;
const retryAfterSeconds = 2;
const dayMs = 86_400_000;

type Params = { Params: { platform: string } };

interface Doorway {
  readonly ground: Ground;
  readonly doors: ReadonlyMap<string, Door>;
  readonly counts: HookCounts;
  readonly room: { bytes: number };
}

/**
 * `/hooks/:platform`, where platforms tell what happened. They have no session and no rights: whoever signs the bytes
 * right is believed, about accounts that are connected here. The answer is 200 once everything told is durable.
 */
export function intakePlugin(ground: Ground, outside: ConnectionsOutside, options: IntakeOptions = {}) {
  return async (root: FastifyInstance): Promise<void> => {
    // Where this fails, events go to the table for months without one.
    const keep = () =>
      keepMonths(ground).catch((error) =>
        ground.log.error({ err: error }, 'the tables of the coming months could not be made'),
      );
    await keep();
    const daily = setInterval(keep, dayMs).unref();
    const counts = hookCounts(options.registry);
    const arrivals = await openArrivals(ground, counts);
    const room = { bytes: options.bytesAtOnceMax ?? bytesAtOnceMaxDefault };
    const own = [...outside.platforms.hooks.values()].map((hook) => doorOf(hook, arrivals));
    const doors = new Map([...own, ...(options.doors ?? [])].map((door) => [door.name, door]));
    const doorway: Doorway = { ground, doors, counts, room };
    root.addHook('onClose', async () => {
      clearInterval(daily);
      await arrivals.close();
    });
    await root.register(async (app) => mount(app, doorway));
  };
}

/** What a platform tells goes to the accounts that are connected, and is counted there. */
const doorOf = (hook: Hook, arrivals: Arrivals): Door => ({
  name: hook.name,
  refuse: (delivery) => hook.refuse(delivery),
  ...(hook.challenge && { challenge: (query) => hook.challenge!(query) }),
  async take(delivery) {
    await arrivals.take(hook.name, hook.split(delivery), delivery.now);
    return undefined;
  },
});

function mount(app: FastifyInstance, doorway: Doorway): void {
  // The bytes as they came: what is signed is them, and nothing reads them before that is looked at.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: hookBytesMax }, (_request, body, done) =>
    done(null, body),
  );
  app.post<Params>(
    '/hooks/:platform',
    { bodyLimit: hookBytesMax, onRequest: (request, reply) => admit(doorway, request, reply) },
    (request, reply) => receive(doorway, request, reply),
  );
  app.get<Params>('/hooks/:platform', (request, reply) => answerChallenge(doorway, request, reply));
}

/** Before the body is read. */
async function admit(doorway: Doorway, request: FastifyRequest<Params>, reply: FastifyReply) {
  const { name } = doorAt(doorway, request);
  const length = Number(request.headers['content-length'] ?? hookBytesMax);
  const bytes = Math.min(length, hookBytesMax);
  if (bytes > doorway.room.bytes) {
    doorway.counts.deliveries(name, 'no_room');
    return reply.code(503).header('retry-after', retryAfterSeconds).send();
  }
  doorway.room.bytes -= bytes;
  reply.raw.once('close', () => {
    doorway.room.bytes += bytes;
  });
}

async function receive(doorway: Doorway, request: FastifyRequest<Params>, reply: FastifyReply) {
  const { ground, counts } = doorway;
  const hook = doorAt(doorway, request);
  const now = ground.clock.now();
  const delivery: Delivery = {
    raw: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    headers: headersOf(request),
    query: queryOf(request),
    now,
  };
  const why = hook.refuse(delivery);
  if (why !== undefined) {
    counts.deliveries(hook.name, 'refused');
    ground.log.info({ hook: hook.name, why, requestId: request.id }, 'a delivery was refused');
    return reply.code(401).send();
  }
  const whose = await hook.take(delivery);
  if (whose) {
    counts.events(hook.name, 'ours', whose.ours);
    counts.events(hook.name, 'nobodys', whose.nobodys);
  }
  counts.deliveries(hook.name, 'taken');
  return reply.code(200).send();
}

async function answerChallenge(doorway: Doorway, request: FastifyRequest<Params>, reply: FastifyReply) {
  const hook = doorAt(doorway, request);
  if (!hook.challenge) {
    reply.header('allow', 'POST');
    throw kitError('method_not_allowed', { hook: hook.name });
  }
  const answer = hook.challenge(queryOf(request));
  if (answer === undefined) {
    doorway.ground.log.info({ hook: hook.name, requestId: request.id }, 'a challenge was refused');
    return reply.code(403).send();
  }
  return reply.type('text/plain; charset=utf-8').send(answer);
}

function doorAt({ doors }: Doorway, { params }: FastifyRequest<Params>): Door {
  const door = doors.get(params.platform);
  if (!door) throw kitError('not_found', { hook: params.platform });
  return door;
}

const queryOf = ({ url }: FastifyRequest<Params>) =>
  new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');

const headersOf = ({ headers }: FastifyRequest<Params>): Delivery['headers'] =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
