import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { modules } from '../app/modules.ts';
import { roles } from '../kit/ctx.ts';
import { sessionCookieName } from '../kit/http/credentials.ts';
import { type Endpoint, Problem } from '../kit/http/endpoint.ts';
import type { Sample, Samples } from '../kit/http/sample.ts';
import { buildServer } from '../kit/http/server.ts';
import type { UserId } from '../kit/ids.ts';
import { testGround } from '../kit/testing/ground.ts';
import { addPersonalWorkspace, isInvited, leavingHooks, openDoor } from '../modules/workspaces/index.ts';
import { newKey } from '../modules/workspaces/keys/testing.ts';
import { staffedWorkspace as staffedWith } from '../modules/workspaces/testing.ts';
import { payingOutside } from './outside/paying.ts';
import { brokenInputsOf, idParamsOf } from './spoiling.ts';
import { lookAtStored, type Stored, withoutSessions } from './stored.ts';

type Staffed = Awaited<ReturnType<typeof staffedWith>>;
const staffedWorkspace = () => staffedWith(modules);

/** Whoever asks as the owner may carry out any route, so of the installation's they are an administrator. */
async function staffedFor({ audience }: Endpoint): Promise<Staffed> {
  const w = await staffedWorkspace();
  return audience === 'admin' ? { ...w, ownerId: w.administratorId } : w;
}

interface Place {
  readonly w: Staffed;
  readonly sample: Sample;
}
async function placeFor(endpoint: Endpoint): Promise<Place> {
  const w = await staffedFor(endpoint);
  return { w, sample: await sampleOf(endpoint, w) };
}

/**
 * Where somebody only reads, or asks for what is refused. Nothing is changed by that, so it is one for all of a route:
 * of what walks every route, making places is the most.
 */
const untouched = new WeakMap<Endpoint, Promise<Place>>();
function untouchedFor(endpoint: Endpoint): Promise<Place> {
  const made = untouched.get(endpoint) ?? placeFor(endpoint);
  untouched.set(endpoint, made);
  return made;
}

const origin = 'http://stoa.test';
const cookieName = sessionCookieName({ publicUrl: origin });
const samples: Samples<Staffed> = Object.assign({}, ...(await Promise.all(modules.map(samplesOf))));
let app: FastifyInstance;
let stored: Stored;

before(async () => {
  const ground = await testGround(modules);
  // When a key was used is written down later, which no test here is to see happen.
  const doorkeeper = await openDoor(ground.db, ground.clock, { gatherMs: 3_600_000 });
  app = await buildServer({
    ground,
    modules,
    doorkeeper,
    outside: { ...(await payingOutside()), settleIn: addPersonalWorkspace, isInvited, ...leavingHooks },
    publicUrl: origin,
    checkReplies: true,
  });
  stored = await lookAtStored(ground.db);
  return async () => {
    await app.close();
    await doorkeeper.close();
  };
});

for (const { routes, authorize } of modules) {
  for (const { endpoint } of routes) {
    describe(nameOf(endpoint), () => {
      test('has a sample, and carries it out', async () => {
        const { w, sample } = await (endpoint.method === 'GET' ? untouchedFor : placeFor)(endpoint);
        const reply = await ask(endpoint, sample, w, w.ownerId);
        assert.equal(reply.statusCode, endpoint.status, reply.body);
      });

      if (endpoint.audience !== 'anybody' && endpoint.method !== 'GET')
        test('carries it out once under one Idempotency-Key', () => carriesOutOnce(endpoint));
      if (endpoint.audience !== 'anybody') test('asks for a session', () => asksForSession(endpoint));
      if (endpoint.method !== 'GET') test('refuses another site', () => refusesForeignOrigin(endpoint));
      test('refuses a field it does not know', () => refusesUnknownField(endpoint));
      if (brokenInputsOf(endpoint).length > 0) {
        test('refuses bad input with the fields, and stores nothing', () => refusesBadInput(endpoint));
      }
      if (endpoint.audience === 'workspace') {
        test('takes a workspace one has no place in for none at all', () => hidesWorkspace(endpoint));
        test('takes the roles its policy names and no other', () =>
          takesRoles(endpoint, authorize.policy[endpoint.permission!]!));
        test('takes a key with its permission, and refuses one without', () => takesKeys(endpoint));
      }
      if (endpoint.audience === 'person' || endpoint.audience === 'admin') {
        test('takes no key, which stands for nobody', () => takesNoKey(endpoint));
      }
      if (endpoint.audience === 'admin') {
        test('is for administrators alone', () => takesAdministrators(endpoint));
      }
      if (endpoint.audience === 'workspace' && idParamsOf(endpoint).length > 0) {
        test("takes another workspace's id for none at all", () => hidesObject(endpoint));
      }
    });
  }
}

