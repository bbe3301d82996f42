import Bot from 'lucide-react/icons/bot';
import Check from 'lucide-react/icons/check';
import CornerUpLeft from 'lucide-react/icons/corner-up-left';
import X from 'lucide-react/icons/x';
import { useNavigate } from 'react-router';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { FormProblem } from '../../../../web/kit/Form.tsx';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { writeAgain } from '../../../../web/shared.ts';
import { useHere } from '../../../../web/workspace.ts';
import type { Escalation } from '../../contract.ts';
import { inboxAddress } from '../queue/PaneHead.tsx';
import { useResolve, useWhyNotResolve } from './deeds.ts';

interface DeskProps {
  escalation: Escalation;
  group: string;
  onDone: () => void;
}

/** What could be answered, and what ends the case: answering does by itself. */
export function CaseDesk({ escalation, group, onDone }: DeskProps) {
  const { suggestedReply, resolvedAt } = escalation;
  const resolving = useResolve(escalation, onDone);
  const whyNot = useWhyNot(escalation);
  const answer = useAnswer(escalation);
  const isOpen = resolvedAt === null;
  useActions(isOpen ? actionsOf({ group, answer, resolving, whyNot }) : []);
  if (!isOpen && !suggestedReply) return null;
  return (
    <div className="shrink-0 border-t border-line bg-raised px-4 py-3 sm:px-6">
      <div className="mx-auto w-full max-w-3xl">
        {suggestedReply && (
          <>
            <h3 className="label mb-2">What could be answered</h3>
            <p className="max-h-40 overflow-y-auto rounded-lg bg-wash px-3 py-2 break-words whitespace-pre-wrap">
              {suggestedReply}
            </p>
          </>
        )}
        {resolving.error && <FormProblem error={resolving.error} />}
        {isOpen && (
          <Buttons
            {...{ resolving, whyNot, answer }}
            answerWords={suggestedReply ? 'Answer with this' : 'Answer'}
          />
        )}
      </div>
    </div>
  );
}

/** The role's words where it is the role, else the place. */
function useWhyNot({ mayResolve }: Escalation): string | undefined {
  const whyNot = useWhyNotResolve();
  if (mayResolve) return undefined;
  return whyNot ?? 'This is of a place you do not look after.';
}

/** Where one writes, with the suggested words there already: they are read once more before they go out. */
function useAnswer(escalation: Escalation): () => void {
  const { workspace } = useHere();
  const navigate = useNavigate();
  const { conversationId, suggestedReply } = escalation;
  return () => {
    if (conversationId && suggestedReply) writeAgain(conversationId, 'reply', suggestedReply);
    void navigate(inboxAddress(workspace.id, escalation));
  };
}

interface Deeds {
  resolving: ReturnType<typeof useResolve>;
  whyNot: string | undefined;
  answer: () => void;
}

function actionsOf({ group, answer, resolving, whyNot }: Deeds & { group: string }): Action[] {
  const { resolve, handBack } = resolving;
  return [
    { id: 'escalation.answer', title: 'Answer', group, keys: 'r', icon: CornerUpLeft, run: answer },
    ...(whyNot
      ? []
      : [
          {
            ...{ id: 'escalation.done', title: 'It is seen to', group, keys: 'e', icon: Check },
            run: () => resolve('answered'),
          },
          {
            ...{ id: 'escalation.dismiss', title: 'Dismiss: nobody needs to', group, keys: 'x', icon: X },
            run: () => resolve('dismissed'),
          },
        ]),
    ...(whyNot || !handBack
      ? []
      : [
          {
            ...{ id: 'escalation.hand_back', title: 'Hand back to the machine', group, keys: 'b', icon: Bot },
            run: handBack,
          },
        ]),
  ];
}

function Buttons({ resolving, whyNot, answer, answerWords }: Deeds & { answerWords: string }) {
  const off = { disabledReason: whyNot, reasonShown: false } as const;
  const { resolve, handBack, isPending } = resolving;
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button look="primary" icon={CornerUpLeft} onClick={answer}>
        {answerWords}
        <Kbd keys="r" onColour className="max-sm:hidden" />
      </Button>
      <Button icon={Check} busy={isPending} onClick={() => resolve('answered')} {...off}>
        Seen to
        <Kbd keys="e" className="max-sm:hidden" />
      </Button>
      {handBack && (
        <Button icon={Bot} busy={isPending} onClick={handBack} {...off}>
          Hand back
          <Kbd keys="b" className="max-sm:hidden" />
        </Button>
      )}
      <Button look="quiet" icon={X} busy={isPending} onClick={() => resolve('dismissed')} {...off}>
        Dismiss
        <Kbd keys="x" className="max-sm:hidden" />
      </Button>
    </div>
  );
}
