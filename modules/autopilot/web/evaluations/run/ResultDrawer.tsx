import { Badge } from '../../../../../web/kit/Badge.tsx';
import { Drawer } from '../../../../../web/kit/Dialog.tsx';
import { dollars } from '../../../../../web/kit/dollars.ts';
import { Link } from '../../../../../web/kit/Link.tsx';
import { Facts } from '../../../../../web/kit/Section.tsx';
import { paths } from '../../../../../web/paths.ts';
import { useHere } from '../../../../../web/workspace.ts';
import type { EvaluationResult } from '../../../evaluating/contract.ts';
import { languageLabel, percent, sentence } from '../../words.ts';
import { decisionLabels, expectedLabels, verdictWords } from '../words.ts';

interface Props {
  result: EvaluationResult;
  onClose: () => void;
}

/** All of one question: what was asked, what was said and on what it stands, and why it is judged so. */
export default function ResultDrawer({ result, onClose }: Props) {
  const { place, question, verdict, why, answer, sources } = result;
  return (
    <Drawer open side="right" wide onClose={onClose} title={`Question ${place + 1}`}>
      <p className="mt-1 text-lg">{question}</p>
      <p className="mt-4 flex flex-wrap items-baseline gap-2">
        <Badge tone={verdictWords[verdict].tone}>{verdictWords[verdict].label}</Badge>
        <span>{why}</span>
      </p>
      {answer !== null && (
        <section aria-label="The answer" className="mt-6">
          <h3 className="label mb-2">The answer</h3>
          <p className="rounded-lg rounded-bl-sm bg-wash px-3.5 py-2.5 whitespace-pre-wrap">{answer}</p>
        </section>
      )}
      {sources.length > 0 && (
        <section aria-label="What it stands on" className="mt-6">
          <h3 className="label mb-2">What it stands on</h3>
          <ul className="flex flex-col gap-1.5">
            {sources.map((source, nth) => (
              <li key={`${String(source.documentId ?? source.faqId)} ${String(nth)}`}>
                <Source source={source} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="mt-6">
        <Facts facts={factsOf(result)} />
      </div>
    </Drawer>
  );
}

function Source({ source: { title, documentId } }: { source: EvaluationResult['sources'][number] }) {
  const workspaceId = useHere().workspace.id;
  const words = typeof title === 'string' && title !== '' ? title : 'Without a title';
  if (typeof documentId !== 'string') return <span>{words}</span>;
  return <Link to={paths.knowledgeDocument({ workspaceId, documentId })}>{words}</Link>;
}

/** `rule.no_support` is `No support`. */
const ruleWords = (rule: string | null): string =>
  rule === null ? 'None: its model decided' : sentence(rule.slice(rule.indexOf('.') + 1));

const factsOf = (result: EvaluationResult) =>
  [
    ['Right is to', expectedLabels[result.expected]],
    ['It', decisionLabels[result.decision]],
    ['By which rule', ruleWords(result.matchedRule)],
    ['How sure it was', result.confidence === null ? '–' : percent(result.confidence)],
    ['Language', languageLabel(result.language)],
    ...(result.tags.length > 0 ? [['Tags', result.tags.join(', ')] as const] : []),
    ['Took', `${result.latencyMs.toLocaleString('en')} ms`],
    ['Cost', dollars(result.costMicro)],
  ] as const;
