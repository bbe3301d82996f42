import { cx } from '../../../../web/kit/cx.ts';
import type { Explained } from '../../contract.ts';
import { marked, worthMarking } from './reasons.ts';
import { fittingSpan, type Span } from './sentence.ts';

interface Props {
  found: Explained;
  question: string;
  isTaken: boolean;
}

/** So little around a sentence is shown with it. */
const aroundShownMax = 60;

/** The sentence that fits, and the part it stands in folded under it. Where none is more than another, the part. */
export function Quote({ found, question, isTaken }: Props) {
  const { content, faqId, words } = found;
  const stems = words?.matched ?? [];
  const span = fittingSpan({ content, isAnswer: faqId !== null, stems }, question);
  const tone = isTaken ? 'text-ink' : 'text-soft';
  if (!span)
    return <Words text={content.trim()} stems={stems} className={cx(tone, !isTaken && 'line-clamp-4')} />;
  if (content.trim().length - (span.end - span.start) <= aroundShownMax)
    return <Words text={content.trim()} stems={stems} className={tone} />;
  return (
    <>
      <Words
        text={content.slice(span.start, span.end)}
        stems={stems}
        className={cx('border-l-2 pl-3', isTaken ? 'border-accent' : 'border-line', tone)}
      />
      <details className="mt-1.5 text-sm">
        <summary className="w-fit cursor-pointer rounded-sm text-accent">
          {faqId ? 'How it is asked' : 'What stands around it'}
        </summary>
        <Around content={content} span={span} />
      </details>
    </>
  );
}

interface WordsProps {
  text: string;
  stems: readonly string[];
  className?: string;
}

/** Words that the question has as well are marked. */
function Words({ text, stems, className }: WordsProps) {
  let at = 0;
  return (
    <blockquote className={cx('mt-1 break-words whitespace-pre-wrap', className)}>
      {marked(text, worthMarking(stems)).map((stretch) => {
        const key = at;
        at += stretch.text.length;
        return stretch.isMatch ? (
          <mark key={key} className="rounded-sm bg-warn-wash text-inherit">
            {stretch.text}
          </mark>
        ) : (
          <span key={key}>{stretch.text}</span>
        );
      })}
    </blockquote>
  );
}

const Around = ({ content, span: { start, end } }: { content: string; span: Span }) => (
  <blockquote className="mt-1.5 border-l-2 border-line pl-3 break-words whitespace-pre-wrap text-soft">
    {content.slice(0, start).trimStart()}
    <mark className="rounded-sm bg-wash text-ink">{content.slice(start, end)}</mark>
    {content.slice(end).trimEnd()}
  </blockquote>
);
