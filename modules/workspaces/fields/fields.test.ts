import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  Currency,
  line,
  MailAddress,
  PhoneNumber,
  paragraphs,
  Slug,
  slugOf,
  Timezone,
  WebAddress,
} from './contract.ts';

const takes = (shape: { safeParse(text: string): { success: boolean } }, text: string) =>
  shape.safeParse(text).success;

/** What shows nothing, or something else than it is. Spelled out, so that this file shows it. */
const tricks = {
  'zero width space': 'Ad\u200ba',
  'joiner between plain letters': 'Ad\u200da',
  'byte order mark': 'Ad\ufeffa',
  'soft hyphen': 'A\u00adda',
  'right to left override': 'Ada\u202egnp.exe',
  isolate: '\u2066Ada\u2069',
  'line separator': 'Ada\u2028Ada',
  'zero byte': 'Ada\u0000',
  bell: 'Ada\u0007',
  'half of a pair': 'Ada\ud83d',
  'filler that is a letter': '\u3164',
  'invisible tag': 'Ada\u{e0041}',
};

describe('line', () => {
  for (const [name, text] of Object.entries(tricks)) {
    test(`refuses a ${name}`, () => {
      assert.equal(takes(line(120), text), false);
      assert.equal(takes(paragraphs(120), text), false);
    });
  }

  test('takes what people are called, joined letters and emoji included', () => {
    for (const name of ['Łucja', 'می‌خواهم', 'क्‍ष', '👩‍🔧', '株式会社', "O'Neill & Søn", '🏳️‍🌈 Pride'])
      assert.ok(takes(line(120), name), name);
  });

  test('is trimmed, composed and one line', () => {
    assert.equal(line(5).parse('  Zu\u0308ri \n'), 'Züri');
    assert.equal(takes(line(120), 'one\ntwo'), false);
    assert.equal(paragraphs(120).parse('one\ntwo\t3'), 'one\ntwo\t3');
    for (const nothing of ['', '   ', '\u00a0\u2003']) assert.equal(takes(line(120), nothing), false);
    assert.equal(takes(line(3), 'four'), false);
  });
});

describe('Slug', () => {
  test('refuses letters that look like others, and everything that is not plain', () => {
    for (const slug of [
      'аdа',
      'adа',
      'ａda-',
      'ada​',
      'a_b',
      'a.b',
      'a b',
      'a/b',
      '-ada',
      'ada-',
      'a--b',
      'xn--80a',
      'é',
    ])
      assert.equal(takes(Slug, slug), false, slug);
    for (const [name, text] of Object.entries(tricks)) assert.equal(takes(Slug, text), false, name);
  });

  test('refuses names that speak for the installation, and what is too short or too long', () => {
    for (const slug of ['admin', 'API', 'stoa', 'w', 'undefined', 'x', 'a'.repeat(61)])
      assert.equal(takes(Slug, slug), false, slug);
  });

  test('is written small', () => {
    assert.equal(Slug.parse(' Ada-7 '), 'ada-7');
  });
});

describe('slugOf', () => {
  test('writes names of many scripts in plain letters', () => {
    const slugs = {
      'Ødegård & Søn': 'odegard-and-son',
      'Straße 7': 'strasse-7',
      'Ελληνική Στοά': 'elliniki-stoa',
      'Щука и Ёж': 'shchuka-i-ezh',
      Łódź: 'lodz',
      "Ada's  Loom!": 'adas-loom',
      'Café №5': 'cafe-no5',
    };
    for (const [name, slug] of Object.entries(slugs)) assert.equal(slugOf(name), slug, name);
  });

  test('knows none for what cannot be written in them, and for names that are kept', () => {
    for (const name of ['株式会社', '🧵', '', '-', 'Admin', 'x']) assert.equal(slugOf(name), undefined, name);
  });

  test('makes nothing that would be refused, however long', () => {
    const long = slugOf('Weaving '.repeat(20))!;
    assert.ok(takes(Slug, long) && long.length <= 60);
    assert.ok(takes(Slug, slugOf(`${'a'.repeat(59)} b`)!));
  });
});

describe('Timezone', () => {
  test('is a place, and no bare offset', () => {
    for (const name of ['Europe/Zurich', 'UTC', 'Asia/Kolkata']) assert.ok(takes(Timezone, name), name);
    for (const name of ['+02:00', '-05', 'Mars/Olympus', '', 'Europe/Zurich '])
      assert.equal(takes(Timezone, name), false, name);
  });
});

describe('addresses', () => {
  test('of mail are written small, and checked', () => {
    assert.equal(MailAddress.parse(' Ada@Example.ORG '), 'ada@example.org');
    for (const address of [
      'ada',
      'ada@',
      '@example.org',
      'ada@example',
      'a b@example.org',
      'ada@exаmple.org',
      'a@b..org',
    ])
      assert.equal(takes(MailAddress, address), false, address);
    assert.equal(takes(MailAddress, `${'a@'.repeat(5_000)}`), false);
  });

  test('of the web lead to the web, and carry no password', () => {
    assert.ok(takes(WebAddress, 'https://example.org/a?b=c'));
    for (const address of [
      'javascript:alert(1)',
      'ftp://example.org',
      'https://ada:x@example.org',
      'https://localhost',
      'example.org',
    ])
      assert.equal(takes(WebAddress, address), false, address);
  });

  test('of a telephone hold digits', () => {
    assert.ok(takes(PhoneNumber, '+41 (44) 123-45-67'));
    for (const number of ['call me', '12', '+', '٠١٢٣٤'])
      assert.equal(takes(PhoneNumber, number), false, number);
  });
});

describe('Currency', () => {
  test('is three letters, written large', () => {
    assert.equal(Currency.parse('eur'), 'EUR');
    assert.equal(takes(Currency, '€'), false);
  });
});
