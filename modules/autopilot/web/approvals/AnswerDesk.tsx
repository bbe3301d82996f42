import Check from 'lucide-react/icons/check';
import Pencil from 'lucide-react/icons/pencil';
import X from 'lucide-react/icons/x';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { type Action, useActions } from '../../../../web/kit/actions.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { TextArea } from '../../../../web/kit/Field.tsx';
import { Form, FormProblem, Submit } from '../../../../web/kit/Form.tsx';
import { Kbd } from '../../../../web/kit/Kbd.tsx';
import { type Approval, answerLengthMax, answerToCome } from '../../contract.ts';
import { type Deciding, useDecide, useWhyNotDecide } from './deeds.ts';

const RejectDialog = lazy(() => import('./RejectDialog.tsx'));

interface DeskProps {
  approval: Approval;
  group: string;
  /** Before its keys, where those alone mean something else. */
  prefix?: string;
  /** Within a bar that has its own frame and heading. */
  isPlain?: boolean;
  onDone: () => void;
}

/** Where it is decided: as it is, in other words, or not at all. */
export function AnswerDesk({ approval, group, prefix = '', isPlain = false, onDone }: DeskProps) {
  const [written, setWritten] = useState<string>();
  const [isRejecting, setRejecting] = useState(false);
  const deciding = useDecide(approval, onDone);
  const whyNot = useWhyNot(approval);
  const isToCome = approval.proposedText === answerToCome;
  const begin = () => setWritten(isToCome ? '' : approval.proposedText);
  const isFree = !whyNot && written === undefined && !isRejecting;
  const reject = () => setRejecting(true);
  useActions(isFree ? actionsOf({ group, prefix, approve: () => deciding.approve(), begin, reject }) : []);
  return (
    <div className={isPlain ? 'pb-1' : 'shrink-0 border-t border-line bg-raised px-4 py-3 sm:px-6'}>
      <div className={isPlain ? '' : 'mx-auto w-full max-w-3xl'}>
        {!isPlain && <h3 className="label mb-2">The answer that waits</h3>}
        {written === undefined ? (
          <>
            <p className="max-h-48 overflow-y-auto rounded-lg bg-wash px-3 py-2 break-words whitespace-pre-wrap">
              {isToCome
                ? 'What it answers comes of what it does: it is written once that is done.'
                : approval.proposedText}
            </p>
            {deciding.error && <FormProblem error={deciding.error} />}
            <Buttons {...{ deciding, whyNot, prefix }} onEdit={begin} onReject={reject} />
          </>
        ) : (
          <Editing
            {...{ approval, deciding, written }}
            onWrite={setWritten}
            onLeave={() => setWritten(undefined)}
          />
        )}
      </div>
      <Suspense>
        {isRejecting && (
          <RejectDialog approval={approval} deciding={deciding} onClose={() => setRejecting(false)} />
        )}
      </Suspense>
    </div>
  );
}

interface Deeds {
  group: string;
  prefix: string;
  approve: () => void;
  begin: () => void;
  reject: () => void;
}

const actionsOf = ({ group, prefix, approve, begin, reject }: Deeds): Action[] => [
  ...[
    { id: 'approval.approve', title: 'Approve and send', key: 'a', icon: Check, run: approve },
    { id: 'approval.edit', title: 'Edit, then send', key: 'e', icon: Pencil, run: begin },
    { id: 'approval.reject', title: 'Reject the answer', key: 'x', icon: X, run: reject },
  ].map(({ key, ...action }) => ({ ...action, group, keys: `${prefix}${key}` })),
];

/** The role's words where it is the role, else the place. */
function useWhyNot({ mayDecide }: Approval): string | undefined {
  const whyNot = useWhyNotDecide();
  if (mayDecide) return undefined;
  return whyNot ?? 'This is of a place you do not look after, or its time is over.';
}

interface ButtonsProps {
  deciding: Deciding;
  whyNot: string | undefined;
  prefix: string;
  onEdit: () => void;
  onReject: () => void;
}

function Buttons({ deciding, whyNot, prefix, onEdit, onReject }: ButtonsProps) {
  const off = { disabledReason: whyNot, reasonShown: false } as const;
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button
        look="primary"
        icon={Check}
        busy={deciding.isApproving}
        onClick={() => deciding.approve()}
        {...off}
      >
        Approve
        <Kbd keys={`${prefix}a`} onColour className="max-sm:hidden" />
      </Button>
      <Button icon={Pencil} onClick={onEdit} {...off}>
        Edit
        <Kbd keys={`${prefix}e`} className="max-sm:hidden" />
      </Button>
      <Button look="quiet" icon={X} busy={deciding.isRejecting} onClick={onReject} {...off}>
        Reject
        <Kbd keys={`${prefix}x`} className="max-sm:hidden" />
      </Button>
    </div>
  );
}

interface EditingProps {
  approval: Approval;
  deciding: Deciding;
  written: string;
  onWrite: (text: string) => void;
  onLeave: () => void;
}

function Editing({ approval, deciding, written, onWrite, onLeave }: EditingProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, []);
  const isEmpty = written.trim() === '';
  return (
    <Form
      className="flex flex-col gap-3"
      error={deciding.error}
      unsaved={written !== approval.proposedText && !deciding.isApproving}
      onSubmit={() => deciding.approve(written)}
    >
      <TextArea
        ref={field}
        name="text"
        label="In your words"
        hint="It goes out as the machine’s."
        rows={5}
        maxLength={answerLengthMax}
        value={written}
        onChange={onWrite}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onLeave();
        }}
      />
      <div className="flex gap-2">
        <Submit busy={deciding.isApproving} disabledReason={isEmpty ? 'Write something first.' : undefined}>
          Approve
        </Submit>
        <Button look="quiet" onClick={onLeave}>
          Leave it as it was
        </Button>
      </div>
    </Form>
  );
}
