import type { Actor, OpenCtx, PersonCtx, StepsCtx, Unit } from '../../../kit/ctx.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import type { Samples } from '../../../kit/http/sample.ts';
import { installationId, newId, UserId, uuidv7 } from '../../../kit/ids.ts';
import { testGround } from '../../../kit/testing/ground.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { type Ground, openCtxOf, readIn, stepsCtxOf, workIn } from '../../../kit/work.ts';
import { identity } from '../index.ts';
import type { IdentityOutside } from '../outside.ts';
import type { Walk } from '../walk.ts';
import { signInWork } from './background.ts';
import { SessionId } from './contract.ts';
import { hashPassword } from './passwords.ts';
import { setPasswordHash } from './people.sql.ts';
import { addPerson } from './people.ts';
import { insertSession } from './sessions.sql.ts';
import { hashOf, makeTicket, newToken, type TicketPurpose } from './tickets.ts';

const password = 'a long walk';
const hourMs = 3_600_000;

const newAddress = () => `${newId(UserId)}@test.local`;

const asSystem = <T>({ ground }: Pick<Walk, 'ground'>, fn: (ctx: OpenCtx) => Promise<T>) =>
  ground.db.transaction({ kind: 'installation' }, (tx) =>
    fn(openCtxOf(ground, tx, { actor: { kind: 'system' } })),
  );

async function somebody(walk: Pick<Walk, 'ground'>) {
  const email = newAddress();
  const { id } = (await asSystem(walk, (ctx) => addPerson(ctx, { email, name: 'Test', password })))!;
  return { id, email };
}

async function tokenFor(walk: Walk, purpose: TicketPurpose, email?: string): Promise<string> {
  const person = await somebody(walk);
  return asSystem(walk, ({ tx, now }) =>
    makeTicket(tx, purpose, { userId: person.id, email: email ?? person.email, now, lifeMs: hourMs }),
  );
}

/** Another browser of whoever walks. */
async function anotherSession(walk: Walk): Promise<SessionId> {
  const id = newId(SessionId);
  await asSystem(walk, ({ tx, now }) =>
    insertSession(tx, {
      id,
      tokenHash: hashOf(newToken()),
      userId: walk.ownerId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + hourMs),
    }),
  );
  return id;
}

/** A good input for every route of this part. */
export const signInSamples: Samples<Walk> = {
  'GET /sign-in-options': async () => ({}),
  'POST /people': async () => ({
    body: { email: newAddress(), name: 'Test', password: 'walking for hours', timezone: 'Europe/Lisbon' },
  }),
  'POST /email-confirmation': async (walk) => ({ body: { token: await tokenFor(walk, 'confirm_email') } }),
  'POST /email-confirmation/again': async (walk) => ({ body: { email: (await somebody(walk)).email } }),
  'POST /session': async (walk) => ({ body: { email: (await somebody(walk)).email, password } }),
  'DELETE /session': async () => ({}),
  'GET /me/sessions': async () => ({}),
  'DELETE /me/sessions': async () => ({ query: { everywhere: 'true' } }),
  'DELETE /me/sessions/:sessionId': async (walk) => ({ params: { sessionId: await anotherSession(walk) } }),
  'GET /me': async () => ({}),
  'GET /me/sign-ins': async () => ({}),
  'PUT /me/password': async () => ({ body: { next: 'walking for hours' } }),
  'PUT /me/email': async () => ({ body: { email: newAddress() } }),
  'POST /email-change': async (walk) => ({
    body: { token: await tokenFor(walk, 'change_email', newAddress()) },
  }),
  'POST /password-reset': async (walk) => ({ body: { email: (await somebody(walk)).email } }),
  'PUT /password-reset': async (walk) => ({
    body: { token: await tokenFor(walk, 'reset_password'), password: 'walking for hours' },
  }),
  'POST /me/proof': async (walk) => {
    const hash = await hashPassword(password);
    await asSystem(walk, ({ tx, now }) => setPasswordHash(tx, walk.ownerId, hash, now));
    return { body: { password } };
  },
};

