import Bot from 'lucide-react/icons/bot';
import CornerUpLeft from 'lucide-react/icons/corner-up-left';
import LifeBuoy from 'lucide-react/icons/life-buoy';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { paths } from '../../../../web/paths.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { Escalation } from '../../contract.ts';
import { reasonLabels } from '../decisions/words.ts';
import { Bar } from '../queue/Bar.tsx';
import { TeachLink } from '../queue/TeachLink.tsx';
import { DueWords } from './DueWords.tsx';
import { useResolve, useWhyNotResolve } from './deeds.ts';

interface CaseBarProps {
  escalation: Escalation;
  onUse: (words: string) => void;
}

const group = 'The case here';
const done = () => undefined;

/** In the inbox: why a person is needed here, what could be answered, and the way back to the machine. */
export function CaseBar({ escalation, onUse }: CaseBarProps) {
  const { reason, summary, message, suggestedReply, decisionId } = escalation;
  const { workspace } = useHere();
  return (
    <Bar
      label="A person is needed"
      icon={LifeBuoy}
      title={
        <>
          {`A person is needed: ${reasonLabels[reason]}`}
          <span className="text-xs font-normal">
            <DueWords escalation={escalation} />
          </span>
        </>
      }
    >
      <p className="text-soft">
        {summary && `${summary} `}
        {decisionId && (
          <Link to={paths.decision({ workspaceId: workspace.id, decisionId })}>How it came to this</Link>
        )}{' '}
        {reason === 'ai_limitation' && <TeachLink words={message} />}
      </p>
      {suggestedReply && (
        <p className="mt-2 rounded-lg border border-line bg-raised px-3 py-1.5 text-base break-words whitespace-pre-wrap">
          {suggestedReply}
        </p>
      )}
      <Deeds escalation={escalation} onUse={onUse} />
    </Bar>
  );
}

function Deeds({ escalation, onUse }: CaseBarProps) {
  const { suggestedReply, mayResolve } = escalation;
  const { resolve, handBack, isPending, error } = useResolve(escalation, done);
  const whyNotAtAll = useWhyNotResolve();
  const whyNot = mayResolve ? undefined : (whyNotAtAll ?? 'This is of a place you do not look after.');
  const use = suggestedReply ? () => onUse(suggestedReply) : undefined;
  useActions(actionsOf(use, whyNot ? undefined : handBack));
  const off = { busy: isPending, disabledReason: whyNot, reasonShown: false } as const;
  return (
    <>
      {error && <FormProblem error={error} />}
      <div className="mt-2 flex flex-wrap gap-2">
        {use && (
          <Button size="small" icon={CornerUpLeft} onClick={use}>
            Use it
            <Kbd keys="w u" className="max-sm:hidden" />
          </Button>
        )}
        <Button size="small" look="quiet" onClick={() => resolve('answered')} {...off}>
          Seen to
        </Button>
        {handBack && (
          <Button size="small" look="quiet" icon={Bot} onClick={handBack} {...off}>
            Hand back to the autopilot
            <Kbd keys="w b" className="max-sm:hidden" />
          </Button>
        )}
      </div>
    </>
  );
}

const actionsOf = (use: (() => void) | undefined, handBack: (() => void) | undefined): Action[] => [
  ...(use
    ? [
        {
          id: 'case.use',
          title: 'Use the suggested answer',
          group,
          keys: 'w u',
          icon: CornerUpLeft,
          run: use,
        },
      ]
    : []),
  ...(handBack
    ? [{ id: 'case.back', title: 'Hand back to the autopilot', group, keys: 'w b', icon: Bot, run: handBack }]
    : []),
];
