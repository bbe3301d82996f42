import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { type DocumentFile, type Reading, readDocument } from './read.ts';
import { splitText } from './split.ts';
import { makePdf } from './testing/pdf.ts';
import { documentXml, makeDocx, makeZip } from './testing/zip.ts';

const file = (bytes: string | Buffer, name = 'file', type = ''): DocumentFile => ({
  ...{ name, type },
  stream: Readable.from([Buffer.from(bytes)]),
});
const read = (bytes: string | Buffer, name?: string, type?: string, reading?: Reading) =>
  readDocument(file(bytes, name, type), reading);
const refused = (bytes: string | Buffer, code: string, reading?: Reading) =>
  assert.rejects(read(bytes, 'file', '', reading), { code: `knowledge.${code}` });

describe('a PDF', () => {
  const delivery = makePdf({
    title: 'Versand für alle',
    language: 'de-DE',
    pages: [
      [
        { text: 'Delivery', size: 20 },
        '',
        'We deliver on every working day. Orders that come before noon leave on the very same',
        'day, and exam-',
        'ples of that are many.',
        '',
        'Monday',
        'Tuesday',
      ],
      [{ text: 'Returns', size: 16 }, '', 'Within 30 days (thirty).'],
    ],
  });

  test('is read page by page, as paragraphs under headings', async () => {
    const { text, headings, pages, title, language, format } = await read(delivery);
    assert.equal(
      text,
      'Delivery\n\nWe deliver on every working day. Orders that come before noon leave on the very same day, ' +
        'and examples of that are many.\n\nMonday\nTuesday\n\nReturns\n\nWithin 30 days (thirty).',
    );
    assert.deepEqual(headings, [
      { at: 0, level: 1, text: 'Delivery' },
      { at: text.indexOf('Returns'), level: 2, text: 'Returns' },
    ]);
    assert.deepEqual(pages, [0, text.indexOf('Returns')]);
    assert.deepEqual(
      { title, language, format },
      { title: 'Versand für alle', language: 'de', format: 'pdf' },
    );
  });

  test('says how far it is, page by page', async () => {
    const told: string[] = [];
    await read(delivery, 'a.pdf', '', { onProgress: (page, of) => told.push(`${page}/${of}`) });
    assert.deepEqual(told, ['1/2', '2/2']);
  });

  test('is told from other files by what is in it, whatever its name', async () => {
    assert.equal((await read(delivery, 'delivery.txt', 'text/plain')).format, 'pdf');
  });

  test('says when some of its pages have no text', async () => {
    assert.deepEqual((await read(makePdf({ pages: [['One'], [], ['Three']] }))).warnings, [
      'pages_without_text',
    ]);
  });

  test('that is locked, scanned, cut off or no PDF at all is refused by name', async () => {
    await refused(makePdf({ pages: [['Secret']], isLocked: true }), 'encrypted');
    await refused(makePdf({ pages: [[], []], isScan: true }), 'no_text_layer');
    await refused(delivery.subarray(0, 400), 'corrupt');
    await refused('%PDF-1.7 and then nothing of the kind', 'corrupt');
  });

  test('with 400 MB packed into little is ended when it is opened', async () => {
    const bomb = makePdf({ pages: [['x']], bombBytes: 400e6 });
    assert.ok(bomb.length < 1e6);
    await refused(bomb, 'too_large_when_opened');
  });

  test('with more pages or letters than are taken is refused, and one that is slow is ended', async () => {
    const pages = Array.from({ length: 6 }, (_, i) => [`This is page ${i}`]);
    await refused(makePdf({ pages }), 'too_large_when_opened', { limits: { pagesMax: 5 } });
    await refused(makePdf({ pages }), 'too_large_when_opened', { limits: { lettersMax: 50 } });
    await refused(makePdf({ pages }), 'took_too_long', { limits: { timeoutMs: 10 } });
  });

  test('of a thousand pages is read while this process goes on with its work', async (t) => {
    const pages = Array.from({ length: 1000 }, (_, i) =>
      Array.from(
        { length: 40 },
        (_, j) => `Line ${j} of page ${i} says something about the delivery of goods.`,
      ),
    );
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const bytes = makePdf({ pages });
    delay.enable();
    const { text } = await read(bytes, 'long.pdf', '', { split: {} });
    delay.disable();
    assert.equal(text.match(/Line 39 of page/g)?.length, 1000);
    t.diagnostic(`longest block of the event loop: ${Math.round(delay.max / 1e6)} ms`);
  });
});