test('no sample is left of a route that is gone', () => {
  const mounted = new Set<string>(
    modules.flatMap(({ routes }) => routes).map(({ endpoint }) => nameOf(endpoint)),
  );
  assert.deepEqual(
    Object.keys(samples).filter((name) => !mounted.has(name)),
    [],
  );
});

async function carriesOutOnce(endpoint: Endpoint) {
  const w = await staffedFor(endpoint);
  const request = requestOf(endpoint, await sampleOf(endpoint, w), w.workspaceId);
  const [key, remoteAddress] = [randomUUID(), anotherAddress()];
  const replies = [];
  for (let i = 0; i < 2; i += 1) {
    // What is done may be to end every session, so the second time it is another.
    const cookie = `${cookieName}=${await w.signIn(w.ownerId)}`;
    const headers = { origin, cookie, 'idempotency-key': key };
    const reply = await app.inject({
      ...request,
      remoteAddress,
      headers: { ...request.headers, ...headers },
    });
    replies.push([reply.statusCode, reply.headers['idempotency-replayed']]);
  }
  const again = endsOwnPlace.includes(nameOf(endpoint)) ? [404, undefined] : [endpoint.status, 'true'];
  assert.deepEqual(replies, [[endpoint.status, undefined], again]);
}

/** Whoever has done these has no place there any more, and so is told nothing about it. */
const endsOwnPlace = ['DELETE /w/:workspaceId/membership', 'DELETE /w/:workspaceId'];

async function asksForSession(endpoint: Endpoint) {
  const { w, sample } = await untouchedFor(endpoint);
  const reply = await ask(endpoint, sample, w, undefined);
  assert.deepEqual([reply.statusCode, reply.json().code], [401, 'stoa.not_signed_in']);
}

async function refusesForeignOrigin(endpoint: Endpoint) {
  const { w, sample } = await untouchedFor(endpoint);
  const before = await stored.everything();
  for (const headers of [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ]) {
    const token = await w.signIn(w.ownerId);
    const reply = await app.inject({
      ...requestOf(endpoint, sample, w.workspaceId),
      remoteAddress: anotherAddress(),
      headers: { cookie: `${cookieName}=${token}`, ...headers },
    });
    assert.deepEqual(
      [reply.statusCode, reply.json().code],
      [403, 'stoa.foreign_origin'],
      JSON.stringify(headers),
    );
  }
  assert.deepEqual(withoutSessions(await stored.everything()), withoutSessions(before));
}

async function refusesUnknownField(endpoint: Endpoint) {
  const { w, sample } = await untouchedFor(endpoint);
  const takesBody = endpoint.method !== 'GET' && !endpoint.upload;
  const odd: [string, Sample][] = [
    ['query.unheard_of', { ...sample, query: { ...sample.query, unheard_of: 'x' } }],
    ...(takesBody
      ? [['body.unheard_of', { ...sample, body: { ...sample.body, unheard_of: 1 } }] as [string, Sample]]
      : []),
  ];
  for (const [path, input] of odd) {
    const reply = await ask(endpoint, input, w, w.ownerId);
    assert.equal(reply.statusCode, 400, reply.body);
    assert.deepEqual(
      Problem.parse(reply.json()).fields.map((field) => field.path),
      [path],
    );
  }
}

