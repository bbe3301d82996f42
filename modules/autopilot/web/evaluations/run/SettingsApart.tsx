import type { EvaluationRun } from '../../../evaluating/contract.ts';
import { fieldLabels } from '../../settings/labels.ts';
import { apart, shown } from './settings-apart.ts';

interface Props {
  one: EvaluationRun['settings'];
  other: EvaluationRun['settings'];
  titles?: readonly [string, string];
}

/** What was set otherwise: without it a difference of figures says nothing. */
export function SettingsApart({ one, other, titles = ['This run', 'The other'] }: Props) {
  const names = apart(one, other);
  if (names.length === 0) return <p className="mb-6 text-soft">Both were asked with the same settings.</p>;
  return (
    <table className="mb-8 w-full max-w-2xl table-fixed text-left">
      <caption className="title mb-1 text-left text-lg">What is set otherwise</caption>
      <thead className="text-sm text-soft">
        <tr className="border-b border-line">
          <th scope="col" className="py-2 font-normal">
            Setting
          </th>
          {titles.map((title) => (
            <th key={title} scope="col" className="py-2 font-normal">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name} className="border-b border-line align-top last:border-0">
            <th scope="row" className="py-2 pr-4 font-normal">
              {name in fieldLabels ? fieldLabels[name as keyof typeof fieldLabels] : name}
            </th>
            <td className="py-2 pr-4 break-words">{shown(one[name], name)}</td>
            <td className="py-2 break-words text-soft">{shown(other[name], name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