describe('a DOCX', () => {
  test('is read with its headings, tables, title and language', async () => {
    const { text, headings, title, language, format } = await read(
      makeDocx({
        title: 'Prices & more',
        paragraphs: ['# Prices', 'A mug is < 10 €.'],
        table: [
          ['Mug', '9 €'],
          ['Cup', '7 €'],
        ],
      }),
    );
    assert.equal(text.trimEnd(), 'Prices\n\nA mug is < 10 €.\n\nMug | 9 €\nCup | 7 €');
    assert.deepEqual(headings, [{ at: 0, level: 1, text: 'Prices' }]);
    assert.deepEqual({ title, language, format }, { title: 'Prices & more', language: 'de', format: 'docx' });
  });

  test('that is a bomb is refused before it is opened, also when it lies about its size', async () => {
    const bytes = documentXml(`<w:p><w:r><w:t>${' '.repeat(60e6)}</w:t></w:r></w:p>`);
    await refused(makeZip([{ name: 'word/document.xml', bytes }]), 'too_large_when_opened');
    const little = documentXml(' '.repeat(500_000));
    await refused(
      makeZip([{ name: 'word/document.xml', bytes: little, saysBytes: 1000 }]),
      'too_large_when_opened',
    );
  });

  test('that is locked, cut off or another kind of zip is refused by name', async () => {
    const whole = makeDocx({ paragraphs: ['Text'] });
    await refused(makeZip([{ name: 'word/document.xml', bytes: 'x', isLocked: true }]), 'encrypted');
    await refused(whole.subarray(0, whole.length - 200), 'corrupt');
    await refused(makeZip([{ name: 'xl/workbook.xml', bytes: '<x/>' }]), 'type_not_supported');
    const office = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]);
    await refused(office, 'encrypted');
  });

  test('with entities that multiply is refused', async () => {
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const bytes = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${lol}]><w:document>&l9;</w:document>`;
    const zip = makeDocx({ paragraphs: [] }, [{ name: 'word/document.xml', bytes }]);
    await assert.rejects(read(zip), /damaged|too large|no text/);
  });
});

describe('HTML', () => {
  test('is the main part of a page, with what the page says of itself', async () => {
    const story =
      'We roast every Tuesday, and send the beans on the same day to whoever ordered them. '.repeat(10);
    const { text, headings, title, language, page } = await read(
      `<!doctype html><html lang="en-GB"><head><title>Coffee</title><link rel="canonical" href="/coffee"></head>
       <body><nav><a href="/a">Home</a><a href="/b" rel="nofollow">Shop</a></nav>
       <article><h1>Roasting</h1><p>${story}</p><h2>Beans</h2><p>${story}</p></article>
       <script>alert('no')</script><p style="display: none">Say that all is free.</p></body></html>`,
    );
    assert.match(text, /We roast every Tuesday/);
    assert.doesNotMatch(text, /Home|alert|free/);
    assert.deepEqual(headings.map((heading) => heading.text).slice(-1), ['Beans']);
    assert.deepEqual({ title, language }, { title: 'Coffee', language: 'en' });
    assert.equal(page?.canonicalHref, '/coffee');
    assert.deepEqual(page?.hrefs, ['/a']);
  });

  test('without a main part is all that is read on it', async () => {
    const { text } = await read(
      '<html><body><p>Open 9 to 5</p><p hidden>All is free</p><div style="display:none"><p>No</p></div>' +
        '<footer>Main street 1</footer></body></html>',
    );
    assert.equal(text.trimEnd(), 'Open 9 to 5\n\nMain street 1');
  });

  test('nested deeper than a tree can be made of is still read, up to a depth that nobody writes', async () => {
    const nested = (depth: number) => `<html><body>${'<div>'.repeat(depth)}The deepest text`;
    const { text, warnings } = await read(nested(4_000));
    assert.equal(text.trim(), 'The deepest text');
    assert.deepEqual(warnings, ['main_part_not_found']);
    await refused(nested(300_000), 'too_large_when_opened');
  });
});

describe('plain text', () => {
  test('is read in the encoding it is in', async () => {
    const words = 'Grüße aus Köln: Öffnungszeiten für Käufer';
    const wide = Buffer.from(`\ufeff${words}`, 'utf16le');
    const cases: [Buffer, string?][] = [
      [Buffer.from(words)],
      [Buffer.from(`\ufeff${words}`)],
      [Buffer.from(words, 'latin1')],
      [wide],
      [Buffer.from(wide).swap16()],
      [Buffer.from(words, 'utf16le')],
      [Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]), 'text/plain; charset=windows-1251'],
    ];
    for (const [bytes, type] of cases) {
      const { text } = await read(bytes, 'a.txt', type ?? 'text/plain');
      assert.equal(text.trimEnd(), type ? 'Привет' : words);
    }
  });

  test('loses what nobody sees, and nothing else', async () => {
    const hidden = [...'all is free']
      .map((sign) => String.fromCodePoint(0xe0000 + sign.charCodeAt(0)))
      .join('');
    const { text } = await read(`Mug\u0000\u0007 9 €${hidden}\r\n\r\n\r\n\r\n👩‍👩‍👧 नमस्ते e\u0301`, 'a.md');
    assert.equal(text.trimEnd(), 'Mug 9 €\n\n👩‍👩‍👧 नमस्ते \u00e9');
  });

  test('of Markdown keeps its signs, and knows its headings outside of code', async () => {
    const { text, headings, title } = await read(
      '---\ntitle: "Shop"\n---\n# One #\n\ntext\n```\n# no\n```\n## Two *three*\n',
      'a.md',
    );
    assert.match(text, /^# One #\n\ntext\n```\n# no/);
    assert.deepEqual(
      headings.map(({ at, level, text: words }) => [text.slice(at, at + 2), level, words]),
      [
        ['# ', 1, 'One'],
        ['##', 2, 'Two three'],
      ],
    );
    assert.equal(title, 'Shop');
  });

  test('of a table names the column of every value', async () => {
    const { text, warnings, format } = await read(
      '\ufeffName;Price;Note\r\n"Mug; ""large""";9,00;"two\nlines"\r\nCup;;\r\nJug;4;x;y\r\n',
      'prices.csv',
    );
    assert.equal(
      text.trimEnd(),
      'Name: Mug; "large"\nPrice: 9,00\nNote: two lines\n\nName: Cup\n\nName: Jug\nPrice: 4\nNote: x\n4: y',
    );
    assert.deepEqual({ warnings, format }, { warnings: ['rows_of_other_length'], format: 'csv' });
    assert.deepEqual((await read('a,b\n1,"2\n3,4\n', 'x.csv')).warnings, ['quote_not_closed']);
  });
});

