import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testDatabase } from '../../../kit/testing/database.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { findAdmission } from '../sign-in/people.sql.ts';
import { newAdministrator } from '../testing.ts';
import { DemoId } from './contract.ts';
import { overlapping } from './testing.ts';
import { mailingWorld } from './testing-world.ts';
import { grantEarlyAccess, listWaitingList, waitForLaunch } from './waiting-list.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const newAddress = () => `${newId(DemoId)}@test.local`;
const isLetIn = async (email: string) =>
  (await findAdmission(db.reader({ kind: 'installation' }), email)).isLetIn;

type World = Awaited<ReturnType<typeof mailingWorld>>;

async function waiting(world: World, marketing = false): Promise<string> {
  const email = newAddress();
  await world.asNobody((ctx) => waitForLaunch(ctx, { email, name: 'Ada', source: 'fair', marketing }));
  return email;
}

const find = async (world: World, q: string) =>
  (await world.asAdministrator((ctx) => listWaitingList(ctx, { q, limit: 10 }))).items;

describe('the waiting list', () => {
  test('is joined once, and says so by mail once', async () => {
    await using world = await mailingWorld(db);
    const email = await waiting(world);
    await world.asNobody((ctx) => waitForLaunch(ctx, { email, name: 'Somebody else', marketing: false }));

    assert.deepEqual(await find(world, email.slice(0, 30)), [
      {
        email,
        name: 'Ada',
        source: 'fair',
        joinedAt: world.clock.now(),
        earlyAccessGrantedAt: null,
        earlyAccessGrantedBy: null,
        hasAccount: false,
      },
    ]);
    assert.equal((await world.mailsTo(email)).length, 1);
  });

  test('takes nothing from a program that fills in what nobody sees', async () => {
    await using world = await mailingWorld(db);
    const email = newAddress();
    const website_url = 'https://spam.example';
    await world.asNobody((ctx) => waitForLaunch(ctx, { email, marketing: true, website_url }));
    assert.deepEqual(await find(world, email), []);
  });

  test('finds what was typed and not a pattern', async () => {
    await using world = await mailingWorld(db);
    await waiting(world);
    assert.deepEqual(await find(world, '%_%'), []);
  });

  test('CR-09 notes a wish for marketing mail only where it was said, and none against an earlier no', async () => {
    await using world = await mailingWorld(db);
    const [willing, silent, optedOut] = [await waiting(world, true), await waiting(world), newAddress()];
    await world.asNobody(({ tx, now }) =>
      tx.run(sql`insert into identity.marketing_preferences (email, unsubscribed_at, updated_at)
                 values (${optedOut}, ${now}, ${now})`),
    );
    await world.asNobody((ctx) => waitForLaunch(ctx, { email: optedOut, marketing: true }));

    assert.deepEqual(await wishesOf([willing, silent, optedOut]), [
      { email: willing, optedIn: true },
      { email: optedOut, optedIn: false },
    ]);
  });
});

describe('early access', () => {
  test('CR-11 lets somebody in before the launch, by a link that is mailed once', async () => {
    await using world = await mailingWorld(db);
    const email = await waiting(world);
    const letIn = () => isLetIn(email);
    assert.equal(await letIn(), false);

    const grant = () => world.asAdministrator((ctx) => grantEarlyAccess(ctx, { emails: [email, email] }));
    assert.deepEqual(await grant(), { granted: [email], alreadyGranted: [], unknown: [] });
    assert.deepEqual(await grant(), { granted: [], alreadyGranted: [email], unknown: [] });

    assert.equal(await letIn(), true);
    const [row] = await find(world, email);
    assert.deepEqual(
      [row!.earlyAccessGrantedAt, row!.earlyAccessGrantedBy?.id],
      [world.clock.now(), world.ownerId],
    );
    const [mail, confirmation, ...others] = await world.mailsTo(email);
    assert.match(confirmation!.subject, /on the list/);
    assert.deepEqual(others, []);
    const link = new URL(mail!.links.find((one) => one.includes('/sign-up?'))!);
    await assertNoSecretInDump(db, [link.searchParams.get('ticket')!]);
  });

  test('is granted once when two administrators do at once', async () => {
    await using world = await mailingWorld(db);
    const emails: string[] = [];
    for (let i = 0; i < 12; i++) emails.push(await waiting(world));
    const another = { ...world, ownerId: await newAdministrator(db, world.clock.now()) };

    const both = await overlapping(
      [world, (ctx) => grantEarlyAccess(ctx, { emails })],
      [another, (ctx) => grantEarlyAccess(ctx, { emails: emails.toReversed() })],
    );

    const granted = both.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.granted : []));
    assert.deepEqual(granted.sort(), emails.toSorted());
    for (const email of emails) assert.equal((await world.mailsTo(email)).length, 2);
  });

  test('is for those who wait: of others it says that they do not', async () => {
    await using world = await mailingWorld(db);
    const email = newAddress();
    const answer = await world.asAdministrator((ctx) => grantEarlyAccess(ctx, { emails: [email] }));
    assert.deepEqual(answer, { granted: [], alreadyGranted: [], unknown: [email] });
    assert.deepEqual(await world.mailsTo(email), []);
  });
});

const Wish = z.object({ email: z.string(), optedIn: z.boolean() });

const wishesOf = (emails: readonly string[]) =>
  db.reader({ kind: 'installation' }).many(
    Wish,
    sql`
    select email, opted_in_at is not null as opted_in
      from identity.marketing_preferences where email = any(${emails})
     order by array_position(${emails}, email)`,
  );
