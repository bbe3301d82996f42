import Split from 'lucide-react/icons/split';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import { deleteMerge, listMerges, type Merge } from '../../contract.ts';
import { count } from '../words.ts';
import type { At } from './deeds.ts';
import { staleByMerge } from './MergeDialog.tsx';

/** Who is part of this contact, and who was: each with its way back. */
export function Merges({ at, name, whyNot }: { at: At; name: string; whyNot: string | undefined }) {
  const pages = usePages(listMerges, { params: at });
  const part = useSend(deleteMerge, {
    stale: staleByMerge,
    failureTitle: 'They are still one',
    onReply: ({ otherName }) => toast({ title: `${otherName} and ${name} are two again` }),
  });
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading merges" lines={2} />;
  if (pages.items.length === 0) return <p className="text-soft">Nobody else is part of this contact.</p>;
  return (
    <ul className="flex flex-col">
      {pages.items.map((merge) => (
        <li
          key={merge.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2 last:border-0"
        >
          <MergeShown merge={merge} />
          {!merge.undoneAt && (
            <Button
              icon={Split}
              busy={part.isPending}
              disabledReason={whyNot}
              reasonShown={false}
              onClick={() => part.send({ params: { ...at, mergeId: merge.id } })}
            >
              Make two again
            </Button>
          )}
        </li>
      ))}
      {pages.hasMore && (
        <li>
          <Button look="quiet" busy={pages.loadingMore} onClick={pages.more}>
            Show earlier ones
          </Button>
        </li>
      )}
    </ul>
  );
}

function MergeShown({ merge }: { merge: Merge }) {
  const came = [
    count(merge.identitiesCount, 'account'),
    count(merge.notesCount, 'note'),
    count(merge.tagsCount, 'tag'),
  ];
  return (
    <div className="min-w-0">
      <p className="truncate font-[550]">{merge.otherName}</p>
      <p className="text-sm text-soft">
        {came.join(', ')} · made one <Time at={merge.mergedAt} />
        {merge.mergedBy?.name && ` by ${merge.mergedBy.name}`}
        {merge.undoneAt && (
          <>
            {' · two again '}
            <Time at={merge.undoneAt} />
            {merge.undoneBy?.name && ` by ${merge.undoneBy.name}`}
          </>
        )}
      </p>
    </div>
  );
}
