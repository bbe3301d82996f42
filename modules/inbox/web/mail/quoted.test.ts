import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { partsOf } from './quoted.ts';

describe('a mail is parted', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['with nothing quoted', 'Yes.\n\nAnn', 'Yes.\n\nAnn', ''],
    ['at what it answers', 'Yes.\n\n> Do you?\n> Really?', 'Yes.', '> Do you?\n> Really?'],
    [
      'at the line that says whose words follow',
      'Yes.\n\nOn Mon, 5 Jan 2026, Ada wrote:\n> Do you?',
      'Yes.',
      'On Mon, 5 Jan 2026, Ada wrote:\n> Do you?',
    ],
    [
      'in another language',
      'Ja.\n\nAm 05.01.26 um 9:00 schrieb Ada:\n> Und?',
      'Ja.',
      'Am 05.01.26 um 9:00 schrieb Ada:\n> Und?',
    ],
    [
      'not where words stand between quoted ones',
      '> One?\nYes.\n> Two?\nNo.',
      '> One?\nYes.\n> Two?\nNo.',
      '',
    ],
    ['at what follows the last words', '> One?\nYes.\n\n> Two?', '> One?\nYes.', '> Two?'],
    ['not where it is nothing but another one', '> Do you?', '> Do you?', ''],
    [
      'where it was passed on',
      'See below.\n-----Original Message-----\nFrom: Ada\nDo you?',
      'See below.',
      '-----Original Message-----\nFrom: Ada\nDo you?',
    ],
  ];
  for (const [how, text, own, quoted] of cases) {
    test(how, () => {
      assert.deepEqual(partsOf(text), { own, quoted });
    });
  }
});