async function refusesBadInput(endpoint: Endpoint) {
  const { w, sample } = await untouchedFor(endpoint);
  const token = await w.signIn(w.ownerId);
  const before = await stored.everything();
  for (const [path, spoil] of brokenInputsOf(endpoint)) {
    const reply = await ask(endpoint, spoil(sample), w, w.ownerId, token);
    assert.equal(reply.statusCode, 400, `${path}: ${reply.body}`);
    const { code, fields } = Problem.parse(reply.json());
    assert.equal(code, 'stoa.invalid_input');
    assert.ok(
      fields.some((field) => field.path.startsWith(path)),
      `${path} is not among ${JSON.stringify(fields)}`,
    );
  }
  assert.deepEqual(await stored.everything(), before);
}

let othersPlace: Promise<Staffed> | undefined;
/** Whose owner has no place in any other. */
function strangers(): Promise<Staffed> {
  othersPlace ??= staffedWorkspace();
  return othersPlace;
}

async function hidesWorkspace(endpoint: Endpoint) {
  const { w: theirs, sample } = await untouchedFor(endpoint);
  const ours = await strangers();
  const missing = { ...theirs, workspaceId: randomUUID() as Staffed['workspaceId'] };

  const replies = [
    await ask(endpoint, sample, theirs, ours.ownerId),
    await ask(endpoint, sample, missing, ours.ownerId),
  ];

  assert.deepEqual(
    replies.map(({ statusCode }) => statusCode),
    [404, 404],
  );
  const [foreign, none] = replies.map((reply) => ({ ...Problem.parse(reply.json()), requestId: '' }));
  assert.deepEqual(foreign, none);
}

async function takesRoles(endpoint: Endpoint, allowed: readonly string[]) {
  const w = await staffedWorkspace();
  for (const role of roles) {
    const { userId } = w.staff.get(role)!;
    const sample = await sampleOf(endpoint, { ...w, ownerId: userId });
    const reply = await ask(endpoint, sample, w, userId);
    const expected = allowed.includes(role) ? endpoint.status : 403;
    assert.equal(reply.statusCode, expected, `${role}: ${reply.body}`);
  }
}

/** What a program may not do in the name of whoever made its key. May only shrink. */
const forPeopleAlone = [
  'DELETE /w/:workspaceId/membership',
  'PUT /w/:workspaceId/keys/:keyId',
  'POST /w/:workspaceId/transfer',
  'PUT /w/:workspaceId/parent',
  'PUT /w/:workspaceId/connection-ways/:wayId',
  'POST /w/:workspaceId/connection-answers',
  'POST /w/:workspaceId/connection-ways/:wayId/choice',
];

async function takesKeys(endpoint: Endpoint) {
  const { permission } = endpoint;
  const others = Object.keys((await strangers()).ground.policy).filter((one) => one !== permission);
  const isForPeople = forPeopleAlone.includes(nameOf(endpoint));
  // In a workspace of its own each time: what one key did may have changed what the next one may.
  const answerTo = async (permissions: string[]) => {
    const w = await staffedWorkspace();
    const { token } = await newKey(w, w.staff.get('owner')!, permissions);
    return askWithKey(endpoint, await sampleOf(endpoint, w), w.workspaceId, token);
  };

  const { w, sample } = await untouchedFor(endpoint);
  const refused = await newKey(w, w.staff.get('owner')!, others);
  const [without, withAll, withIt] = [
    await askWithKey(endpoint, sample, w.workspaceId, refused.token),
    await answerTo([...others, permission!]),
    await answerTo([permission!]),
  ];

  assert.deepEqual([without.statusCode, without.json().code], [403, 'stoa.not_permitted']);
  assert.equal(withAll.statusCode, isForPeople ? 403 : endpoint.status, withAll.body);
  // What it would give to others, it needs itself as well.
  if (withIt.statusCode !== withAll.statusCode)
    assert.equal(withIt.json().code, 'workspaces.not_yours_to_give', withIt.body);
}

