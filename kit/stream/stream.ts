import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { KeyActor, MemberActor } from '../ctx.ts';
import { kitError } from '../errors.ts';
import { credentialsOf, type Origin } from '../http/credentials.ts';
import type { Doorkeeper } from '../http/doorkeeper.ts';
import { WorkspaceId } from '../ids.ts';
import type { Ground } from '../work.ts';
import { type Ear, type Hub, openHub, placeAfter, readAtOnce, textOf } from './hub.ts';
import { type Place, placeId, placeOf } from './place.ts';

export interface StreamOptions extends Origin {
  readonly ground: Ground;
  readonly doorkeeper: Doorkeeper;
  readonly gatherMs?: number;
  readonly heartbeatMs?: number;
  /** How often somebody who listens is asked at the door again. */
  readonly checkMs?: number;
  readonly perPersonMax?: number;
  /** What may lie unread between us and a browser when there is more to say; beyond it, the browser is cut. */
  readonly unreadBytesMax?: number;
}

/** Said to a browser whose person may do something else than before: it asks anew what that is. */
export const accessChanged = 'stoa.access_changed';

export interface Stream {
  readonly stats: () => { readonly open: number };
}

type Member = MemberActor | KeyActor;
interface Listening {
  readonly member: Member;
  /** Asks at the door again, and shows them out when they are let in no more. */
  look(): Promise<void>;
  end(lastWords: string): void;
}

const defaults = {
  gatherMs: 20,
  heartbeatMs: 20_000,
  checkMs: 15_000,
  perPersonMax: 12,
  unreadBytesMax: 512 * 1024,
};

/**
 * `GET /api/stream?workspace=<id>`: everything that is published in a workspace, as server-sent events. With the
 * `Last-Event-ID` header or `?after=` it begins behind that id: nothing missed, nothing twice. When what was missed is
 * not kept any more, it says `reset`, and the browser reads afresh whatever it shows.
 */
export async function registerStream(app: FastifyInstance, given: StreamOptions): Promise<Stream> {
  const options = { ...defaults, ...given };
  const { ground, doorkeeper, perPersonMax } = options;
  const hub = await openHub({ ...options, db: ground.db, clock: ground.clock, log: ground.log });
  const open = new Set<Listening>();
  const nameOf = (member: Member) => (member.kind === 'key' ? member.keyId : member.userId);
  const ofOne = (name: string) => [...open].filter(({ member }) => nameOf(member) === name).length;

  app.get('/api/stream', async (request, reply) => {
    const { workspaceId, after } = asked(request);
    const credentials = credentialsOf(request, options);
    const member = await doorkeeper.member(credentials, workspaceId);
    if (!member) throw kitError((await doorkeeper.person(credentials)) ? 'not_found' : 'not_signed_in');
    if (ofOne(nameOf(member)) >= perPersonMax) throw kitError('rate_limited', { streams: perPersonMax });

    const lookAgain = () => doorkeeper.member(credentials, workspaceId);
    await listen({ reply, hub, options, open, member, workspaceId, after, lookAgain });
    return reply;
  });

  const unwatch = doorkeeper.onChange?.(() => {
    for (const one of open) void one.look();
  });

  // Before the server waits for its connections to end: these would never.
  app.addHook('preClose', async () => {
    unwatch?.();
    for (const one of [...open]) one.end('retry: 1000\n\n');
    await hub.close();
  });
  return { stats: () => ({ open: open.size }) };
}

function asked(request: FastifyRequest) {
  const { workspace, after } = request.query as { workspace?: unknown; after?: unknown };
  const workspaceId = WorkspaceId.safeParse(workspace);
  if (!workspaceId.success) throw kitError('not_found');
  const header = request.headers['last-event-id'];
  const id = typeof header === 'string' ? header : after;
  return { workspaceId: workspaceId.data, after: typeof id === 'string' && id !== '' ? id : undefined };
}

interface Opening {
  readonly reply: FastifyReply;
  readonly hub: Hub;
  readonly options: typeof defaults & StreamOptions;
  readonly open: Set<Listening>;
  readonly member: Member;
  readonly workspaceId: WorkspaceId;
  readonly after: string | undefined;
  readonly lookAgain: () => Promise<Member | undefined>;
}

async function listen({ reply, hub, options, open, member, workspaceId, after, lookAgain }: Opening) {
  const { ground, checkMs, unreadBytesMax } = options;
  // Before anything is promised: a database that does not answer is a refusal, not an empty stream.
  const { horizon } = await hub.read(workspaceId, undefined);
  const now = ground.clock.now();
  const here: Place = { transaction: horizon, position: 0n };
  const from = after === undefined ? here : placeOf(after, horizon, now);

  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, headers);
  const ear: Ear = {
    workspaceId,
    place: from ?? here,
    tell(text) {
      if (raw.destroyed || raw.writableEnded) return;
      // Whoever reads too slowly would be kept in our memory: it is cut, and catches up when it comes back.
      if (raw.writableLength > unreadBytesMax) raw.destroy();
      else raw.write(text);
    },
  };
  const end = (lastWords: string) => {
    raw.end(lastWords);
    setTimeout(() => raw.destroy(), lastWordsMs).unref();
  };
  let known = JSON.stringify(member);
  const look = async () => {
    const now = await lookAgain().catch(() => member);
    if (!now) return end('event: gone\ndata: {}\n\n');
    if (JSON.stringify(now) === known) return;
    known = JSON.stringify(now);
    ear.tell(`event: saying\ndata: ${JSON.stringify({ name: accessChanged, payload: {} })}\n\n`);
  };
  const listening: Listening = { member, look, end };
  raw.on('error', () => raw.destroy());
  const check = setInterval(look, checkMs);
  open.add(listening);
  raw.once('close', () => {
    clearInterval(check);
    open.delete(listening);
    hub.leave(ear);
  });

  ear.tell(`retry: 2000\nevent: ${from ? 'hello' : 'reset'}\nid: ${placeId(ear.place, now)}\ndata: {}\n\n`);
  try {
    await catchUp(hub, ear, raw, ground.clock.now());
  } catch (error) {
    ground.log.warn({ err: error, workspaceId }, 'a browser could not catch up and was asked to come back');
    raw.destroy();
  }
}

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-content-type-options': 'nosniff',
  'x-accel-buffering': 'no',
};

/** Reads until there is nothing that only others were told, and from then on hears what they hear. */
async function catchUp(hub: Hub, ear: Ear, raw: FastifyReply['raw'], now: Date) {
  while (!raw.destroyed && !raw.writableEnded) {
    const reading = await hub.read(ear.workspaceId, ear.place);
    const text = textOf(reading.told, now);
    if (text !== '') ear.tell(text);
    ear.place = placeAfter(reading);
    if (raw.writableNeedDrain) await drained(raw);
    if (raw.destroyed || raw.writableEnded) return;
    if (reading.told.length < readAtOnce && hub.join(ear)) return;
  }
}

/** How long a browser that does not read is waited for. */
const drainMaxMs = 15_000;
const lastWordsMs = 1_000;

async function drained(raw: FastifyReply['raw']) {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      raw.off('drain', done);
      raw.off('close', done);
      resolve();
    };
    const timer = setTimeout(() => raw.destroy(), drainMaxMs);
    raw.once('drain', done);
    raw.once('close', done);
  });
}
