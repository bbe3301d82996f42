import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Actor } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { HttpFacts } from '../../../kit/http/endpoint.ts';
import { type UserId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testGround } from '../../../kit/testing/ground.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { openCtxOf, stepsCtxOf } from '../../../kit/work.ts';
import type { IdentityOutside } from '../outside.ts';
import { newAdministrator, newPerson } from '../testing.ts';
import { checkIssuer, putProvider, setProviderDisabled } from './providers.ts';
import { beginSignOn, finishSignOn } from './sign-on.ts';
import { chooseAt, issuerOf, newProvider } from './testing.ts';

async function house() {
  const [ground, world] = [await testGround(), await testOutside()];
  const settled: string[] = [];
  const outside: IdentityOutside = {
    ...world,
    settleIn: async (_ctx, { id }) => void settled.push(id),
    ownedAlone: async () => [],
    membershipsOf: async () => ({ items: [], next: null }),
    moveOut: async () => {},
  };
  const browser = (userId?: UserId) => {
    const cookies: (string | undefined)[] = [];
    const http: HttpFacts = {
      address: '203.0.113.9',
      userAgent: 'a test',
      sessionToken: undefined,
      setSession: (token) => void cookies.push(token),
    };
    const actor: Actor = userId ? { kind: 'person', userId } : { kind: 'nobody' };
    const steps = () =>
      stepsCtxOf(ground, { actor, client: { address: http.address, agent: http.userAgent } });
    return {
      cookies,
      begin: (slug: string, link = false, returnTo?: string) =>
        beginSignOn(steps(), outside, { slug, link, returnTo }),
      finish: (ticket: string, params: Record<string, string>) =>
        finishSignOn(steps(), outside, { ticket, params }, http),
      async signOn(slug: string, email: string, link = false) {
        const { url, ticket } = await beginSignOn(steps(), outside, { slug, link });
        return finishSignOn(steps(), outside, { ticket, params: await chooseAt(url, email) }, http);
      },
    };
  };
  const owner = () => ground.db.reader({ kind: 'owner' });
  return { ground, outside: world, browser, settled, owner, at: { ground, outside: world } };
}

const refusal = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, `identity.${code}`, String(error.cause));
  return true;
};
const someAddress = () => `${uuidv7()}@sandbox.test`;