async function takesNoKey(endpoint: Endpoint) {
  const { w, sample } = await untouchedFor(endpoint);
  const { token } = await newKey(w, w.staff.get('owner')!, Object.keys(w.ground.policy));
  const reply = await askWithKey(endpoint, sample, w.workspaceId, token);
  assert.deepEqual([reply.statusCode, reply.json().code], [401, 'stoa.not_signed_in']);
}

async function takesAdministrators(endpoint: Endpoint) {
  const { sample } = await untouchedFor(endpoint);
  const w = await strangers();
  const before = await stored.everything();
  const reply = await ask(endpoint, sample, w, w.ownerId);
  assert.deepEqual([reply.statusCode, reply.json().code], [403, 'stoa.not_permitted']);
  assert.deepEqual(withoutSessions(await stored.everything()), withoutSessions(before));
}

async function hidesObject(endpoint: Endpoint) {
  const { w: theirs, sample } = await untouchedFor(endpoint);
  const ours = await (sample.makesId ? staffedWorkspace : strangers)();
  const before = await stored.of(theirs.workspaceId);

  const reply = await ask(endpoint, sample, ours, ours.ownerId);

  assert.equal(reply.statusCode, sample.makesId ? endpoint.status : 404, reply.body);
  assert.deepEqual(await stored.of(theirs.workspaceId), before);
}

function nameOf({ method, path }: Endpoint) {
  return `${method} ${path}` as `${Endpoint['method']} /${string}`;
}

async function samplesOf({ name }: { name: string }): Promise<Samples<Staffed>> {
  return (await import(`../modules/${name}/testing.ts`)).samples ?? {};
}

async function sampleOf(endpoint: Endpoint, w: Staffed): Promise<Sample> {
  const make = samples[nameOf(endpoint)];
  assert.ok(make, `add a sample for ${nameOf(endpoint)} to its module's testing.ts`);
  return make(w);
}

async function ask(
  endpoint: Endpoint,
  sample: Sample,
  w: Pick<Staffed, 'workspaceId' | 'signIn'>,
  userId: UserId | undefined,
  token?: string,
) {
  const session = token ?? (userId && (await w.signIn(userId)));
  const request = requestOf(endpoint, sample, w.workspaceId);
  return app.inject({
    ...request,
    remoteAddress: anotherAddress(),
    headers: { ...request.headers, origin, ...(session && { cookie: `${cookieName}=${session}` }) },
  });
}

/** As another program asks: with a key, and no browser's headers. */
function askWithKey(endpoint: Endpoint, sample: Sample, workspaceId: string, token: string) {
  const request = requestOf(endpoint, sample, workspaceId);
  return app.inject({
    ...request,
    remoteAddress: anotherAddress(),
    headers: { ...request.headers, authorization: `Bearer ${token}` },
  });
}

function requestOf(endpoint: Endpoint, sample: Sample, workspaceId: string): InjectOptions {
  const params: Record<string, string> = { ...sample.params, workspaceId };
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!));
  const query = Object.fromEntries(
    Object.entries(sample.query ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const request = { method: endpoint.method, url: `/api${path}`, query };
  if (sample.upload) {
    return {
      ...request,
      payload: Buffer.from(sample.upload.bytes),
      headers: { 'content-type': sample.upload.type },
    };
  }
  return endpoint.method === 'GET' ? request : { ...request, payload: sample.body ?? {} };
}

let addresses = 0;
/** Nobody here asks often enough to be slowed down. */
const anotherAddress = () => {
  addresses += 1;
  return `10.0.${addresses >> 8}.${addresses & 255}`;
};