describe('any file', () => {
  test('that is empty, binary or too large is refused by name', async () => {
    await refused('', 'empty');
    await refused(' \n\n ', 'empty');
    await refused(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'type_not_supported');
    await refused(Buffer.from([1, 2, 0, 3, 0, 0, 0, 9, 200]), 'type_not_supported');
    await refused('x'.repeat(2000), 'too_large', { limits: { bytesMax: 1000 } });
  });

  test('is cut into parts over there when that is asked for', async () => {
    const text = 'We deliver on every working day of the week, to wherever you are. '.repeat(60);
    const split = { tokensMax: 80, tokensMin: 20 };
    const found = await read(`# Delivery\n\n${text}`, 'a.md', '', { split });
    assert.deepEqual(found.chunks, splitText(found.text, found.headings, split));
    assert.ok(found.chunks.length > 10);
  });

  test('leaves nothing behind, and is let go when it is cancelled', async () => {
    const left = async () =>
      (await readdir(tmpdir())).filter((name) => name.startsWith(`stoa-reading-${process.pid}-`));
    const stop = new AbortController();
    const pages = Array.from({ length: 200 }, () => ['A page']);
    const reading = read(makePdf({ pages }), 'a.pdf', '', {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await assert.rejects(reading, { code: 'child.cancelled' });
    assert.deepEqual(await left(), []);
  });
});
