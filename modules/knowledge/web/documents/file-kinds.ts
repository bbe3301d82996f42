import { type fileTypes, readingErrors, readingLimits } from '../../contract.ts';

const typesByEnding: Readonly<Record<string, (typeof fileTypes)[number]>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain',
  text: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  csv: 'text/csv',
};
export const accepted = Object.keys(typesByEnding)
  .map((ending) => `.${ending}`)
  .join(',');

const endingOf = (name: string) => name.toLowerCase().split('.').at(-1)!;
const megabytesMax = readingLimits.bytesMax / 1024 ** 2;

/** What can be said before a file is sent. The rest is said by whoever reads it. */
export function whyNotFile({ name, size }: Pick<File, 'name' | 'size'>): string | undefined {
  const ending = endingOf(name);
  if (!(ending in typesByEnding)) {
    const isOldWord = ['doc', 'rtf', 'odt', 'pages'].includes(ending);
    return isOldWord ? 'Save it as DOCX or PDF, and upload that.' : readingErrors.type_not_supported[1];
  }
  if (size > readingLimits.bytesMax)
    return `A file may have ${megabytesMax} MB at most. Split it into several.`;
  return size === 0 ? readingErrors.empty[1] : undefined;
}

/** Under the type its ending says: browsers call some of them by names of their own, or by none. */
export const sendableOf = (file: File): File =>
  new File([file], file.name, { type: typesByEnding[endingOf(file.name)] ?? 'application/octet-stream' });
