import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { seenOf, sourceOf, thoughtOf } from '../testing/seen.ts';
import { checked } from './checking.ts';

const german = sourceOf('Die Kissen werden bei 40 Grad gewaschen und an der Luft getrocknet.');
const seen = { ...seenOf('At what temperature do I wash the cushions?'), language: 'en' };
const verdictOn = (answer: string) => {
  const verdict = checked(thoughtOf(answer, { usedSources: [1] }), answer, [german], seen);
  return verdict.isFine ? 'fine' : verdict.rule;
};

describe('an answer to somebody who writes another language than the source', () => {
  test('may quote the source word for word, with words of theirs around it', () => {
    const quoted = '“Die Kissen werden bei 40 Grad gewaschen und an der Luft getrocknet.”';
    assert.equal(verdictOn(`This is what we have about it:\n${quoted}`), 'fine');
  });

  test('may not only be written in that language', () => {
    const plainly = 'Die Kissen werden bei 40 Grad gewaschen und an der Luft getrocknet.';
    assert.equal(verdictOn(plainly), 'check.language');
  });

  test('may not pass off as quoted what the source does not say', () => {
    const invented = '“Die Kissen werden bei 60 Grad gewaschen und an der Luft getrocknet.”';
    assert.equal(verdictOn(`This is what we have about it:\n${invented}`), 'check.not_in_source');
    const worded =
      'Die Kissen werden bei 40 Grad gewaschen und nicht an der Luft, sondern in der Sonne getrocknet.';
    assert.equal(verdictOn(`Here it is: “${worded}”`), 'check.language');
  });
});

describe('an answer in the language of its asker', () => {
  const given = sourceOf(
    'Ricostruzione in gel: 100 minuti, 68 euro. La ricostruzione dura circa tre settimane e non si ritocca.',
  );
  const asked = { ...seenOf('Quanto dura la ricostruzione in gel?'), language: 'it' };
  const verdict = (answer: string) => {
    const found = checked(thoughtOf(answer), answer, [given], asked);
    return found.isFine ? 'fine' : found.rule;
  };

  test('goes out where its few words might be of another too, as the source says them', () => {
    assert.equal(verdict('Ricostruzione in gel: 100 minuti, 68 euro.'), 'fine');
  });

  test('is no translation of a source of theirs', () => {
    assert.equal(verdict('It takes 100 minutes and that is what you pay for with us.'), 'check.language');
  });
});
