import { useQuery } from '@tanstack/react-query';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { useState } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { q } from '../../../../web/kit/api.ts';
import { Badge } from '../../../../web/kit/Badge.tsx';
import { Button } from '../../../../web/kit/Button.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { Loading } from '../../../../web/kit/states.tsx';
import { useHere, useWhyNot } from '../../../../web/workspace.ts';
import { type Replay as Replayed, replayDecision, type WholeDecision } from '../../contract.ts';
import { decisionLabels, decisionTones, percent, ruleLabel } from './words.ts';

/** By how things are set today, or by what was seen then: what came of it, and what would. */
export function Replay({ decision }: { decision: WholeDecision }) {
  const { workspace } = useHere();
  const [by, setBy] = useState<'now' | 'then'>();
  const whyNot = useWhyNot('autopilot.manage', 'decide again');
  const params = { workspaceId: workspace.id, decisionId: decision.id };
  const replay = useQuery({
    ...q(replayDecision, { params, query: { by: by ?? 'now' } }),
    enabled: by !== undefined,
    // It may ask a model: only when somebody wants it.
    ...{ staleTime: Number.POSITIVE_INFINITY, retry: false },
  });
  const again = (next: 'now' | 'then') => {
    if (next === by) void replay.refetch();
    else setBy(next);
  };
  useActions(
    whyNot
      ? []
      : [
          {
            ...{ id: 'decision.replay', title: 'Decide again', group: 'This decision', keys: 'r' },
            ...{ icon: RotateCcw, run: () => again('now') },
          },
        ],
  );
  const off = { disabledReason: whyNot, reasonShown: false } as const;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={RotateCcw}
          busy={by === 'now' && replay.isFetching}
          onClick={() => again('now')}
          {...off}
        >
          By today’s settings
          <Kbd keys="r" className="max-sm:hidden" />
        </Button>
        <Button look="quiet" busy={by === 'then' && replay.isFetching} onClick={() => again('then')} {...off}>
          By what was seen then
        </Button>
      </div>
      <div aria-live="polite" className="mt-4">
        {replay.error && <FormProblem error={replay.error} />}
        {replay.isFetching && !replay.data && <Loading label="Deciding again" lines={2} />}
        {replay.data && !replay.error && <Both {...replay.data} />}
      </div>
    </>
  );
}

function Both({ before, after }: Replayed) {
  const isSame = before.decision === after.decision && before.matchedRule === after.matchedRule;
  return (
    <>
      <p className="mb-3 text-sm font-[550]">
        {isSame ? 'It comes to the same.' : 'It comes to something else.'}
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Side title="As it was" outcome={before} />
        <Side title="Decided again" outcome={after} />
      </div>
    </>
  );
}

function Side({ title, outcome }: { title: string; outcome: Replayed['after'] }) {
  const { decision, matchedRule, reason, confidence, replyText } = outcome;
  return (
    <div className="rounded-lg border border-line bg-raised p-4">
      <h3 className="label mb-2">{title}</h3>
      <p className="flex flex-wrap items-center gap-2">
        {decision ? (
          <Badge tone={decisionTones[decision]}>{decisionLabels[decision]}</Badge>
        ) : (
          <Badge>It would wait</Badge>
        )}
        <span className="text-sm">{ruleLabel(matchedRule)}</span>
        {confidence !== null && <span className="text-sm text-faint">{`${percent(confidence)} sure`}</span>}
      </p>
      {reason && <p className="mt-1 text-sm text-soft">{reason}</p>}
      {replyText && (
        <p className="mt-3 rounded-lg bg-wash px-3 py-2 break-words whitespace-pre-wrap">{replyText}</p>
      )}
    </div>
  );
}
