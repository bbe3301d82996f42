import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { cx } from '../../../../web/kit/cx.ts';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { useHere } from '../../../../web/workspace.ts';
import { type DocumentPiece, listDocumentPieces, type WholeDocument } from '../../contract.ts';
import { type Passage, passagesOf } from './passages.ts';

/** The place that was asked for in the address: `?at=1200` is the 1,200th letter. */
function usePlace() {
  const [search, setSearch] = useSearchParams();
  const at = Number(search.get('at'));
  const isAsked = search.has('at') && Number.isInteger(at) && at >= 0;
  return { at: isAsked ? at : undefined, toBeginning: () => setSearch({}, { replace: true }) };
}

/** Its text, which is as long as it is: read a page at a time, from where somebody wanted to see it. */
export function DocumentText({ document: { id: documentId, status } }: { document: WholeDocument }) {
  const workspaceId = useHere().workspace.id;
  const { at, toBeginning } = usePlace();
  const query = { limit: 50, ...(at && { from: at }) };
  const pages = usePages(listDocumentPieces, { params: { workspaceId, documentId }, query });
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading the text" lines={6} />;
  if (pages.items.length === 0) return <NoText status={status} />;
  return (
    <>
      {at !== undefined && at > 0 && (
        <p className="mb-4 flex flex-wrap items-center gap-3 text-sm text-soft">
          Shown from the place you came for.
          <Button size="small" onClick={toBeginning}>
            Show from the beginning
          </Button>
        </p>
      )}
      <Passages pieces={pages.items} at={at} />
      {pages.hasMore && (
        <Button busy={pages.loadingMore} onClick={pages.more}>
          Show more
        </Button>
      )}
    </>
  );
}

const NoText = ({ status }: Pick<WholeDocument, 'status'>) => (
  <p className="text-soft">
    {status === 'failed'
      ? 'Nothing of it could be read.'
      : 'It is being read. Its text stands here as soon as that is done.'}
  </p>
);

function Passages({ pieces, at }: { pieces: readonly DocumentPiece[]; at: number | undefined }) {
  const sought = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another place is asked for.
  useEffect(() => {
    sought.current?.scrollIntoView({ block: 'center' });
  }, [at]);
  return (
    <ol className="mb-4 max-w-prose">
      {passagesOf(pieces, at).map((passage) => (
        <li key={passage.id} ref={passage.isSought ? sought : undefined}>
          <Part passage={passage} />
        </li>
      ))}
    </ol>
  );
}

const Part = ({ passage: { heading, isNewHeading, words, isSought, start, end } }: { passage: Passage }) => (
  <>
    {isNewHeading && heading && <p className="label mt-6 mb-1">{heading}</p>}
    <div
      title={`Letters ${start.toLocaleString('en')} to ${end.toLocaleString('en')}`}
      className={cx(
        'border-l-2 py-1 pl-4 break-words whitespace-pre-wrap',
        isSought ? 'border-accent bg-wash' : 'border-line',
      )}
    >
      {words}
    </div>
  </>
);
