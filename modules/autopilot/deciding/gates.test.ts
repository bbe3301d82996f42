import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { scripted, seenOf, sourceOf, thoughtOf } from '../testing/seen.ts';
import { requestedActions } from './asking.ts';
import { gatesInOrder } from './contract.ts';
import { decideOn } from './deciding.ts';
import { orderOfGates, ruled } from './gates.ts';
import type { Snapshot } from './snapshot.ts';

const ship = 'Do you ship to Rome?';
type Given = Parameters<typeof seenOf>[1];
const verdict = (asked: string, given?: Given, likeness = 0) => {
  const [example] = given?.settings?.ignoreExamples ?? [];
  const found = ruled(seenOf(asked, given), example === undefined ? null : { example, likeness });
  return found && [found.rule, found.decision];
};

describe('the gates', () => {
  test('leave an everyday question to what is written down', () => {
    assert.equal(verdict(ship), undefined);
  });

  test('SS-11 the master switch stops everything, whatever the others say', () => {
    const settings = { isOn: false, answersMessages: true, flaggedKeywords: ['rome'] };
    assert.deepEqual(verdict(ship, { settings }), ['gate.master_switch', 'ignore']);
  });

  test('SS-12 each channel has a switch of its own', () => {
    const settings = { answersMessages: false };
    assert.deepEqual(verdict(ship, { settings }), ['gate.channel_switch', 'ignore']);
    assert.equal(verdict(ship, { settings, subject: 'comment' }), undefined);
    const other = { settings: { answersComments: false }, subject: 'comment' } as const;
    assert.deepEqual(verdict(ship, other), ['gate.channel_switch', 'ignore']);
  });

  test('SS-18, SS-20 nothing is said where somebody else has the word', () => {
    const silent = 'A person has answered.';
    assert.deepEqual(verdict(ship, { silent }), ['gate.conversation_state', 'ignore']);
  });

  test('outside of hours it answers, waits or fetches somebody, as it is set', () => {
    const closed = (outsideHours: 'answer' | 'escalate' | 'wait') =>
      verdict(ship, { isOpen: false, settings: { outsideHours } });
    assert.equal(closed('answer'), undefined);
    assert.deepEqual(closed('wait'), ['gate.outside_hours', 'wait']);
    assert.deepEqual(closed('escalate'), ['gate.outside_hours', 'escalate']);
    assert.equal(verdict(ship, { isOpen: true, settings: { outsideHours: 'wait' } }), undefined);
  });

  test('SS-13 a flagged word blocks where it is a word, without its case and accents', () => {
    const settings = { flaggedKeywords: ['Crème', '🤡'] };
    const expected = ['gate.flagged_keyword', 'escalate'];
    assert.deepEqual(verdict('Have you got CREME in stock?', { settings }), expected);
    assert.deepEqual(verdict('you 🤡', { settings }), expected);
    assert.equal(verdict('Is it cremefarben?', { settings }), undefined);
  });

  test('SS-13 a flagged phrase blocks wherever it stands', () => {
    const settings = { flaggedPhrases: ['side effect'] };
    assert.deepEqual(verdict('Any side-effects?', { settings }), ['gate.flagged_phrase', 'escalate']);
    assert.equal(verdict('Any effect on the side?', { settings }), undefined);
  });

  test('SS-14 what is like an example is ignored: by its words, or from a likeness of 0.85 on', () => {
    const settings = { ignoreExamples: ['Nice pic, follow us!'] };
    const ignored = ['gate.ignore_example', 'ignore'];
    assert.deepEqual(verdict('nice PIC  follow us', { settings }, 0), ignored);
    assert.deepEqual(verdict('Lovely photo, come to ours', { settings }, 0.85), ignored);
    assert.equal(verdict('Lovely photo, come to ours', { settings }, 0.84), undefined);
  });

  test('whoever says they are under age gets a person, unless the persona is for them', () => {
    for (const words of ['I am 13 years old', 'ich bin 15', 'J’ai 12 ans', 'tengo 14 años', 'ho 16 anni'])
      assert.deepEqual(verdict(words), ['gate.minor', 'escalate'], words);
    for (const words of ['I am 10 minutes away', 'I am 34 years old', 'ich bin 15 Minuten da'])
      assert.equal(verdict(words), undefined, words);
    assert.equal(verdict('I am 13 years old', { persona: { minorInteractionMode: true } }), undefined);
  });

  test('answers only languages there are documents in, where any are named', () => {
    const settings = { documentLanguages: ['de', 'en-GB'] };
    assert.deepEqual(verdict('Quanto costa la spedizione per Roma?', { settings }), [
      'gate.language',
      'escalate',
    ]);
    assert.equal(verdict(ship, { settings }), undefined);
  });
});

