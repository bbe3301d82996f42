import { useQuery } from '@tanstack/react-query';
import { q } from '../../../../web/kit/api.ts';
import { Link } from '../../../../web/kit/Link.tsx';
import { Facts } from '../../../../web/kit/Section.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type AiCall, listAiCalls } from '../../../billing/contract.ts';
import type { WholeDecision } from '../../contract.ts';
import { duration, money } from './words.ts';

/** Who answered, how long it took and what it cost; each call to a model for whoever may see the costs. */
export function Took({
  decision,
  personaName,
}: {
  decision: WholeDecision;
  personaName: string | undefined;
}) {
  const { workspace } = useHere();
  const mayLook = workspace.permissions.includes('billing.read');
  const { id, personaId, settingsVersion, latencyMs, costMicro, language } = decision;
  const calls = useQuery({
    ...q(listAiCalls, {
      params: { workspaceId: workspace.id },
      query: { subjectType: 'decision', subjectId: id, limit: 20 },
    }),
    enabled: mayLook,
  });
  const items = calls.data?.items ?? [];
  return (
    <>
      <Facts
        facts={[
          [
            'Persona',
            personaId ? (
              <Link key="persona" to={paths.persona({ workspaceId: workspace.id, personaId })}>
                {personaName ?? 'Its persona'}
              </Link>
            ) : (
              (personaName ?? 'The built-in one')
            ),
          ],
          ['Settings', `As of their change number ${settingsVersion}`],
          ['Language', language ?? 'Not known'],
          ['Time', duration(latencyMs)],
          ['Cost', money(costMicro)],
        ]}
      />
      {items.length > 0 && <Calls calls={items} />}
    </>
  );
}

const kinds: Record<AiCall['kind'], string> = { chat: 'Thinking', embedding: 'Looking up', image: 'Picture' };

function Calls({ calls }: { calls: readonly AiCall[] }) {
  return (
    <div className="mt-4 overflow-x-auto">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">Calls to models</caption>
        <thead className="text-soft">
          <tr className="border-b border-line">
            {['For', 'Model', 'Tokens in', 'Tokens out', 'Time', 'Cost'].map((title, index) => (
              <th
                key={title}
                scope="col"
                className={`py-1.5 pr-4 font-normal ${index > 1 ? 'text-right' : ''}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {calls.map(({ id, kind, model, inputTokens, outputTokens, latencyMs, costMicro }) => (
            <tr key={id} className="border-b border-line last:border-0">
              <td className="py-1.5 pr-4">{kinds[kind]}</td>
              <td className="py-1.5 pr-4">{model}</td>
              <td className="py-1.5 pr-4 text-right">{inputTokens.toLocaleString('en')}</td>
              <td className="py-1.5 pr-4 text-right">{outputTokens.toLocaleString('en')}</td>
              <td className="py-1.5 pr-4 text-right">{duration(latencyMs)}</td>
              <td className="py-1.5 pr-4 text-right">{money(costMicro)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
