import { deflateSync } from 'node:zlib';

export interface PdfLine {
  readonly text: string;
  readonly size?: number;
}

export interface PdfPlan {
  readonly pages: readonly (readonly (string | PdfLine)[])[];
  readonly title?: string;
  readonly language?: string;
  /** Asks for a password that nobody knows. */
  readonly isLocked?: boolean;
  /** Each page is a picture of grey, as from a scanner. */
  readonly isScan?: boolean;
  /** Packed white space in front of the first page's text. */
  readonly bombBytes?: number;
}

/** A file as from a word processor: Helvetica in WinAnsi, lines one and a fifth of their size apart. */
export function makePdf({ pages, title, language, isLocked, isScan, bombBytes = 0 }: PdfPlan): Buffer {
  const objects: Buffer[] = [];
  const add = (body: string | Buffer) => objects.push(Buffer.from(body));
  const firstPage = 5;
  const kids = pages.map((_, i) => `${firstPage + i * 2} 0 R`).join(' ');
  add(`<< /Type /Catalog /Pages 2 0 R ${language ? `/Lang (${language})` : ''} >>`);
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  add(
    stream(
      '/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray',
      Buffer.alloc(64, 128),
    ),
  );
  for (const [i, lines] of pages.entries()) {
    const content = isScan
      ? Buffer.from('q 500 0 0 700 50 50 cm /Scan Do Q')
      : contentOf(lines, i === 0 ? bombBytes : 0);
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${objects.length + 2} 0 R ` +
        '/Resources << /Font << /F1 3 0 R >> /XObject << /Scan 4 0 R >> >> >>',
    );
    add(stream('', content));
  }
  add(`<< /Title ${textString(title ?? '')} >>`);
  const info = objects.length;
  if (isLocked)
    add(`<< /Filter /Standard /V 1 /R 2 /P -4 /O <${'6b'.repeat(32)}> /U <${'27'.repeat(32)}> >>`);
  const extra = isLocked ? `/Encrypt ${objects.length} 0 R /ID [<00112233> <00112233>]` : '';
  return assembled(objects, `/Root 1 0 R /Info ${info} 0 R ${extra}`);
}

const textString = (text: string) => `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;

const stream = (entries: string, bytes: Buffer) => {
  const packed = deflateSync(bytes);
  const head = `<< ${entries} /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')]);
};

function contentOf(lines: readonly (string | PdfLine)[], bombBytes: number): Buffer {
  let y = 800;
  const shown = lines.map((line) => {
    const { text, size = 11 } = typeof line === 'string' ? { text: line } : line;
    y -= size * 1.2;
    const escaped = text.replace(/[\\()]/g, '\\$&');
    return text === '' ? '' : `BT /F1 ${size} Tf 50 ${y.toFixed(1)} Td (${escaped}) Tj ET`;
  });
  return Buffer.concat([Buffer.alloc(bombBytes, ' '), Buffer.from(shown.join('\n'), 'latin1')]);
}

function assembled(objects: readonly Buffer[], trailer: string): Buffer {
  const pieces = [Buffer.from('%PDF-1.4\n%\u00e2\u00e3\n', 'latin1')];
  const places: number[] = [];
  let at = pieces[0]!.length;
  for (const [i, body] of objects.entries()) {
    const whole = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    places.push(at);
    pieces.push(whole);
    at += whole.length;
  }
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  pieces.push(
    Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} ${trailer} >>\n`),
    Buffer.from(`startxref\n${at}\n%%EOF\n`),
  );
  return Buffer.concat(pieces);
}