describe('signing in through a provider', () => {
  test('makes a person with a confirmed address and somewhere to work, and knows them again', async () => {
    const { browser, at, settled, owner } = await house();
    const { slug } = await newProvider(at);
    const email = someAddress();

    const first = await browser().signOn(slug, email);
    const second = browser();
    const again = await second.signOn(slug, email);

    assert.ok(first.outcome.status === 'signed_in' && again.outcome.status === 'signed_in');
    assert.equal(first.outcome.me.id, again.outcome.me.id);
    assert.ok(again.outcome.me.emailConfirmedAt);
    assert.deepEqual(settled, [first.outcome.me.id]);
    assert.equal(second.cookies.length, 1);
    const events = await owner().many(
      z.object({ event: z.string(), method: z.string() }),
      sql`
        select event, method from identity.sign_in_events
         where user_id = ${first.outcome.me.id} order by event desc`,
    );
    assert.deepEqual(events, [
      { event: 'sign_up', method: 'single_sign_on' },
      { event: 'sign_in', method: 'single_sign_on' },
    ]);
  });

  test('goes by the provider’s own name for somebody, not by an address that moved', async () => {
    const { browser, at, ground } = await house();
    const { slug } = await newProvider(at);
    const email = someAddress();
    const { outcome } = await browser().signOn(slug, email);
    assert.ok(outcome.status === 'signed_in');
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`update identity.users set email = ${someAddress()} where id = ${outcome.me.id}`),
    );
    const again = await browser().signOn(slug, email);
    assert.ok(again.outcome.status === 'signed_in');
    assert.equal(again.outcome.me.id, outcome.me.id);
  });

  test('never hands over the account of an address, unless the provider speaks for its domain', async () => {
    const { browser, at, ground } = await house();
    const email = `${uuidv7()}@company.test`;
    const now = ground.clock.now();
    const userId = await newPerson(ground.db, now);
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(
        sql`update identity.users set email = ${email}, email_confirmed_at = ${now} where id = ${userId}`,
      ),
    );
    const [stranger, company] = [
      await newProvider(at),
      await newProvider(at, { emailDomains: ['company.test'] }),
    ];
    await assert.rejects(browser().signOn(stranger.slug, email), refusal('link_needed'));
    const { outcome } = await browser().signOn(company.slug, email);
    assert.ok(outcome.status === 'signed_in');
    assert.equal(outcome.me.id, userId);
  });

  test('does not join whoever signed up with an address they never confirmed', async () => {
    const { browser, at, ground } = await house();
    const email = `${uuidv7()}@company.test`;
    const userId = await newPerson(ground.db, ground.clock.now());
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`update identity.users set email = ${email}, email_confirmed_at = null where id = ${userId}`),
    );
    const company = await newProvider(at, { emailDomains: ['company.test'] });
    await assert.rejects(browser().signOn(company.slug, email), refusal('link_needed'));
  });

  test('makes nobody of an address the provider has not verified', async () => {
    const { browser, at } = await house();
    const { slug } = await newProvider(at);
    await assert.rejects(
      browser().signOn(slug, 'unverified-email@sandbox.test'),
      refusal('sign_on_email_missing'),
    );
  });

  test('still asks for the second factor of whoever has one', async () => {
    const { browser, at, ground } = await house();
    const { slug } = await newProvider(at);
    const email = someAddress();
    const { outcome } = await browser().signOn(slug, email);
    assert.ok(outcome.status === 'signed_in');
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`
        insert into identity.totp_factors (user_id, secret_sealed, created_at)
        values (${outcome.me.id}, ${Buffer.from('sealed')}, ${ground.clock.now()})`),
    );
    const there = browser();
    const again = await there.signOn(slug, email);
    assert.equal(again.outcome.status, 'second_factor_needed');
    assert.deepEqual(there.cookies, []);
  });

  test('refuses whatever is wrong about the answer, by name, and says why in the trail', async () => {
    const { browser, at, owner } = await house();
    const { slug } = await newProvider(at);
    for (const name of ['wrong-nonce', 'wrong-issuer', 'wrong-audience', 'expired-token', 'unknown-key'])
      await assert.rejects(browser().signOn(slug, `${name}@sandbox.test`), refusal('sign_on_failed'), name);
    await assert.rejects(
      browser().signOn(slug, 'server-error@sandbox.test'),
      refusal('provider_unavailable'),
    );
    const { count } = await owner().one(
      z.object({ count: z.number() }),
      sql`
        select count(*)::int as count from identity.sign_in_events
         where not succeeded and details ->> 'provider' = ${slug} and details ->> 'reason' <> 'unknown'`,
    );
    assert.equal(count, 6);
    const made = await owner().many(
      z.object({ email: z.string() }),
      sql`select email from identity.users where email like 'wrong-%' or email like 'server-error%'`,
    );
    assert.deepEqual(made, []);
  });

  test('bears keys that change between two answers', async () => {
    const { browser, at } = await house();
    const { slug } = await newProvider(at);
    await browser().signOn(slug, someAddress());
    const { outcome } = await browser().signOn(slug, 'rotated-keys@sandbox.test');
    assert.equal(outcome.status, 'signed_in');
  });

  test('takes one answer once, also when it comes twice at the same moment', async () => {
    const { browser, at } = await house();
    const { slug } = await newProvider(at);
    const one = browser();
    const { url, ticket } = await one.begin(slug);
    const params = await chooseAt(url, someAddress());
    const outcomes = await Promise.allSettled([one.finish(ticket, params), one.finish(ticket, params)]);
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal(one.cookies.length, 1);
  });

  test('refuses an answer that another browser began', async () => {
    const { browser, at } = await house();
    const { slug } = await newProvider(at);
    const [victim, attacker] = [browser(), browser()];
    const begun = await attacker.begin(slug);
    const stolen = await chooseAt(begun.url, someAddress());
    const { ticket } = await victim.begin(slug);
    await assert.rejects(victim.finish(ticket, stolen), refusal('sign_on_failed'));
    assert.deepEqual(victim.cookies, []);
  });

  test('tells who said no from what went wrong', async () => {
    const { browser, at } = await house();
    const { slug } = await newProvider(at);
    const one = browser();
    const { url, ticket } = await one.begin(slug);
    const state = new URL(url).searchParams.get('state')!;
    await assert.rejects(one.finish(ticket, { error: 'access_denied', state }), refusal('sign_on_declined'));
  });

  test('does not go through a provider that was switched off meanwhile', async () => {
    const { browser, at, ground } = await house();
    const { id, slug } = await newProvider(at);
    const one = browser();
    const { url, ticket } = await one.begin(slug);
    const administrator = {
      kind: 'administrator',
      userId: await newAdministrator(ground.db, ground.clock.now()),
    } as const;
    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      setProviderDisabled(openCtxOf(ground, tx, { actor: administrator }) as never, at.outside as never, {
        providerId: id,
        disabled: true,
      }),
    );
    await assert.rejects(
      one.finish(ticket, await chooseAt(url, someAddress())),
      refusal('provider_not_found'),
    );
    await assert.rejects(browser().begin(slug), refusal('provider_not_found'));
  });
});

