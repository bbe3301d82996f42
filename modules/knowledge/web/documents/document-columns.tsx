import FileText from 'lucide-react/icons/file-text';
import Globe from 'lucide-react/icons/globe';
import PenLine from 'lucide-react/icons/pen-line';
import { Badge } from '../../../../web/kit/Badge.tsx';
import type { Column } from '../../../../web/kit/Table.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import type { Document } from '../../contract.ts';
import { bytesWords, failureWords, kindLabel, languageLabel, plainAddress, stateOf } from '../words.ts';

const icons = { file: FileText, page: Globe, text: PenLine };

export function DocumentState({ document }: { document: Pick<Document, 'status' | 'expiresAt'> }) {
  const { tone, word } = stateOf(document);
  return <Badge tone={tone}>{word}</Badge>;
}

/** What it is called; under it why it failed, or where it is. */
function Named({ document: { kind, title, status, failureCode, address } }: { document: Document }) {
  const Icon = icons[kind];
  return (
    <span className="flex min-w-0 items-start gap-2.5">
      <Icon size={16} strokeWidth={1.5} className="mt-1 shrink-0 text-faint" aria-hidden />
      <span className="min-w-0">
        <span className="block truncate">{title}</span>
        {status === 'failed' ? (
          <span className="block text-sm whitespace-normal text-danger">{failureWords(failureCode)}</span>
        ) : (
          address && <span className="block truncate text-sm text-faint">{plainAddress(address)}</span>
        )}
      </span>
    </span>
  );
}

export const documentColumns: readonly Column<Document>[] = [
  {
    title: 'Document',
    width: 'minmax(0,1fr)',
    cell: (document) => <Named document={document} />,
    onPhone: 'title',
  },
  {
    title: 'State',
    width: '6.5rem',
    cell: (document) => <DocumentState document={document} />,
    onPhone: 'corner',
  },
  {
    title: 'Kind',
    width: '7rem',
    cell: (document) => <span className="text-soft">{kindLabel(document)}</span>,
    onPhone: 'line',
  },
  {
    title: 'Language',
    width: '7rem',
    cell: ({ language }) => <span className="block truncate text-soft">{languageLabel(language)}</span>,
    onPhone: 'hidden',
  },
  {
    title: 'Size',
    width: '5rem',
    align: 'end',
    cell: ({ sizeBytes }) => <span className="text-soft">{bytesWords(sizeBytes)}</span>,
    onPhone: 'line',
  },
  {
    title: 'Read',
    width: '8.5rem',
    align: 'end',
    cell: ({ ingestedAt }) => (
      <span className="text-soft">{ingestedAt ? <Time at={ingestedAt} /> : 'Not yet'}</span>
    ),
    onPhone: 'line',
  },
];
