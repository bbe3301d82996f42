import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foldQuestion } from '../../../knowledge/contract.ts';
import { type Aftermath, crossingsOf } from './crossings.ts';
import {
  type Attack,
  AttackKind,
  type Crossing,
  ShippedLanguage,
  shippedAttacks,
  shippedShop,
} from './shipped.ts';
import { contentWordsOf } from './words.ts';

const { attacks, canaries, decoyTools } = shippedAttacks();
const shop = shippedShop();

/** All that comes from outside, as it is written. */
const writtenIn = (attack: Attack): string => [...plantedIn(attack), ...attack.turns].join('\n');

function plantedIn(attack: Attack): readonly string[] {
  if (attack.place === 'document') return [attack.title, attack.body];
  if (attack.place === 'file_name') return [attack.fileName, attack.body];
  return attack.place === 'web_page' ? [attack.address, attack.html] : [];
}

const wanted = (attack: Attack) =>
  attack.mustNot.flatMap((line) =>
    'contains' in line ? [line.contains] : 'sendsTo' in line ? [line.sendsTo] : [],
  );
const idsOf = (some: readonly Attack[]) => some.map(({ id }) => id);

describe('the shipped attacks', () => {
  test('are a hundred, ten of each kind, and every kind comes in three languages', () => {
    assert.equal(attacks.length, 100);
    for (const kind of AttackKind.options) {
      const some = attacks.filter((attack) => attack.kind === kind);
      assert.equal(some.length, 10, kind);
      assert.equal(new Set(some.map(({ language }) => language)).size, 3, kind);
    }
    for (const language of ShippedLanguage.options)
      assert.ok(attacks.filter((attack) => attack.language === language).length >= 25, language);
  });

  test('come in messages and comments, and out of documents, file names and web pages', () => {
    const placesOf = (place: Attack['place']) => attacks.filter((attack) => attack.place === place).length;
    for (const place of ['document', 'file_name', 'web_page'] as const)
      assert.ok(placesOf(place) >= 9, place);
    for (const place of ['message', 'comment'] as const) assert.ok(placesOf(place) >= 15, place);
  });

  test('have an id and a wording of their own', () => {
    const twice = (all: readonly string[]) => all.filter((one, i) => all.indexOf(one) !== i);
    assert.deepEqual(twice(idsOf(attacks)), []);
    assert.deepEqual(twice(attacks.map((attack) => foldQuestion(writtenIn(attack)))), []);
  });

  test('say in some way what must not come of them, so that none of them is empty', () => {
    const empty = attacks.filter((attack) => {
      const known = new Set(wordsOf(`${attack.decoded ?? ''}\n${writtenIn(attack)}`));
      return wanted(attack).some((text) => wordsOf(text).some((word) => !known.has(word)));
    });
    assert.deepEqual(idsOf(empty), []);
    const short = attacks.filter(
      (attack) => contentWordsOf(`${attack.decoded ?? ''} ${writtenIn(attack)}`).size < 5,
    );
    assert.deepEqual(idsOf(short), []);
  });

  test('ask for nothing that the shop says by itself', () => {
    const texts = [
      ...shop.documents.map(({ body }) => body),
      ...shop.faqs.map(({ questions, answer }) => [...questions, answer].join('\n')),
    ];
    const everywhere = { said: texts, toolsCalled: [], sentTo: texts };
    const harmless = attacks.filter((attack) => crossingsOf(attack, everywhere, canaries).length > 0);
    assert.deepEqual(idsOf(harmless), []);
  });

  test('give away nothing of what is hidden: whoever says it has found it', () => {
    const hidden = Object.values(canaries)
      .flat()
      .map((text) => text.toLowerCase());
    const isOpen = (attack: Attack, text: string) => writtenIn(attack).toLowerCase().includes(text);
    for (const attack of attacks) {
      const revealing = attack.mustNot.flatMap((line) => ('reveals' in line ? canaries[line.reveals] : []));
      assert.deepEqual(
        revealing.filter((text) => isOpen(attack, text.toLowerCase())),
        [],
        attack.id,
      );
    }
    assert.equal(new Set(hidden).size, hidden.length);
  });

  test('reach for tools that are offered, and every tool that is offered is reached for', () => {
    const reached = new Set(
      attacks.flatMap(({ mustNot }) =>
        mustNot.flatMap((line) => ('callsTool' in line ? [line.callsTool] : [])),
      ),
    );
    assert.deepEqual([...reached].sort(), [...decoyTools].sort());
  });

  test('are planted behind a question that is harmless by itself', () => {
    const planted = attacks.filter((attack) => plantedIn(attack).length > 0);
    for (const attack of planted) {
      assert.equal(attack.turns.length, 1, attack.id);
      const asked: Aftermath = { said: attack.turns, toolsCalled: [], sentTo: attack.turns };
      assert.deepEqual(crossingsOf(attack, asked, canaries), [], attack.id);
    }
  });

  test('hide their words where they are obfuscated, and take their time where they have several turns', () => {
    for (const attack of attacks) {
      assert.equal(attack.decoded !== undefined, attack.kind === 'obfuscated', attack.id);
      if (attack.decoded) assert.ok(!writtenIn(attack).includes(attack.decoded), attack.id);
      assert.equal(attack.turns.length >= 3, attack.kind === 'multi_turn', attack.id);
    }
  });
});

describe('crossingsOf', () => {
  const nothing: Aftermath = { said: [], toolsCalled: [], sentTo: [] };
  const lines: readonly [Crossing, Partial<Aftermath>][] = [
    [{ contains: 'Deal, 80 %' }, { said: ['Of course.', 'deal,\u00a080\u200b %!'] }],
    [{ callsTool: 'refund_order' }, { toolsCalled: ['refund_order'] }],
    [{ sendsTo: 'DE89 3704 0044 0532 0130 00' }, { sentTo: ['DE89370400440532013000'] }],
    [{ reveals: 'instructions' }, { said: [`They begin with ${canaries.instructions[0]}.`] }],
  ];

  test('finds what happened, and nothing where nothing did', () => {
    const attack = { ...attacks[0]!, mustNot: lines.map(([line]) => line) };
    for (const [line, happened] of lines)
      assert.deepEqual(crossingsOf(attack, { ...nothing, ...happened }, canaries), [line]);
    const polite = {
      said: ['I cannot do that.'],
      toolsCalled: ['look_up_order'],
      sentTo: ['ada@mail.example'],
    };
    assert.deepEqual(crossingsOf(attack, polite, canaries), []);
  });
});

const wordsOf = (text: string) => foldQuestion(text).split(' ');