describe('linking a provider to oneself', () => {
  test('links it to whoever began, and to nobody else', async () => {
    const { browser, at, ground } = await house();
    const { slug } = await newProvider(at);
    const ada = await newPerson(ground.db, ground.clock.now());
    const eve = await newPerson(ground.db, ground.clock.now());
    const email = someAddress();
    const { url, ticket } = await browser(ada).begin(slug, true);
    const params = await chooseAt(url, email);
    await assert.rejects(browser(eve).finish(ticket, params), refusal('sign_on_failed'));

    assert.equal((await browser(ada).signOn(slug, email, true)).outcome.status, 'linked');
    await assert.rejects(browser(eve).signOn(slug, email, true), refusal('sign_on_is_taken'));
    const { outcome } = await browser().signOn(slug, email);
    assert.ok(outcome.status === 'signed_in');
    assert.equal(outcome.me.id, ada);
  });

  test('is for somebody signed in', async () => {
    const { browser, at } = await house();
    const { slug } = await newProvider(at);
    await assert.rejects(browser().begin(slug, true), { code: 'stoa.not_signed_in' });
  });
});

describe('a provider', () => {
  test('is asked before it is stored, and one that is none is refused', async () => {
    const { outside } = await house();
    const found = await checkIssuer(outside as never, { issuer: issuerOf(outside) });
    assert.equal(found.issuer, issuerOf(outside));
    await assert.rejects(
      checkIssuer(outside as never, { issuer: outside.sandbox.url }),
      refusal('provider_is_none'),
    );
    await assert.rejects(
      checkIssuer(outside as never, { issuer: 'http://127.0.0.1:9' }),
      refusal('provider_unavailable'),
    );
  });

  test('is never looked for on this machine where there is no sandbox', async () => {
    const { outside } = await house();
    for (const issuer of [issuerOf(outside), 'https://127.0.0.1', 'https://localhost', 'https://10.0.0.1'])
      await assert.rejects(checkIssuer({ ...outside, allowPrivate: false } as never, { issuer }), (error) => {
        assert.ok(error instanceof AppError);
        assert.match(error.code, /provider_is_none|provider_unavailable/);
        return true;
      });
  });

  test('keeps its secret sealed, when it is changed as well', async () => {
    const { ground, outside, owner, at } = await house();
    const { id, slug } = await newProvider(at);
    const userId = await newAdministrator(ground.db, ground.clock.now());
    const change = {
      providerId: id,
      slug,
      name: 'Renamed',
      issuer: issuerOf(outside),
      clientId: 'stoa',
      scopes: ['openid'],
      emailDomains: [],
    };
    const put = (clientSecret?: string) =>
      ground.db.transaction({ kind: 'installation' }, (tx) =>
        putProvider(
          openCtxOf(ground, tx, { actor: { kind: 'administrator', userId } }) as never,
          outside as never,
          { ...change, clientSecret },
        ),
      );
    assert.ok((await put('hunter2hunter2')).hasSecret);
    assert.ok((await put()).hasSecret);
    const { text } = await owner().one(
      z.object({ text: z.string() }),
      sql`
        select p::text || coalesce(string_agg(a::text, ''), '') as text
          from identity.oidc_providers p
          left join identity.audit_entries a on a.subject_id = p.id::text
         where p.id = ${id} group by p.*`,
    );
    assert.doesNotMatch(text, /hunter2|68756e74657232/);
  });
});
