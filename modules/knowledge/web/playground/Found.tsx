import { cx } from '../../../../web/kit/cx.ts';
import { Link } from '../../../../web/kit/Link.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { Explained, SearchExplanation } from '../../contract.ts';
import { Quote } from './Quote.tsx';
import { likenessOf, passedOverWords, percent, reasonsOf, sumWords } from './reasons.ts';

interface FoundProps {
  found: Explained;
  /** Among those that were taken. */
  place?: number;
  explanation: SearchExplanation;
  question: string;
}

/** As a badge, over several lines where a phone is narrow. */
const reasonClass = 'rounded-sm px-1.5 text-xs leading-5 font-[550] [overflow-wrap:anywhere]';

/** One part: what it says, where it stands, and why it was found there. */
export function Found({ found, place, explanation, question }: FoundProps) {
  const isTaken = found.passedOver === null;
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-2 border-b border-line py-4 last:border-0">
      <span className="title text-lg text-faint" aria-hidden>
        {place}
      </span>
      <div className="min-w-0">
        <Source found={found} />
        <Quote found={found} question={question} isTaken={isTaken} />
        <ul aria-label="Why" className="mt-2 flex flex-wrap gap-1.5">
          {reasonsOf(found, question).map((reason) => (
            <li
              key={reason}
              className={cx(reasonClass, isTaken ? 'bg-wash text-accent' : 'bg-hover text-soft')}
            >
              {reason}
            </li>
          ))}
        </ul>
        {!isTaken && <p className="mt-1.5 text-sm text-soft">{passedOverWords(found, explanation)}</p>}
        <Sum found={found} explanation={explanation} />
      </div>
    </li>
  );
}

function Source({
  found: { documentId, faqId, title, heading, start, end, content },
}: Pick<FoundProps, 'found'>) {
  const { id: workspaceId } = useHere().workspace;
  const search = new URLSearchParams({ at: String(start) });
  const question = new URLSearchParams({ q: content.split('\n')[0]!.slice(0, 100) });
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
      {documentId && (
        <Link to={`${paths.knowledgeDocument({ workspaceId, documentId })}?${search}`} className="font-[550]">
          {title}
        </Link>
      )}
      {faqId && (
        <Link to={`${paths.questions({ workspaceId })}?${question}`} className="font-[550]">
          {title}
        </Link>
      )}
      <span className="text-faint">
        {faqId
          ? 'An answered question'
          : `Letters ${start.toLocaleString('en')} to ${end.toLocaleString('en')}`}
        {heading && heading !== title && ` · ${heading}`}
      </span>
    </p>
  );
}

/** The sum behind its place, for who wants to know it. */
function Sum({ found, explanation }: Pick<FoundProps, 'found' | 'explanation'>) {
  const likeness = likenessOf(found);
  return (
    <details className="mt-2 text-sm text-soft">
      <summary className="w-fit cursor-pointer rounded-sm text-faint hover:text-ink">
        Score {found.score.toFixed(4)}
      </summary>
      <p className="mt-1 max-w-prose">
        {sumWords(found)}
        {!found.isExact &&
          ' The place in each list counts, the first ones most; a part in both lists stands before one in one.'}
      </p>
      {likeness !== undefined && (
        <p className="mt-1">
          Likeness {percent(likeness)} of at least {percent(explanation.likenessMin)}.
        </p>
      )}
      {found.words && <p className="mt-1">Weight of its words: {found.words.weight.toFixed(2)}.</p>}
    </details>
  );
}
