import mammoth from 'mammoth';
import { titleLengthMax, type Warning } from '../contract.ts';
import { oneLine } from './clean.ts';
import { textOfHtml } from './html-text.ts';
import type { Written } from './text-builder.ts';
import { Unreadable } from './unreadable.ts';
import { lookedThrough } from './zip-guard.ts';

export interface DocxWritten extends Written {
  readonly title: string | undefined;
  readonly language: string | undefined;
  readonly warnings: readonly Warning[];
}

/** By way of HTML, in which headings, lists and tables are still what they are. Pictures are left where they are. */
export async function readDocx(path: string, lettersMax: number): Promise<DocxWritten> {
  const files = await lookedThrough(path, ['docProps/core.xml', 'word/styles.xml']);
  let pictures = 0;
  const html = await mammoth
    .convertToHtml(
      { path },
      {
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(async () => {
          pictures += 1;
          return { src: '' };
        }),
      },
    )
    .then(({ value }) => value)
    .catch((error: Error) => {
      throw new Unreadable('corrupt', error.message);
    });
  const core = files.get('docProps/core.xml') ?? '';
  const title = /<dc:title>([^<]{1,1000})<\/dc:title>/.exec(core)?.[1] ?? '';
  return {
    ...textOfHtml(html, lettersMax),
    title: oneLine(plain(title), titleLengthMax) || undefined,
    language: /<w:lang [^>]{0,100}w:val="([a-z]{2,3})\b/i
      .exec(files.get('word/styles.xml') ?? '')?.[1]
      ?.toLowerCase(),
    warnings: pictures > 0 ? ['pictures_left_out'] : [],
  };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const plain = (xml: string) => xml.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name]!);
