import { usePages } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Failed, Loading } from '../../../../web/kit/states.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listTurns, type SessionId, type Turn } from '../../contract.ts';
import { duration, inWords, money, percent, valueWords } from '../decisions/words.ts';

const speakers: Record<Turn['role'], string> = {
  customer: 'They',
  assistant: 'The machine',
  tool: 'Looked up',
  system: 'Told to the machine',
};

/** SE-63: what was said and looked up, in its order, with what each took. */
export function Turns({ sessionId }: { sessionId: SessionId }) {
  const { workspace } = useHere();
  const pages = usePages(listTurns, { params: { workspaceId: workspace.id, sessionId } });
  if (pages.state === 'failed') return <Failed error={pages.error} again={pages.again} />;
  if (pages.state === 'loading') return <Loading label="Loading what was said" lines={2} />;
  return (
    <>
      <ol className="flex flex-col gap-2 py-2">
        {pages.items.map((turn) => (
          <li key={turn.id}>
            <One turn={turn} workspaceId={workspace.id} />
          </li>
        ))}
      </ol>
      {pages.hasMore && (
        <Button size="small" look="quiet" busy={pages.loadingMore} onClick={pages.more}>
          Show more
        </Button>
      )}
    </>
  );
}

function One({ turn, workspaceId }: { turn: Turn; workspaceId: string }) {
  const { role, content, toolName, toolInput, model, tokensCount, latencyMs, confidence, costMicro } = turn;
  const took = [
    ...(model ? [model] : []),
    ...(tokensCount === null ? [] : [`${tokensCount.toLocaleString('en')} tokens`]),
    ...(latencyMs === null || model === null ? [] : [duration(latencyMs)]),
    ...(confidence === null ? [] : [`${percent(confidence)} sure`]),
    ...(costMicro === 0 ? [] : [money(costMicro)]),
  ];
  return (
    <>
      <span className="text-xs text-faint">
        {toolName ? `Looked up: ${inWords(toolName)}` : speakers[role]}
      </span>
      {toolName && toolInput !== null && (
        <span className="block text-xs break-words text-soft">{valueWords(toolInput)}</span>
      )}
      <span className="block break-words whitespace-pre-wrap">{content}</span>
      {(took.length > 0 || (role === 'assistant' && turn.decisionId)) && (
        <span className="block text-xs text-faint">
          {took.join(' · ')}
          {role === 'assistant' && turn.decisionId && (
            <>
              {took.length > 0 && ' · '}
              <Link to={paths.decision({ workspaceId, decisionId: turn.decisionId })}>Why</Link>
            </>
          )}
        </span>
      )}
    </>
  );
}
