import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusalOf, troubleOf } from './trouble.ts';

const refused = (status: number, error = {}, headers: Record<string, string> = {}) =>
  refusalOf(status, error, new Headers(headers));

describe('a refusal', () => {
  const cases = [
    [401, {}, 'unauthorized'],
    [402, { code: 402, message: 'Insufficient credits' }, 'no_credits'],
    [429, { code: 'insufficient_quota' }, 'no_credits'],
    [429, { code: 'rate_limit_exceeded' }, 'rate_limited'],
    [403, { message: 'Your input was flagged.' }, 'refused'],
    [403, { message: 'Not allowed in your country.' }, 'unauthorized'],
    [400, { code: 'content_policy_violation' }, 'refused'],
    [400, { message: 'x is not a valid model ID' }, 'no_such_model'],
    [404, { code: 'model_not_found' }, 'no_such_model'],
    [404, { message: 'No endpoints found that support tool use.' }, 'no_such_model'],
    [400, { code: 'context_length_exceeded' }, 'too_long'],
    [400, { message: 'This model has a maximum context length of 8192 tokens' }, 'too_long'],
    [413, {}, 'too_long'],
    [422, { message: 'top_p must be at most 1' }, 'refused'],
    [408, {}, 'unavailable'],
    [500, {}, 'unavailable'],
    [529, { message: 'The context window is overloaded' }, 'unavailable'],
  ] as const;
  for (const [status, error, kind] of cases)
    test(`with ${status} ${JSON.stringify(error)} is ${kind}`, () => {
      assert.equal(refused(status, error).kind, kind);
    });

  test('says whether it was for decency', () => {
    assert.equal(refused(403, { metadata: { reasons: ['violence'] } }).isModerated, true);
    assert.equal(refused(400, { code: 'content_filter' }).isModerated, true);
    assert.equal(refused(422, { message: 'top_p must be at most 1' }).isModerated, false);
  });

  test('says when to come again, in seconds, milliseconds or as a date by the clock of the house', () => {
    const afterMs = (headers: Record<string, string>) => refused(429, {}, headers).retryAfterMs;
    assert.equal(afterMs({ 'retry-after': '3' }), 3_000);
    assert.equal(afterMs({ 'retry-after-ms': '250', 'retry-after': '3' }), 250);
    const date = 'Mon, 02 Mar 2026 09:00:00 GMT';
    assert.equal(afterMs({ 'retry-after': 'Mon, 02 Mar 2026 09:00:07 GMT', date }), 7_000);
    assert.equal(afterMs({ 'retry-after': 'soon' }), undefined);
    assert.equal(afterMs({}), undefined);
  });

  test('keeps its codes and none of its sentences, since those quote what was asked', () => {
    const error = {
      code: 'My card is 4111 1111',
      type: 'invalid_request_error',
      param: 'messages[3].content',
      message: 'Cannot parse "My card is 4111 1111"',
    };
    const trouble = refused(400, error);
    assert.equal(trouble.detail, '400 invalid_request_error messages[3].content');
    assert.doesNotMatch(JSON.stringify(trouble) + trouble.message + trouble.stack, /4111/);
  });
});

describe('whatever is thrown', () => {
  test('is the trouble inside of it, however deep', () => {
    const inner = refused(401);
    const outer = new Error('a', { cause: new Error('b', { cause: inner }) });
    assert.equal(troubleOf(outer), inner);
    assert.equal(troubleOf(Object.assign(new Error('c'), { lastError: outer })), inner);
  });

  test('is by its name an answer that makes no sense, or none at all, and says no more', () => {
    const called = (name: string) => Object.assign(new Error('My card is 4111'), { name });
    assert.equal(troubleOf(called('AI_TypeValidationError')).kind, 'broken_answer');
    assert.equal(troubleOf(called('AI_APICallError')).kind, 'unavailable');
    const { detail, cause, message } = troubleOf(called('AI_APICallError'));
    assert.deepEqual([detail, cause], ['AI_APICallError', undefined]);
    assert.doesNotMatch(message, /4111/);
  });
});
