import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { begunAddressesMax, MailBegun } from '../../contract.ts';
import {
  addressesIn,
  areSame,
  begunOf,
  draftBegun,
  draftFrom,
  draftOfWish,
  folded,
  lackingIn,
  type MailDraft,
  settle,
  settleLine,
  wishOfDraft,
} from './recipients.ts';

const ada = { name: 'Ada Adler', address: 'ada@ada.test' };
const ben = { name: null, address: 'ben@ben.test' };
const draft = (more: Partial<MailDraft> = {}): MailDraft => ({
  ...draftFrom({ to: [ada], cc: [] }, 'Re: Linen'),
  ...more,
});
const loose = (more: Partial<MailDraft['loose']>) => ({ to: '', cc: '', bcc: '', ...more });

describe('what is written as addresses', () => {
  test('is taken with its names, however it is separated, and what is none stays', () => {
    assert.deepEqual(addressesIn('Ada Adler <ADA@ada.test>, ben@ben.test; who?'), {
      people: [ada, ben],
      rest: 'who?',
    });
    assert.deepEqual(addressesIn('"Adler, Ada" '), { people: [], rest: '"Adler, Ada"' });
    assert.deepEqual(addressesIn('  '), { people: [], rest: '' });
  });

  test('is in its line once', () => {
    const settled = settleLine(draft(), 'to', 'ada@ada.test, ben@ben.test, ben@ben.test');
    assert.deepEqual([settled.to, settled.loose.to], [[ada, ben], '']);
  });
});

describe('a mail that was not sent', () => {
  test('is kept with all that is an address, and comes back as it was', () => {
    const begun = begunOf(draft({ loose: loose({ bcc: 'Ben <ben@ben.test>, who?' }) }));
    assert.deepEqual(begun.bcc, [{ name: 'Ben', address: 'ben@ben.test' }]);
    assert.deepEqual(begunOf(draftBegun(begun)), begun);
    assert.deepEqual(draftBegun(begun).loose, loose({}));
  });

  test('is kept as far as the server keeps it', () => {
    const many = Array.from({ length: 200 }, (_, n) => ({ name: 'a'.repeat(300), address: `${n}@a.test` }));
    const begun = begunOf(draft({ cc: many, subject: 'a'.repeat(2_000) }));
    assert.equal(MailBegun.safeParse(begun).success, true);
    assert.equal(begun.cc.length, begunAddressesMax);
  });
});

describe('a mail that is addressed', () => {
  test('goes with what still stands in its lines, if those are addresses', () => {
    const written = draft({ loose: loose({ bcc: 'ben@ben.test' }) });
    assert.equal(lackingIn(written), undefined);
    assert.deepEqual(wishOfDraft(settle(written)), {
      ...{ to: ['ada@ada.test'], cc: [], bcc: ['ben@ben.test'], subject: 'Re: Linen' },
    });
  });

  test('does not go to nobody, to what is no address, or to too many', () => {
    assert.equal(lackingIn(undefined), undefined);
    assert.match(lackingIn(draft({ to: [] }))!, /whom it is for/);
    assert.match(lackingIn(draft({ loose: loose({ cc: 'ben at home' }) }))!, /“ben at home” is no address/);
    const many = Array.from({ length: 31 }, (_, i) => ({ name: null, address: `a${i}@ada.test` }));
    assert.match(lackingIn(draft({ cc: many }))!, /30 addresses/);
  });

  test('comes back as it was when it is refused', () => {
    const wish = { to: ['ben@ben.test'], cc: [], bcc: ['ada@ada.test'], subject: 'Linen' };
    assert.deepEqual(wishOfDraft(draftOfWish(wish)), wish);
  });

  test('is as it begins with until somebody is added, also one who is being written', () => {
    const one = { to: [ada], cc: [] };
    assert.ok(areSame(draft(), one));
    assert.ok(!areSame(draft({ cc: [ben] }), one));
    assert.ok(!areSame(draft({ loose: loose({ bcc: 'ben@ben.test' }) }), one));
  });

  test('is told in one line', () => {
    assert.equal(folded(draft()), 'To Ada Adler');
    assert.equal(
      folded(draft({ to: [ada, ben], cc: [ben], bcc: [ben, ada] })),
      'To Ada Adler and 1 more, cc 1, bcc 2',
    );
    assert.equal(folded(draft({ to: [] })), 'To nobody yet');
  });
});
