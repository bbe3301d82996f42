import { getDocumentProxy } from 'unpdf';
import { titleLengthMax, type Warning } from '../contract.ts';
import { oneLine } from './clean.ts';
import { headingsOf, newPages } from './pdf-lines.ts';
import { newText, type Written } from './text-builder.ts';
import { Unreadable } from './unreadable.ts';

export interface PdfWritten extends Written {
  readonly title: string | undefined;
  readonly language: string | undefined;
  /** Where each page begins. */
  readonly pages: readonly number[];
  readonly warnings: readonly Warning[];
}

export interface PdfLimits {
  readonly lettersMax: number;
  readonly pagesMax: number;
}

/** What pdf.js throws, by name. */
const refusals: Readonly<Record<string, Unreadable['code']>> = {
  PasswordException: 'encrypted',
  InvalidPDFException: 'corrupt',
  FormatError: 'corrupt',
  UnknownErrorException: 'corrupt',
  ResponseException: 'corrupt',
};

/** Page by page: each is let go before the next is read. */
export async function readPdf(
  bytes: Uint8Array,
  { lettersMax, pagesMax }: PdfLimits,
  progress: (page: number, of: number) => void,
): Promise<PdfWritten> {
  try {
    const pdf = await getDocumentProxy(bytes, { verbosity: 0, disableFontFace: true, useSystemFonts: false });
    if (pdf.numPages > pagesMax) throw new Unreadable('too_large_when_opened', `${pdf.numPages} pages`);
    const written = newText(lettersMax);
    const pages = newPages(written);
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      pages.add((await page.getTextContent()).items.filter((item) => 'str' in item));
      page.cleanup();
      progress(number, pdf.numPages);
    }
    const { text } = written.whole();
    const { info } = (await pdf.getMetadata().catch(() => ({ info: {} }))) as {
      info: Record<string, unknown>;
    };
    const bare = pages.begins.filter((at, i) => text.slice(at, pages.begins[i + 1]).trim() === '').length;
    if (bare === pages.begins.length) throw new Unreadable('no_text_layer', `${bare} pages`);
    return {
      text,
      headings: headingsOf(pages.lines, text),
      pages: pages.begins,
      title: typeof info.Title === 'string' ? oneLine(info.Title, titleLengthMax) || undefined : undefined,
      language:
        typeof info.Language === 'string'
          ? /^[a-z]{2,3}\b/i.exec(info.Language)?.[0].toLowerCase()
          : undefined,
      warnings: bare > 0 ? ['pages_without_text'] : [],
    };
  } catch (error) {
    const code = refusals[(error as Error).name];
    throw code ? new Unreadable(code, (error as Error).message) : error;
  }
}