/** A browser with its cookie. */
export interface Browser {
  readonly http: HttpFacts;
  token: string | undefined;
}

export function newBrowser(): Browser {
  const browser: Browser = {
    token: undefined,
    http: {
      address: '192.0.2.7',
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      get sessionToken() {
        return browser.token;
      },
      setSession: (token) => {
        browser.token = token;
      },
    },
  };
  return browser;
}

let doorsOpened = 0;
/** One test's failures are counted against the address they come from: no other test is to come from there. */
const anotherAddress = () => {
  doorsOpened += 1;
  return `10.7.${doorsOpened >> 8}.${doorsOpened & 255}`;
};

/** A door to knock at: people who come to it, what they ask, and the letters they get. */
export async function openTestDoor() {
  const address = anotherAddress();
  const base = await testGround([identity]);
  const sent: { name: string; payload: object }[] = [];
  const ground: Ground & Pick<typeof base, 'clock'> = { ...base, outlets: keeping(base, sent) };
  const settled: UserId[] = [];
  const outside: IdentityOutside = {
    ...(await testOutside()),
    settleIn: async (_ctx, { id }) => void settled.push(id),
    ownedAlone: async () => [],
    membershipsOf: async () => ({ items: [], next: null }),
    moveOut: async () => {},
  };
  const { mailsTo } = await testOutside();
  const callerOf = (actor: Actor, from = address) => ({
    actor,
    client: { address: from, agent: newBrowser().http.userAgent },
  });
  const nobody: Actor = { kind: 'nobody' };
  const as = <T>(fn: (ctx: OpenCtx) => Promise<T>, actor: Actor = nobody) =>
    ground.db.transaction({ kind: 'installation' }, (tx) => fn(openCtxOf(ground, tx, callerOf(actor))));
  const unit: Omit<Unit, 'jobId'> = {
    workspaceId: installationId,
    log: ground.log,
    signal: new AbortController().signal,
    work: (fn) => workIn(ground, installationId, { actor: { kind: 'system' } }, fn),
    progress: async () => {},
  };

  return {
    ground,
    outside,
    settled,
    mailsTo,
    as,
    asPerson: <T>(userId: UserId, fn: (ctx: PersonCtx) => Promise<T>) => {
      const caller = callerOf({ kind: 'person', userId });
      return ground.db.transaction({ kind: 'person', userId }, (tx) =>
        fn(openCtxOf(ground, tx, caller) as PersonCtx),
      );
    },
    read: <T>(fn: (ctx: OpenCtx) => Promise<T>) =>
      readIn(ground, installationId, { actor: { kind: 'system' } }, fn),
    steps: (actor: Actor = nobody, from?: string): StepsCtx => stepsCtxOf(ground, callerOf(actor, from)),
    /** Where whoever comes to it comes from. */
    address,
    person: () => somebody({ ground }),
    /** Does what was left to be done in the background; what was asked for and not committed is done too. */
    async workOff() {
      for (const { name, payload } of sent.splice(0)) {
        const found = signInWork.find(({ job }) => job.name === name);
        await found?.run({ ...unit, jobId: uuidv7() }, payload, outside);
      }
    },
    queued: () => sent.map(({ name }) => name),
  };
}

const keeping = ({ outlets }: Ground, sent: { name: string; payload: object }[]): Ground['outlets'] => ({
  ...outlets,
  enqueue: (tx, workspaceId, job, payload, options) => {
    sent.push({ name: job.name, payload });
    return outlets.enqueue(tx, workspaceId, job, payload, options);
  },
});

/** The token in the newest letter's link. */
export const tokenIn = ([letter]: readonly { readonly links: readonly string[] }[]): string =>
  letter!.links.map((link) => new URL(link).searchParams.get('token')).find((one) => one !== null)!;

export const testPassword = password;
