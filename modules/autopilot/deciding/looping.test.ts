import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answersInRow, loopOf } from './looping.ts';
import type { Spoken } from './snapshot.ts';

const start = Date.parse('2026-01-05T09:00:00Z');
/** Who speaks how many seconds after the start. */
const talk = (...lines: readonly (readonly [Spoken['by'], number, string?])[]): Spoken[] =>
  lines.map(([by, second, text = `${by} ${second}`]) => ({
    ...{ by, text },
    at: new Date(start + second * 1_000).toISOString(),
  }));
const after = (second: number) => new Date(start + second * 1_000);
const quick = talk(
  ['customer', 0],
  ['machine', 10],
  ['customer', 13],
  ['machine', 20],
  ['customer', 23],
  ['machine', 30],
  ['customer', 33],
);

describe('loopOf', () => {
  test('finds whoever writes back what the machine wrote', () => {
    const echo = talk(['customer', 0], ['machine', 10, 'Yes, to Rome.'], ['customer', 60, 'yes to ROME']);
    assert.notEqual(loopOf(echo, after(60)), null);
  });

  test('finds whoever answers three times as quickly as only a machine does', () => {
    assert.notEqual(loopOf(quick, after(33)), null);
    assert.equal(loopOf(quick.slice(0, -2), after(23)), null);
  });

  test('finds whoever says that they are a machine, and not who asks for one', () => {
    const answering = (text: string) =>
      loopOf(talk(['customer', 0], ['machine', 10], ['customer', 40, text]), after(40));
    for (const text of [
      "Hello! I'm an AI assistant. Our shop opens at nine.",
      'Ich bin ein KI-Assistent. Wir öffnen um neun.',
      'Je suis un assistant virtuel, bonjour.',
      'Soy un asistente virtual de la tienda.',
      'Sono un assistente virtuale.',
      'Sou um assistente virtual.',
    ])
      assert.notEqual(answering(text), null, text);
    for (const text of ['Are you an AI assistant?', 'I do not want an AI assistant, get me a person.'])
      assert.equal(answering(text), null, text);
  });

  test('finds whoever writes faster than anybody types', () => {
    const long = 'We are open from nine to six and would love to see you there soon. '.repeat(3);
    const fast = talk(
      ['customer', 0],
      ['machine', 10],
      ['customer', 18, long],
      ['machine', 30],
      ['customer', 38, long],
    );
    assert.notEqual(loopOf(fast, after(38)), null);
    assert.equal(loopOf(fast.slice(0, 3), after(18)), null);
    const typed = fast.map((one, i) => (i === 4 ? { ...one, at: after(90).toISOString() } : one));
    assert.equal(loopOf(typed, after(90)), null);
  });

  test('leaves whoever takes their time', () => {
    const slow = talk(['customer', 0], ['machine', 1], ['customer', 7], ['machine', 8], ['customer', 14]);
    assert.equal(loopOf(slow, after(14)), null);
    assert.equal(loopOf(quick, after(300)), null);
  });
});

test('answers are counted since a person last spoke', () => {
  assert.equal(answersInRow(quick), 3);
  assert.equal(answersInRow(talk(['machine', 0], ['person', 1], ['machine', 2])), 1);
});
