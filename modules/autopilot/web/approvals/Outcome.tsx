import { Time } from '../../../../web/kit/time.tsx';
import { type Approval, answerToCome } from '../../contract.ts';

/** What became of an answer: said where it stands, also to whoever was just about to decide. */
export function Outcome({ approval }: { approval: Approval }) {
  const { status, statusAt, editedText, proposedText, rejectedWhy } = approval;
  const isSent = status === 'approved';
  return (
    <div role="status" className="shrink-0 border-t border-line bg-sunk/60 px-4 py-4 sm:px-6">
      <div className="mx-auto w-full max-w-3xl">
        <p className={isSent ? 'font-[550] text-good' : 'font-[550]'}>
          {sentence(approval)} <Time at={statusAt} />
        </p>
        {rejectedWhy && <p className="mt-1">{`“${rejectedWhy}”`}</p>}
        {(editedText ?? proposedText) !== answerToCome && (
          <p className="mt-2 rounded-lg bg-wash px-3 py-1.5 break-words whitespace-pre-wrap text-soft">
            {editedText ?? proposedText}
          </p>
        )}
        {editedText && proposedText !== answerToCome && (
          <details className="mt-2 text-sm text-soft">
            <summary className="cursor-pointer">What the machine had written</summary>
            <p className="mt-1 break-words whitespace-pre-wrap">{proposedText}</p>
          </details>
        )}
      </div>
    </div>
  );
}

function sentence({ status, statusBy, editedText }: Approval): string {
  const who = statusBy?.name ?? 'Somebody';
  if (status === 'approved') return editedText ? `${who} sent it in other words` : `${who} approved it`;
  if (status === 'rejected') return `${who} rejected it`;
  if (status === 'expired') return 'It was too late: nobody decided in time, and nothing went out';
  return 'It was too late: a person has answered, or machines may not answer here any more. Nothing went out';
}
