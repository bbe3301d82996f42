import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { Skeleton } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { documentsMax, getUsage } from '../../contract.ts';
import { bytesWords, count } from '../words.ts';

/** How much is written down, and what it takes. The page is no worse without it, so a failure is not shown. */
export function UsageLine() {
  const { data, error } = useQuery(q(getUsage, { params: { workspaceId: useHere().workspace.id } }));
  if (error && !data) return null;
  if (!data) return <Skeleton className="mb-5 w-72 max-w-full" />;
  const { documents, faqs, pieces, bytes } = data;
  return (
    <p className="mb-5 text-sm text-soft">
      {documents.toLocaleString('en')} of {count(documentsMax, 'document')} ·{' '}
      {count(faqs, 'answered question')} · {count(pieces, 'part')} that can be found · {bytesWords(bytes)}{' '}
      kept
    </p>
  );
}
