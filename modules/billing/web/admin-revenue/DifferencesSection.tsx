import { Link } from '../../../../web/kit/Link.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { paths } from '../../../../web/paths.ts';
import type { Difference, ReconciliationShown } from '../../revenue/contract.ts';
import { explained, valueWords } from './differences.ts';

interface Props {
  kind: Difference['kind'];
  /** As it is called. */
  provider: string;
  differences: ReconciliationShown['differences'];
}

/** What is of one kind is explained once. */
export function DifferencesSection({ kind, provider, differences }: Props) {
  const { title, means, whatToDo, names } = explained[kind];
  const [there, here] = names ?? [`At ${provider}`, 'Here'];
  if (differences.length === 0) return null;
  return (
    <Section
      title={title}
      hint={
        <span className="block max-w-prose">
          {means(provider)} {whatToDo(provider)}
        </span>
      }
    >
      <ul>
        {differences.map((one) => (
          <li
            key={`${one.workspaceId} ${one.subject}`}
            className="grid gap-x-6 gap-y-1 border-b border-line py-3 last:border-0 sm:grid-cols-[minmax(0,1fr)_11rem_11rem]"
          >
            <span className="min-w-0 break-words">
              <Whose difference={one} />
              <code className="block font-mono text-xs break-all text-faint">{one.subject}</code>
            </span>
            <Value name={there} value={one.there} currency={one.thereCurrency} />
            <Value name={here} value={one.here} currency={one.hereCurrency} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Whose({ difference }: { difference: ReconciliationShown['differences'][number] }) {
  const { workspaceId, workspaceName } = difference;
  if (workspaceName === null) return <>A workspace that is gone</>;
  return <Link to={paths.adminPayments({ workspaceId })}>{workspaceName}</Link>;
}

interface ValueProps {
  name: string;
  value: string;
  currency: string | null;
}

const Value = ({ name, value, currency }: ValueProps) => (
  <span className="flex items-baseline gap-x-2 sm:flex-col">
    <span className="text-sm text-soft">{name}</span>
    <span className="tabular-nums">{valueWords(value, currency)}</span>
  </span>
);
