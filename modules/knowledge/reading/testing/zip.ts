import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: string | Buffer;
  /** What the archive says of its size, where that is a lie. */
  readonly saysBytes?: number;
  readonly isLocked?: boolean;
}

export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes, saysBytes, isLocked } of entries) {
    const whole = Buffer.from(bytes);
    const packed = deflateRawSync(whole);
    const sizes = Buffer.alloc(26);
    sizes.writeUInt16LE(20, 0);
    sizes.writeUInt16LE(isLocked ? 1 : 0, 2);
    sizes.writeUInt16LE(8, 4);
    sizes.writeUInt32LE(crc32(whole), 10);
    sizes.writeUInt32LE(packed.length, 14);
    sizes.writeUInt32LE(saysBytes ?? whole.length, 18);
    sizes.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), sizes, Buffer.from(name), packed]);
    files.push(file);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), sizes, place, Buffer.from(name)]));
    at += file.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...files, list, Buffer.from('PK\x05\x06'), end]);
}

const types =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const relations =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" ' +
  'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const styles =
  '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault>' +
  '<w:rPr><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>' +
  '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>';

export interface DocxPlan {
  readonly title?: string;
  /** Paragraphs, as `# ` headings or as they are. */
  readonly paragraphs: readonly string[];
  readonly table?: readonly (readonly string[])[];
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const paragraphOf = (text: string) => {
  const style = text.startsWith('# ') ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : '';
  return `<w:p>${style}<w:r><w:t xml:space="preserve">${escaped(text.replace(/^# /, ''))}</w:t></w:r></w:p>`;
};

export const documentXml = (body: string) =>
  `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;

export function makeDocx(
  { title = '', paragraphs, table = [] }: DocxPlan,
  more: readonly ZipEntry[] = [],
): Buffer {
  const rows = table.map(
    (row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraphOf(cell)}</w:tc>`).join('')}</w:tr>`,
  );
  const body =
    paragraphs.map(paragraphOf).join('') + (rows.length > 0 ? `<w:tbl>${rows.join('')}</w:tbl>` : '');
  const core =
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
    `xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title></cp:coreProperties>`;
  return makeZip([
    { name: '[Content_Types].xml', bytes: types },
    { name: '_rels/.rels', bytes: relations },
    { name: 'word/document.xml', bytes: documentXml(body) },
    { name: 'word/styles.xml', bytes: styles },
    { name: 'docProps/core.xml', bytes: core },
    ...more,
  ]);
}
