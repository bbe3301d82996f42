import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../../web/kit/api.ts';
import { Section } from '../../../../../web/kit/Section.tsx';
import { useHere } from '../../../../../web/workspace.ts';
import {
  type EvaluationRunId,
  type KindOfQuestion,
  listEvaluationKinds,
} from '../../../evaluating/contract.ts';
import { languageLabel, percent, sentence } from '../../words.ts';

/** Where a set has questions of several kinds or languages: one figure for all of them hides which it cannot do. */
export function Kinds({ runId }: { runId: EvaluationRunId }) {
  const params = { workspaceId: useHere().workspace.id, runId };
  const { data } = useQuery(q(listEvaluationKinds, { params }));
  if (!data || data.kinds.length < 2) return null;
  return (
    <Section title="By kind and language">
      <table className="w-full max-w-3xl table-fixed text-left">
        <caption className="sr-only">How each kind of question came out, by language</caption>
        <thead className="text-sm text-soft">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 font-normal">
              Kind
            </th>
            <th scope="col" className="w-28 py-2 font-normal">
              Language
            </th>
            <th scope="col" className="w-28 py-2 text-right font-normal">
              Right
            </th>
            <th scope="col" className="w-18 py-2 text-right font-normal">
              Wrong
            </th>
          </tr>
        </thead>
        <tbody>
          {data.kinds.map((one) => (
            <Kind key={`${one.kind} ${one.language}`} one={one} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const Kind = ({ one: { kind, language, askedCount, rightCount, wrongCount } }: { one: KindOfQuestion }) => (
  <tr className="border-b border-line last:border-0">
    <th scope="row" className="py-2 pr-3 font-normal break-words">
      {kind === null ? 'Of no kind' : sentence(kind)}
    </th>
    <td className="py-2 pr-3 text-soft">{languageLabel(language)}</td>
    <td className="py-2 text-right tabular-nums">
      {rightCount} of {askedCount}
      <span className="ml-2 text-sm text-faint max-sm:block">{percent(rightCount / askedCount)}</span>
    </td>
    <td className={`py-2 text-right tabular-nums ${wrongCount > 0 ? 'text-danger' : 'text-faint'}`}>
      {wrongCount}
    </td>
  </tr>
);
