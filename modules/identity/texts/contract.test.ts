import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MailAddress, plainLine, plainText, ZoneName } from './contract.ts';
import { patternOf } from './search.ts';

const isTaken = (shape: { safeParse(value: unknown): { success: boolean } }, text: string) =>
  shape.safeParse(text).success;

describe('an address', () => {
  test('has one spelling, however it was typed', () => {
    assert.equal(MailAddress.parse('  Ada.Lovelace@Example.COM '), 'ada.lovelace@example.com');
    assert.equal(MailAddress.parse('ada@bücher.example'), 'ada@xn--bcher-kva.example');
    assert.equal(MailAddress.parse('ada@exаmple.com'), 'ada@xn--exmple-4nf.com');
  });

  test('is refused where it is none, or hides something', () => {
    const refused = [
      ...['', 'ada', '@example.com', 'ada@', 'ada@localhost', 'ada@-a.example', 'a b@example.com'],
      ...[
        'ada@example.com\nbcc: x@example.com',
        'a\u200bda@example.com',
        'ad\u0430@example.com',
        'ada@\u202eexample.com',
      ],
      ...[
        '<ada@example.com>',
        'ada@exam/ple.com',
        `${'a'.repeat(65)}@example.com`,
        `a@${'b'.repeat(64)}.com`,
      ],
    ];
    for (const text of refused) assert.equal(isTaken(MailAddress, text), false, JSON.stringify(text));
  });
});

describe('a text', () => {
  test('is kept in one spelling, without what surrounds it', () => {
    assert.equal(plainLine(10).parse(' Ame\u0301lie '), 'Amélie');
    assert.equal(plainText(20).parse('\r\na\r\nb\rc\n'), 'a\nb\nc');
    assert.equal(plainText(20).parse('👩\u200d💻'), '👩\u200d💻');
  });

  test('is refused where something in it cannot be seen', () => {
    const hidden = [
      'a\u0000b',
      'a\u200bb',
      'a\u202eb',
      'a\u2066b',
      'a\ufeffb',
      'a\u3164b',
      'a\u00adb',
      'a\ud800b',
    ];
    for (const text of hidden) {
      assert.equal(isTaken(plainLine(10), text), false, JSON.stringify(text));
      assert.equal(isTaken(plainText(10), text), false, JSON.stringify(text));
    }
    for (const text of ['a\nb', 'a\u200db', '   ', '\u200b'])
      assert.equal(isTaken(plainLine(10), text), false);
  });

  test('is refused where it is too long', () => {
    assert.deepEqual([isTaken(plainLine(3), 'abc'), isTaken(plainLine(3), 'abcd')], [true, false]);
    assert.deepEqual([isTaken(plainText(3), 'a\r\nb'), isTaken(plainText(3), 'a\nbc')], [true, false]);
  });
});

test('a time zone is one that the machine knows', () => {
  assert.deepEqual(
    ['Europe/Athens', 'UTC', 'Europe/Atlantis', ''].map((name) => isTaken(ZoneName, name)),
    [true, true, false, false],
  );
});

test('a search finds the letters that were typed, also those that mean something to a pattern', () => {
  assert.equal(patternOf('50%_\\'), '%50\\%\\_\\\\%');
  assert.equal(patternOf(undefined), undefined);
});
