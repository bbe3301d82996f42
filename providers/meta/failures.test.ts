import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { z } from 'zod';
import { isTrouble, Trouble, type TroubleKind } from '../trouble.ts';
import { openGraph } from './graph.ts';
import { type Answered, otherEnd, refusal, theHour } from './testing.ts';

async function failing(t: TestContext, answer: Answered, method: 'GET' | 'POST' = 'POST'): Promise<Trouble> {
  const { way } = await otherEnd(t, () => answer);
  const graph = openGraph({ ...way, host: 'graph.facebook.com', version: 'v25.0', token: 'EAAtoken' });
  const call = { method, path: ['17841', 'messages'], name: `${method} /messages` };
  const error: unknown = await graph.ask(call, z.object({ id: z.string() })).then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Trouble, String(error));
  return error;
}

const minutesLater = (minutes: number) => new Date(theHour.getTime() + minutes * 60_000);

/** What is answered to a sent message, and what has become of it. */
const table: readonly [string, Answered, TroubleKind, string][] = [
  ['an expired token', refusal({ code: 190, error_subcode: 463 }), 'unauthorized', '190/463'],
  [
    'a token of a changed password',
    refusal({ code: 190, error_subcode: 460 }, 401),
    'unauthorized',
    '190/460',
  ],
  ['a missing permission', refusal({ code: 10 }, 403), 'unauthorized', '10'],
  ['another missing permission', refusal({ code: 294 }, 403), 'unauthorized', '294'],
  ['a missing capability', refusal({ code: 3 }), 'unauthorized', '3'],
  ['the closed window of Instagram', refusal({ code: 10, error_subcode: 2534022 }), 'rejected', '10/2534022'],
  ['the closed window of Messenger', refusal({ code: 10, error_subcode: 2018278 }), 'rejected', '10/2018278'],
  ['the closed window of WhatsApp', refusal({ code: 131047 }), 'rejected', '131047'],
  ['an unapproved tag', refusal({ code: 100, error_subcode: 2018276 }), 'rejected', '100/2018276'],
  ['somebody who never wrote', refusal({ code: 230 }, 403), 'rejected', '230'],
  ['too few viewers', refusal({ code: 10, message: '(#10) Not enough viewers' }), 'rejected', '10'],
  ['a missing object', refusal({ code: 100, error_subcode: 33 }), 'rejected', '100/33'],
  ['a code of tomorrow', refusal({ code: 987654 }), 'rejected', '987654'],
  ['a passing trouble', refusal({ code: 987654, is_transient: true }, 500), 'unavailable', '987654'],
  ['a service that is away', refusal({ code: 2 }, 500), 'unavailable', '2'],
  [
    'a wrong secret of the app',
    refusal({ code: 1, message: 'Error validating client secret.' }),
    'rejected',
    '1',
  ],
  ['its own riddle', refusal({ code: 1 }, 500), 'unknown_outcome', '1'],
  [
    'a container that is not ready',
    refusal({ code: 9007, error_subcode: 2207027 }),
    'unavailable',
    '9007/2207027',
  ],
  ['the app limit', refusal({ code: 4, is_transient: true }, 403), 'rate_limited', '4'],
  ['the limit of an Instagram account', refusal({ code: 80002 }), 'rate_limited', '80002'],
  ['the limit of a WhatsApp account', refusal({ code: 80007 }), 'rate_limited', '80007'],
  ['the limit of a number', refusal({ code: 130429 }, 429), 'rate_limited', '130429'],
  ['the quota of posts', refusal({ code: 9, error_subcode: 2207042 }), 'rate_limited', '9/2207042'],
  ['a block for a while', refusal({ code: 368 }), 'rate_limited', '368'],
];

describe('a refusal', () => {
  for (const [words, answer, kind, code] of table) {
    test(`is ${kind} for ${words}`, async (t) => {
      const { kind: found, facts } = await failing(t, answer);
      assert.deepEqual(
        [found, facts.code, facts.trace, facts.provider, facts.call],
        [kind, code, 'Atrace', 'meta', 'POST /messages'],
      );
      assert.equal(facts.until !== undefined, kind === 'rate_limited');
    });
  }

  test('says when to come again, as the platform says', async (t) => {
    const usage = JSON.stringify({
      '17841': [{ type: 'instagram', call_count: 101, estimated_time_to_regain_access: 19 }],
    });
    const { facts } = await failing(t, refusal({ code: 80002 }, 400, { 'x-business-use-case-usage': usage }));
    assert.deepEqual(facts.until, minutesLater(19));
    const later = await failing(t, refusal({ code: 4 }, 403, { 'retry-after': '120' }));
    assert.deepEqual(later.facts.until, minutesLater(2));
  });

  test('says when to come again where the platform does not', async (t) => {
    const until = async (error: object) => (await failing(t, refusal(error))).facts.until;
    assert.deepEqual(await until({ code: 17 }), minutesLater(15));
    assert.deepEqual(await until({ code: 613 }), minutesLater(1));
    assert.deepEqual(await until({ code: 368 }), minutesLater(24 * 60));
    assert.deepEqual(await until({ code: 4, error_subcode: 2207051 }), minutesLater(24 * 60));
  });

  test('names the permission that is missing', async (t) => {
    const message = '(#10) Requires instagram_business_manage_messages and pages_messaging permission';
    const { facts } = await failing(t, refusal({ code: 10, message }, 403));
    assert.deepEqual(facts.lacking, ['instagram_business_manage_messages', 'pages_messaging']);
  });

  test('keeps the token that it repeats out of its message', async (t) => {
    const token = `EAAB${'x7'.repeat(40)}`;
    const { message } = await failing(t, refusal({ code: 190, message: `Malformed access token ${token}` }));
    assert.ok(message.includes('Malformed access token [...]'), message);
    assert.ok(!message.includes('x7x7'));
  });

  test('is found in an answer that calls itself fine', async (t) => {
    const { kind } = await failing(t, { ...refusal({ code: 190 }), status: 200 });
    assert.equal(kind, 'unauthorized');
  });

  test('leaves what was written unknown when a gateway answers for the platform', async (t) => {
    const page = { status: 502, body: '<html>Bad gateway</html>' };
    assert.equal((await failing(t, page)).kind, 'unknown_outcome');
    assert.equal((await failing(t, page, 'GET')).kind, 'unavailable');
  });

  test('leaves what was written unknown when the answer has no shape we know', async (t) => {
    for (const body of ['', 'null', '[]', '{"id":', '{"data":{}}']) {
      assert.equal((await failing(t, { body })).kind, 'unknown_outcome', body);
      assert.equal((await failing(t, { body }, 'GET')).kind, 'unavailable', body);
    }
    const moved = { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' };
    assert.equal((await failing(t, moved)).kind, 'unknown_outcome');
  });

  test('without a code is read from the status', async (t) => {
    const kindOf = async (status: number) => (await failing(t, { status, body: {} })).kind;
    assert.deepEqual(
      [await kindOf(429), await kindOf(401), await kindOf(404), await kindOf(503)],
      ['rate_limited', 'unauthorized', 'rejected', 'unknown_outcome'],
    );
  });

  test('of a reading call is never of unknown outcome', async (t) => {
    assert.ok(isTrouble(await failing(t, refusal({ code: 1 }, 500), 'GET'), 'unavailable'));
  });
});