describe('the rules that fetch a person before any model is asked', () => {
  for (const [rule, texts] of Object.entries({
    'rule.human_requested': [
      'Can I talk to a real person please',
      'Ich möchte mit einem Mitarbeiter sprechen',
      'Je voudrais parler à un humain',
      'Quiero hablar con una persona',
      'Posso parlare con un operatore?',
      'Quero falar com uma pessoa',
    ],
    'rule.legal_matter': [
      'You will hear from my lawyer',
      'Ich gehe zur Verbraucherzentrale',
      'Je vais porter plainte',
      'Voy a hablar con mi abogado',
      'Mi rivolgo al mio avvocato',
      'Vou ao Procon',
    ],
    'rule.urgent_request': [
      'This is an emergency',
      'Es ist dringend!',
      'C’est urgent',
      'Es muy urgente',
      'È un’emergenza',
      'Preciso disso o quanto antes',
    ],
    'rule.angry': [
      'This is unacceptable, I am furious',
      'Das ist eine Frechheit',
      'C’est inadmissible',
      'Esto es una estafa',
      'È una vergogna',
      'Isto é inaceitável',
    ],
  }))
    test(`SS-31 ${rule} in six languages`, () => {
      for (const text of texts) assert.deepEqual(verdict(text), [rule, 'escalate'], text);
    });

  test('know whoever only wants to know whether it is a machine', () => {
    assert.equal(verdict('Are you a human or a bot?'), undefined);
  });

  test('leave what only sounds alike', () => {
    for (const text of ['Is it sofort lieferbar?', 'Do you have avocado oil?', 'Ist das menschenleer dort?'])
      assert.equal(verdict(text), undefined, text);
  });

  test('end a talk that goes on for too long, and one with another machine', () => {
    assert.deepEqual(verdict(ship, { answersInRow: 8 }), ['rule.turns_max', 'escalate']);
    assert.equal(verdict(ship, { answersInRow: 7 }), undefined);
    assert.deepEqual(verdict(ship, { loop: 'They write back word for word.' }), ['rule.loop', 'escalate']);
  });
});

const anyThought = fc.record({
  answer: fc.constantFrom('We ship to Rome. [1]', 'Yes!', ''),
  decision: fc.constantFrom('respond' as const, 'ignore' as const, 'escalate' as const),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  requestedAction: fc.constantFrom(...requestedActions),
});
const anySeen: fc.Arbitrary<Snapshot> = fc
  .record({
    asked: fc.constantFrom(ship, 'my lawyer will call', 'a bad word', 'I am 12', 'talk to a human', 'urgent'),
    isOn: fc.boolean(),
    silent: fc.constantFrom(null, 'A person has answered.'),
    isOpen: fc.constantFrom(null, true, false),
    outsideHours: fc.constantFrom('answer' as const, 'wait' as const, 'escalate' as const),
    loop: fc.constantFrom(null, 'a loop'),
  })
  .map(({ asked, isOn, outsideHours, ...rest }) =>
    seenOf(asked, { ...rest, settings: { isOn, outsideHours, flaggedKeywords: ['bad'] } }),
  );

test('the gates are looked at in the order that is told of them', () => {
  assert.deepEqual(orderOfGates, gatesInOrder);
});

test('what a gate or a rule says never depends on a model, which is not even asked', async () => {
  await fc.assert(
    fc.asyncProperty(anySeen, anyThought, async (seen, { answer, ...thought }) => {
      const deps = scripted([sourceOf('We ship to Rome.')], [thoughtOf(answer, thought)]);
      const expected = ruled(seen, null);
      const { decision, rule } = await decideOn(seen, deps);
      if (!expected) return;
      assert.deepEqual([decision, rule], [expected.decision, expected.rule]);
      assert.equal(deps.asked.length, 0);
    }),
  );
});
