import BookOpen from 'lucide-react/icons/book-open';
import { Link } from '../../../../web/kit/Link.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { CitedSource } from '../../contract.ts';
import { excerptOf } from './excerpt.ts';

/** What an answer stands on: the place in the document, the words that say it marked. */
export function Sources({ sources }: { sources: readonly unknown[] }) {
  if (sources.length === 0) return <p className="text-sm text-soft">It names nothing it stands on.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {sources.map((source, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never move, and two may be of one document.
        <li key={index}>
          <Source source={source} />
        </li>
      ))}
    </ol>
  );
}

function Source({ source }: { source: unknown }) {
  const { workspace } = useHere();
  const parsed = CitedSource.safeParse(source);
  if (!parsed.success) return <p className="text-sm text-soft">{titleOf(source)}</p>;
  const { title, content, spans, documentId, faqId } = parsed.data;
  const workspaceId = workspace.id;
  const to = faqId
    ? paths.questions({ workspaceId })
    : documentId && paths.knowledgeDocument({ workspaceId, documentId });
  return (
    <>
      <p className="flex items-center gap-1.5 text-sm font-[550]">
        <BookOpen size={14} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden />
        {to ? <Link to={to}>{title}</Link> : title}
      </p>
      <blockquote className="mt-1 border-l-2 border-firm/50 pl-3 text-sm break-words whitespace-pre-wrap text-soft">
        {excerptOf(content, spans).map(({ text, isMarked, at }) =>
          isMarked ? (
            <mark key={at} className="rounded-sm bg-wash px-0.5 text-ink">
              {text}
            </mark>
          ) : (
            <span key={at}>{text}</span>
          ),
        )}
      </blockquote>
    </>
  );
}

function titleOf(source: unknown): string {
  const title = source && typeof source === 'object' && 'title' in source ? source.title : undefined;
  return typeof title === 'string' ? title : 'A source that is not there any more';
}
